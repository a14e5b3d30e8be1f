import { describe, expect, it } from 'vitest';
import type { Continuity, Finding, Stretch } from '../src/api/types';
import { brushed, CELL_MS, cellsOf, gathered, tally, type CellState } from '../src/heat/cells';

const FROM = Date.parse('2026-11-22T00:00:00Z');
const iso = (cells: number): string => new Date(FROM + cells * CELL_MS).toISOString();
const LATER = FROM + 1_000 * CELL_MS;

const stretch = (state: Stretch['state'], from: number, to: number, why?: string): Stretch => ({
  state, from: iso(from), to: iso(to), ...(why === undefined ? {} : { why }),
});
const finding = (kind: string, from: number | null, to: number | null, at: number): Finding => ({
  kind, code: kind, reason: null, from: from === null ? null : iso(from), to: to === null ? null : iso(to), at: iso(at), count: null, words: `${kind}!`,
});
const report = (stretches: Stretch[], findings: Finding[] = [], to = 4): Continuity => ({
  scope: '', source: { number: 1, name: 'a' }, from: iso(0), to: iso(to), heardCount: '0', listeningThroughout: true,
  words: [], stretches, findings, findingsLeftOut: '0', next: null,
});
const states = (of: Continuity, now = LATER, cells = 4): CellState[] =>
  cellsOf(of, FROM, FROM + cells * CELL_MS, now).map((cell) => cell.state);

describe('cells', () => {
  it('are full where we listened throughout, heard or not', () => {
    expect(states(report([stretch('heard', 0, 2), stretch('listening', 2, 4)]))).toEqual(['full', 'full', 'full', 'full']);
  });

  it('are a gap where we were deaf, however short', () => {
    const of = report([stretch('heard', 0, 1.4), stretch('deaf', 1.4, 1.5), stretch('heard', 1.5, 4)]);
    expect(states(of)).toEqual(['full', 'gap', 'full', 'full']);
  });

  it('touch no neighbour that begins where a stretch ends', () => {
    expect(states(report([stretch('deaf', 0, 1), stretch('heard', 1, 4)]))).toEqual(['gap', 'full', 'full', 'full']);
  });

  it('never say full where nobody states it', () => {
    expect(states(report([]))).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
    expect(states(report([stretch('heard', 0, 1), stretch('heard', 1.5, 4)]))).toEqual(['full', 'unknown', 'full', 'full']);
    expect(states(report([stretch('heard', 0, 1), stretch('unknown', 1, 2, 'not-stated'), stretch('unknown', 2, 3, 'pruned'), stretch('heard', 3, 4)]))).toEqual(['full', 'unknown', 'pruned', 'full']);
  });

  it('that a report has not reached are not stated', () => {
    expect(states(report([stretch('heard', 0, 2)], [], 2))).toEqual(['full', 'full', 'unknown', 'unknown']);
  });

  it('in the future say nothing, and the one that goes on is running while the node says something', () => {
    const now = FROM + 1.5 * CELL_MS;
    const ago = (ms: number): string => new Date(now - ms).toISOString();
    const until = (ms: number, to: number): Continuity =>
      report([
        { ...stretch('heard', 0, 2), to: ago(ms) },
        { ...stretch('unknown', 0, to, 'not-stated'), from: ago(ms) },
      ], [], to);
    expect(states(until(12_000, 4), now)).toEqual(['full', 'running', 'none', 'none']);
    expect(states(until(12_000, 1.5), now)).toEqual(['full', 'running', 'none', 'none']);
    expect(states(until(120_000, 4), now)).toEqual(['full', 'unknown', 'none', 'none']);
  });

  it('that go on show what is abnormal in them, and count what nobody stated before', () => {
    const now = FROM + 1.5 * CELL_MS;
    const tail = { ...stretch('unknown', 0, 4, 'not-stated'), from: new Date(now - 5_000).toISOString() };
    const heard = { ...stretch('heard', 1.2, 2), to: tail.from };
    const late = cellsOf(report([heard, tail]), FROM + CELL_MS, FROM + 2 * CELL_MS, now);
    expect(late.map((cell) => cell.state)).toEqual(['running']);
    const begun = [stretch('unknown', 0, 1.2, 'not-stated'), heard, tail];
    expect([...tally(cellsOf(report(begun), FROM + CELL_MS, FROM + 2 * CELL_MS, now))]).toEqual([['running', 1], ['unknown', 1]]);
    expect(states(report([stretch('deaf', 0, 1.3), { ...heard, from: iso(1.3) }, tail]), now)).toEqual(['gap', 'gap', 'none', 'none']);
  });

  it('show the gravest of what was found, and keep the rest', () => {
    const of = report([stretch('heard', 0, 4)], [
      finding('late', 1.1, 1.2, 1.3), finding('gap', 1.1, 1.2, 1.3), finding('clock-step', 2, null, 2.5),
      finding('reordered', null, 0.5, 0.5), finding('silence', 3.5, null, 3.6),
    ]);
    const cells = cellsOf(of, FROM, FROM + 4 * CELL_MS, LATER);
    expect(cells.map((cell) => cell.state)).toEqual(['reordered', 'gap', 'clock', 'clock']);
    expect(cells[1]?.states).toEqual(['gap', 'late', 'full']);
    expect(cells[1]?.words).toEqual(['late!', 'gap!']);
    expect(gathered(cells.slice(1, 3))).toEqual([
      { kind: 'late', words: ['late!'] }, { kind: 'gap', words: ['gap!'] }, { kind: 'clock-step', words: ['clock-step!'] },
    ]);
    const deaf = cellsOf(report([stretch('deaf', 0, 1), stretch('unknown', 1, 2, 'not-subscribed')]), FROM, FROM + 4 * CELL_MS, LATER);
    expect(deaf.map((cell) => cell.found.map((each) => each.kind))).toEqual([['deaf'], ['not-subscribed'], ['not-stated'], ['not-stated']]);
  });

  it('take a kind that is new for a gap, never for nothing', () => {
    expect(states(report([stretch('heard', 0, 4)], [finding('brand-new', 0, 0.5, 0.5)]))[0]).toBe('gap');
  });

  it('show a finding without a length', () => {
    expect(states(report([stretch('heard', 0, 4)], [finding('late', 2, 2, 2)]))).toEqual(['full', 'full', 'late', 'full']);
  });

  it('are counted for the words beside the picture', () => {
    const cells = cellsOf(report([stretch('deaf', 0, 1), stretch('heard', 1, 4)]), FROM, FROM + 4 * CELL_MS, LATER);
    expect([...tally(cells)]).toEqual([['gap', 1], ['full', 3]]);
    const late = cellsOf(report([stretch('deaf', 0, 1), stretch('heard', 1, 4)], [finding('late', 0.1, 0.2, 0.2)]), FROM, FROM + 4 * CELL_MS, LATER);
    expect([...tally(late)]).toEqual([['gap', 1], ['late', 1], ['full', 3]]);
    expect(brushed(7, 3)).toEqual({ first: 3, last: 7 });
  });
});
