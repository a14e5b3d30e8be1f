import type { Anchors, Certificate, NodeState } from '../api/types';
import { whyOf } from './trail';

/** Something that is not as it should be, with what it is about. */
export interface Exception {
  readonly sort: 'critical' | 'warning' | 'notice';
  readonly code: ExceptionCode;
  readonly about: string;
  readonly detail: string;
  readonly since?: string;
  readonly place: 'health' | 'ledger' | 'people' | 'continuity';
}

export type ExceptionCode =
  | 'check'
  | 'listener'
  | 'trail'
  | 'contradiction'
  | 'not-sealing'
  | 'anchor'
  | 'window'
  | 'never-anchored'
  | 'lag'
  | 'expired'
  | 'expires'
  | 'remark'
  | 'evidence'
  | 'gap'
  | 'drop'
  | 'silence'
  | 'late'
  | 'deaf'
  | 'unasked';

/** Blocks close each second and beat each ten; a minute without one is a stopped ledger. */
const SEALED_MAX_S = 60;
export const WINDOW_WARN_S = 600;
export const WINDOW_CRITICAL_S = 3_600;
const LAG_WARN = 10_000n;
const EXPIRES_WARN_S = 30 * 86_400;

const RANK = { critical: 0, warning: 1, notice: 2 } as const;

/** All there is, the gravest first. Pure: the time is an argument. */
export function exceptionsOf(
  node: NodeState,
  anchors: Anchors | undefined,
  certificates: readonly Certificate[],
  now: number,
  heard: readonly Exception[] = [],
): Exception[] {
  return [
    ...heard,
    ...checks(node),
    ...listeners(node),
    ...untaken(node),
    ...sealing(node, now),
    ...anchoring(node, anchors),
    ...expiring(certificates, now),
    ...node.lags
      .filter((lag) => BigInt(lag.waiting) > LAG_WARN)
      .map((lag): Exception => ({
        sort: 'warning',
        code: 'lag',
        about: lag.reader,
        detail: `${lag.waiting} ${lag.unit}`,
        place: 'health',
      })),
    ...node.remarks.map((remark): Exception => ({
      sort: 'notice',
      code: 'remark',
      about: '',
      detail: remark,
      place: 'health',
    })),
  ].toSorted((a, b) => RANK[a.sort] - RANK[b.sort]);
}

function checks(node: NodeState): Exception[] {
  return node.checks
    .filter((check) => !check.right)
    .map(({ name, detail }) => ({
      sort: 'critical',
      code: 'check',
      about: name,
      detail,
      place: 'health',
    }));
}

function listeners(node: NodeState): Exception[] {
  return [...node.brokers, ...node.syslog]
    .filter((each) => !each.up)
    .map((each) => ({
      sort: 'critical',
      code: 'listener',
      about: each.name,
      detail: each.state,
      ...(each.since === null ? {} : { since: each.since }),
      place: 'health',
    }));
}

/** Other systems that do not take the audit trail; it waits in the ledger, so nothing is lost. */
function untaken(node: NodeState): Exception[] {
  return node.trail
    .filter((each) => !each.up)
    .map((each) => ({
      sort: 'warning',
      code: 'trail',
      about: each.name,
      detail: whyOf(each.state),
      ...(each.since === null ? {} : { since: each.since }),
      place: 'health',
    }));
}

function sealing(node: NodeState, now: number): Exception[] {
  if (node.lastSealed === null || (now - Date.parse(node.lastSealed)) / 1000 <= SEALED_MAX_S) {
    return [];
  }
  const since = node.lastSealed;
  return [{ sort: 'critical', code: 'not-sealing', about: '', detail: '', since, place: 'ledger' }];
}

function anchoring(node: NodeState, anchors: Anchors | undefined): Exception[] {
  const found: Exception[] = (anchors?.anchors ?? []).flatMap(({ name, failing, contradiction }) => {
    const list: Exception[] = [];
    if (contradiction !== null) {
      list.push({
        sort: 'critical',
        code: 'contradiction',
        about: name,
        detail: contradiction,
        place: 'ledger',
      });
    }
    if (failing !== null) {
      const { since, why } = failing;
      list.push({ sort: 'warning', code: 'anchor', about: name, detail: why, since, place: 'ledger' });
    }
    return list;
  });
  const { anchorCount, windowSeconds } = node.anchoring;
  if (windowSeconds === null) {
    const sort = anchorCount === 0 ? 'notice' : 'warning';
    return [...found, { sort, code: 'never-anchored', about: '', detail: '', place: 'ledger' }];
  }
  const sort = windowSort(Number(windowSeconds));
  if (sort === 'calm') {
    return found;
  }
  return [...found, { sort, code: 'window', about: '', detail: windowSeconds, place: 'ledger' }];
}

export function windowSort(seconds: number): 'calm' | 'warning' | 'critical' {
  return seconds > WINDOW_CRITICAL_S ? 'critical' : seconds > WINDOW_WARN_S ? 'warning' : 'calm';
}

function expiring(certificates: readonly Certificate[], now: number): Exception[] {
  return certificates.flatMap((each): Exception[] => {
    const left = (Date.parse(each.notAfter ?? '') - now) / 1000;
    if (Number.isNaN(left) || left > EXPIRES_WARN_S) {
      return [];
    }
    return [
      {
        sort: left < 0 ? 'critical' : 'warning',
        code: left < 0 ? 'expired' : 'expires',
        about: each.subject ?? each.name ?? '',
        detail: each.use ?? '',
        since: each.notAfter ?? '',
        place: 'people',
      },
    ];
  });
}
