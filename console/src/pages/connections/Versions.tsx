import { useTranslation } from 'react-i18next';
import type { Approval, PlantVersions } from '../../api/types';
import { useAsked, type Asked } from '../../parts/asking';
import { useMay } from '../../parts/context';
import { DiffTable } from '../../parts/DiffTable';
import { Mark } from '../../parts/Mark';
import { Trouble } from '../../parts/States';
import { KeptFile, type Kept } from '../plant/KeptFile';
import { VersionList } from '../plant/VersionList';

interface Difference {
  readonly isInForce: boolean;
  readonly diff: Approval['diff'];
}

/** The connections that were in force, and those that wait to be proposed. */
export function Versions({ versions }: { readonly versions: PlantVersions }) {
  const { t } = useTranslation();
  return (
    <VersionList
      versions={versions}
      words={{ waiting: t('connections.waitingWords'), look: t('connections.look') }}
      look={(kept, close) => <KeptConnections kept={kept} onClose={close} />}
    />
  );
}

/** What a version would change of what is in force, its file, and the way to propose it. */
function KeptConnections({
  kept,
  onClose,
}: {
  readonly kept: Kept;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const mayChange = useMay('plant.change');
  const path = `/api/v1/connections/versions/${kept.model}`;
  // Its file never changes; what it differs from does.
  const difference = useAsked<Difference>(`${path}/difference`);
  return (
    <KeptFile
      kept={kept}
      path={path}
      words={{ why: t('connections.proposeWords'), propose: t('connections.proposeThis') }}
      isProposable={mayChange && difference.data?.isInForce === false}
      above={<DifferenceSaid difference={difference} />}
      onClose={onClose}
    />
  );
}

function DifferenceSaid({
  difference: { data, problem, again },
}: {
  readonly difference: Asked<Difference>;
}) {
  const { t } = useTranslation();
  if (problem !== undefined) {
    return <Trouble problem={problem} again={again} />;
  }
  if (data === undefined) {
    return null;
  }
  return data.isInForce ? (
    <Mark sort="calm">{t('connections.isInForce')}</Mark>
  ) : (
    <DiffTable diff={data.diff} />
  );
}
