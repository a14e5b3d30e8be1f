import type { Continuity, Finding, Stretch } from '../api/types';
import { beforeListening, isOfBefore } from '../heat/cells';
import type { Exception } from './exceptions';

/** How far back the lamp looks: whoever comes on shift sees what happened since he was here. */
export const HEARD_MS = 86_400_000;

/** Which kinds of finding light the lamp, and how; the others stand in the continuity only. */
const SORTS = {
  evidence: 'critical',
  gap: 'warning',
  drop: 'warning',
  silence: 'warning',
  late: 'warning',
} as const;
type Kind = keyof typeof SORTS;

/** What is abnormal in the reports of the last day: one exception for each source and kind. Pure. */
export function heardOf(reports: readonly Continuity[], now: number): Exception[] {
  return reports.flatMap((report) => {
    const before = beforeListening(report);
    const lately = report.findings.filter((each) => endOf(each, now) > now - HEARD_MS);
    const kinds = Object.keys(SORTS) as Kind[];
    const found = kinds.flatMap((kind) => {
      const list = lately.filter((each) => each.kind === kind && !isOfBefore(each, before));
      return list.length === 0 ? [] : [ofFindings(report, kind, list)];
    });
    const deaf = report.stretches.filter(
      (each) =>
        each.state === 'deaf' &&
        Date.parse(each.to) > now - HEARD_MS &&
        each !== before,
    );
    const hasGap = found.some(({ code }) => code === 'gap');
    return deaf.length === 0 || hasGap ? found : [...found, ofDeaf(report, deaf)];
  });
}

function ofFindings(report: Continuity, kind: Kind, list: readonly Finding[]): Exception {
  const codes = [...new Set(list.map(({ code }) => code))];
  const newest = list.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))[0] as Finding;
  return {
    sort: SORTS[kind],
    code: kind,
    about: report.source.name,
    detail: `${codes.join(', ')}: ${newest.words}`,
    since: earliest(list.map((each) => each.from ?? each.at)),
    place: 'continuity',
  };
}

function ofDeaf(report: Continuity, list: readonly Stretch[]): Exception {
  const since = earliest(list.map(({ from }) => from));
  const about = report.source.name;
  return { sort: 'warning', code: 'deaf', about, detail: '', since, place: 'continuity' };
}

/** A finding that is not over lasts until now; one that is has its own end, or its moment. */
const endOf = (finding: Finding, now: number): number =>
  finding.to === null ? now : Math.max(Date.parse(finding.to), Date.parse(finding.at));

const earliest = (times: readonly string[]): string =>
  times.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? '';

/** That not every source was asked yet is said, so that a calm lamp does not claim what nobody knows. */
export function unaskedOf(count: number): Exception[] {
  return count <= 0
    ? []
    : [{ sort: 'notice', code: 'unasked', about: '', detail: String(count), place: 'continuity' }];
}
