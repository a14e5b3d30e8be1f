import { useMemo } from 'react';
import type { Anchors, Certificate, Items, NodeState } from '../api/types';
import { exceptionsOf, type Exception } from '../show/exceptions';
import { heardOf, unaskedOf } from '../show/heard';
import { POLL_MS, useAsked } from './asking';
import { useMay } from './context';
import { useHeard } from './heard';
import { useNow } from './When';

/** What is not as it should be, from all that this person may see: one list for Home and the lamp. */
export function useExceptions(node: NodeState | undefined): Exception[] {
  const now = useNow(1_000);
  const anchors = useAsked<Anchors>('/api/v1/anchors', {
    everyMs: POLL_MS,
    isWanted: useMay('evidence.view'),
  });
  const certificates = useAsked<Items<Certificate>>('/api/v1/certificates', {
    keepMs: 60_000,
    isWanted: useMay('health.view'),
  });
  const { reports, unaskedCount } = useHeard();
  const minute = Math.floor(now / 60_000) * 60_000;
  const heard = useMemo(
    () => [...heardOf(reports, minute), ...unaskedOf(unaskedCount)],
    [reports, unaskedCount, minute],
  );
  return node === undefined
    ? []
    : exceptionsOf(node, anchors.data, certificates.data?.items ?? [], now, heard);
}
