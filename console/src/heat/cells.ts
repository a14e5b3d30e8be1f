import type { Continuity, Finding, Stretch } from '../api/types';

/** What a quarter of an hour of a source was like. The first that applies, from the left, is shown. */
export const CELL_STATES = [
  'gap',
  'clock',
  'reordered',
  'late',
  'silent',
  'pruned',
  'not-yet',
  'running',
  'unknown',
  'full',
  'none',
] as const;
export type CellState = (typeof CELL_STATES)[number];

export interface Cell {
  readonly from: number;
  readonly to: number;
  readonly state: CellState;
  /** Everything that was found, in the order of CELL_STATES. */
  readonly states: readonly CellState[];
  readonly words: readonly string[];
  /** The same by kind, and the kinds of time of which nobody speaks or could hear. */
  readonly found: readonly Found[];
}

/** A kind of finding, or of a stretch that is not heard, with the node's own words where it has some. */
export interface Found {
  readonly kind: string;
  readonly words: string;
}

export const CELL_MS = 15 * 60_000;

/**
 * The newest roll-call of a node that goes on may be ten seconds old, and the report is some seconds
 * older than the page: so much at the very end is not stated yet, which is no statement.
 */
const NEWEST_MS = 90_000;

/** Which state each kind of finding gives, docs/formats/continuity.md §1. */
export const BY_FINDING: Readonly<Record<string, CellState>> = {
  gap: 'gap',
  drop: 'gap',
  evidence: 'gap',
  late: 'late',
  repeated: 'reordered',
  reordered: 'reordered',
  'clock-step': 'clock',
  silence: 'silent',
  unanchored: 'unknown',
  pruned: 'pruned',
  restart: 'unknown',
};

interface Span {
  readonly from: number;
  readonly to: number;
  readonly state: CellState;
  readonly words: string;
  /** Undefined where we listened. */
  readonly kind?: string;
}

/** Cuts a time into cells and says of each what a report says of it. Pure, so that it can be tested. */
export function cellsOf(report: Continuity, from: number, to: number, now: number): Cell[] {
  const reportEnd = Date.parse(report.to);
  const spans = [...stretchSpans(report, now), ...findingSpans(report, now)];
  const cells: Cell[] = [];
  for (let start = from; start < to; start += CELL_MS) {
    const end = Math.min(start + CELL_MS, to);
    cells.push(cellOf(start, end, spans, reportEnd, now));
  }
  return cells;
}

function cellOf(from: number, to: number, spans: Span[], reportEnd: number, now: number): Cell {
  if (from >= now) {
    return { from, to, state: 'none', states: [], words: [], found: [] };
  }
  const touching = spans.filter((span) => span.from < to && span.to > from);
  const kinds = new Set<CellState>(touching.map((span) => span.state));
  if (to > now && isHeardOfLately(touching, reportEnd, now)) {
    kinds.add('running');
  } else if (!isCovered(touching, from, Math.min(to, now)) || from >= reportEnd) {
    kinds.add('unknown');
  }
  const states = CELL_STATES.filter((state) => kinds.has(state));
  const words = [...new Set(touching.map((span) => span.words).filter((each) => each !== ''))];
  const found: Found[] = touching.flatMap(({ kind, words: said }) =>
    kind === undefined ? [] : [{ kind, words: said }],
  );
  if (kinds.has('running')) {
    found.push({ kind: 'running', words: '' });
  } else if (kinds.has('unknown') && !touching.some((span) => span.state === 'unknown')) {
    found.push({ kind: 'not-stated', words: '' });
  }
  return { from, to, state: states[0] ?? 'unknown', states, words, found };
}

/** Whether the node goes on: it said something of the last moments, whatever it was. */
function isHeardOfLately(spans: Span[], reportEnd: number, now: number): boolean {
  const stated = spans.filter((each) => each.state !== 'unknown').map((each) => each.to);
  return reportEnd > now - NEWEST_MS && Math.max(...stated) > now - NEWEST_MS;
}

/** Whether stretches leave no hole; the newest roll-call may be ten seconds away. */
function isCovered(spans: Span[], from: number, to: number): boolean {
  const slack = 30_000;
  let reached = from;
  for (const span of spans
    .filter((each) => each.words === '' || each.state === 'gap' || each.state === 'unknown')
    .toSorted((a, b) => a.from - b.from)) {
    if (span.from > reached + slack) {
      return false;
    }
    reached = Math.max(reached, span.to);
  }
  return reached >= to - slack;
}

function stretchSpans(report: Continuity, now: number): Span[] {
  const before = beforeListening(report);
  return report.stretches.filter((stretch) => !isNotStatedYet(stretch, report, now)).map((stretch) => ({
    from: Date.parse(stretch.from),
    to: Date.parse(stretch.to),
    state:
      stretch.state === 'deaf'
        ? stretch === before
          ? 'not-yet'
          : 'gap'
        : stretch.state === 'unknown'
          ? stretch.why === 'pruned'
            ? 'pruned'
            : 'unknown'
          : 'full',
    words: '',
    ...kindOf(stretch, before),
  }));
}

function kindOf(stretch: Stretch, before: Stretch | undefined): { kind?: string } {
  switch (stretch.state) {
    case 'deaf':
      return { kind: stretch === before ? 'not-yet' : 'deaf' };
    case 'unknown':
      return { kind: stretch.why ?? 'not-stated' };
    default:
      return {};
  }
}

/**
 * The stretch in which this node first came to listen, where the report has it: in front of it
 * nothing is stated, and no boot follows a roll-call that would have to account for the time before.
 */
export function beforeListening(report: Continuity): Stretch | undefined {
  const at = report.stretches.findIndex((each) => each.state !== 'unknown');
  const first = report.stretches[at];
  if (first?.state !== 'deaf' || at === 0) {
    return undefined;
  }
  const end = Date.parse(first.to);
  const isFirstStart =
    report.stretches.slice(0, at).every((each) => each.why === 'not-stated') &&
    report.findings.every((each) => each.kind !== 'restart' || Date.parse(each.at) > end);
  return isFirstStart ? first : undefined;
}

/** Whether a finding says no more than that the node did not listen yet. */
export const isOfBefore = (finding: Finding, before: Stretch | undefined): boolean =>
  before !== undefined &&
  finding.code === 'DEAF' &&
  finding.to !== null &&
  Date.parse(finding.to) <= Date.parse(before.to);

/** The end of a report that reaches to now and further: of that nobody can have said anything. */
const isNotStatedYet = (stretch: Stretch, report: Continuity, now: number): boolean =>
  stretch.state === 'unknown' &&
  stretch.why === 'not-stated' &&
  stretch.to === report.to &&
  Date.parse(stretch.to) > now - NEWEST_MS &&
  Date.parse(stretch.from) > now - NEWEST_MS;

function findingSpans(report: Continuity, now: number): Span[] {
  const before = beforeListening(report);
  return report.findings.map((finding) => {
    const isBefore = isOfBefore(finding, before);
    const at = Date.parse(finding.at);
    const from = finding.from === null ? at : Date.parse(finding.from);
    // One without an end lasts; one at a single moment still belongs to a cell.
    const end = finding.to === null ? now : Date.parse(finding.to);
    return {
      from,
      to: Math.max(end, from + 1),
      state: isBefore ? 'not-yet' : (BY_FINDING[finding.kind] ?? 'gap'),
      words: finding.words,
      kind: isBefore ? 'not-yet' : finding.kind,
    };
  });
}

/** A range of cells that somebody chose, in whichever direction. */
export function brushed(anchor: number, focus: number): { first: number; last: number } {
  return { first: Math.min(anchor, focus), last: Math.max(anchor, focus) };
}

/** What was found in several cells, each kind once, in the order in which it was found. */
export function gathered(cells: readonly Cell[]): { kind: string; words: string[] }[] {
  const byKind = new Map<string, Set<string>>();
  for (const { kind, words } of cells.flatMap((cell) => cell.found)) {
    const held = byKind.get(kind) ?? new Set<string>();
    byKind.set(kind, words === '' ? held : held.add(words));
  }
  return [...byKind].map(([kind, words]) => ({ kind, words: [...words] }));
}

/** In how many cells each state was found, for words beside the picture: one cell may have several. */
export function tally(cells: readonly Cell[]): Map<CellState, number> {
  const counts = new Map<CellState, number>();
  for (const cell of cells) {
    // A cell is full, or not yet there, when nothing else was found in it.
    const told = cell.states.filter((state) => state !== 'full' && state !== 'none');
    for (const state of told.length === 0 ? [cell.state] : told) {
      counts.set(state, (counts.get(state) ?? 0) + 1);
    }
  }
  return counts;
}
