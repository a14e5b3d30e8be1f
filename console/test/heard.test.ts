import { describe, expect, it } from 'vitest';
import type { Continuity, Finding, Source, Stretch } from '../src/api/types';
import { cellsOf, CELL_MS } from '../src/heat/cells';
import { dueOf } from '../src/parts/heard';
import { heardOf, unaskedOf } from '../src/show/heard';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const ago = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString();

const stretch = (state: Stretch['state'], from: number, to: number, why?: string): Stretch => ({
  state, from: ago(from), to: ago(to), ...(why === undefined ? {} : { why }),
});
const finding = (kind: string, code: string, from: number, to: number | null): Finding => ({
  kind, code, reason: null, from: ago(from), to: to === null ? null : ago(to), at: ago(to ?? from), count: null, words: `${code}!`,
});
const report = (findings: Finding[], stretches = [stretch('heard', 1440, 0)]): Continuity => ({
  scope: '', source: { number: 1, name: 'pump-1' }, from: ago(1440), to: ago(0), heardCount: '0',
  listeningThroughout: true, words: [], stretches, findings, findingsLeftOut: '0', next: null,
});
const said = (of: Continuity): string[] => heardOf([of], NOW).map(({ sort, code }) => `${sort} ${code}`);

describe('the lamp', () => {
  it('is calm where every source was heard, and nothing was found', () => {
    expect(said(report([]))).toEqual([]);
  });

  it('is critical after evidence was contradicted, for a day', () => {
    const all = heardOf([report([finding('evidence', 'TAMPERED', 3, 3), finding('evidence', 'FORK', 2, 2)])], NOW);
    expect(all).toEqual([
      { sort: 'critical', code: 'evidence', about: 'pump-1', detail: 'TAMPERED, FORK: FORK!', since: ago(3), place: 'continuity' },
    ]);
    expect(said(report([finding('evidence', 'CLONE_SUSPECT', 1439, 1439)]))).toEqual(['critical evidence']);
    expect(said(report([finding('evidence', 'FORK', 1441, 1441)]))).toEqual([]);
  });

  it('warns of gaps, losses, silence and lateness, each once for a source', () => {
    const found = ['gap', 'drop', 'silence', 'late'].map((kind) => finding(kind, kind.toUpperCase(), 20, 10));
    expect(said(report([...found, ...found]))).toEqual(['warning gap', 'warning drop', 'warning silence', 'warning late']);
  });

  it('warns of what began earlier and lasts, and leaves out what is no trouble', () => {
    expect(said(report([finding('silence', 'SILENT', 4_000, null)]))).toEqual(['warning silence']);
    expect(said(report(['restart', 'pruned', 'repeated', 'reordered'].map((kind) => finding(kind, '', 5, 4))))).toEqual([]);
  });

  it('warns of time in which a source could not be heard, once', () => {
    const deaf = [stretch('heard', 1440, 60), stretch('deaf', 60, 50), stretch('heard', 50, 0)];
    expect(said(report([], deaf))).toEqual(['warning deaf']);
    expect(said(report([finding('gap', 'DEAF', 60, 50)], deaf))).toEqual(['warning gap']);
  });

  it('says of how many sources it does not know yet', () => {
    expect(unaskedOf(0)).toEqual([]);
    expect(unaskedOf(3)[0]).toMatchObject({ sort: 'notice', code: 'unasked', detail: '3' });
  });
});

describe('the first start of a node', () => {
  const first = [stretch('unknown', 1440, 60, 'not-stated'), stretch('deaf', 60, 59), stretch('heard', 59, 0)];
  const cell = (of: Continuity): string | undefined =>
    cellsOf(of, NOW - 4 * CELL_MS, NOW, NOW).map((each) => each.state)[0];

  it('is no gap, in the picture or for the lamp', () => {
    const of = report([finding('gap', 'DEAF', 60, 59)], first);
    expect(cell(of)).toBe('not-yet');
    expect(cellsOf(of, NOW - 4 * CELL_MS, NOW, NOW)[0]?.found.map(({ kind }) => kind)).toEqual(['not-yet', 'not-yet']);
    expect(said(of)).toEqual([]);
  });

  it('hides no gap that lies in the same quarter', () => {
    const of = report([finding('gap', 'GAP', 58, 57)], first);
    expect(cell(of)).toBe('gap');
    expect(said(of)).toEqual(['warning gap']);
  });

  it('is no excuse after a start that was not the first, or where we had listened before', () => {
    expect(cell(report([finding('restart', '', 300, 60)], first))).toBe('gap');
    expect(cell(report([], [stretch('deaf', 60, 59), stretch('heard', 59, 0)]))).toBe('gap');
    const again = [stretch('heard', 1440, 300), stretch('unknown', 300, 60, 'not-stated'), ...first.slice(1)];
    expect(cell(report([], again))).toBe('gap');
  });
});

describe('sources', () => {
  const source = (number: number, minutes = 0): Source => ({
    number, name: `s${number}`, zone: null, protocol: null, pointCount: '1', recordCount: '0', lastTime: ago(minutes), points: '',
  });
  const numbers = (list: readonly Source[]): number[] => list.map(({ number }) => number);

  it('are asked a few at a time, those with the oldest answer first', () => {
    const kept = new Map([[1, { at: NOW - 20_000 }], [2, { at: NOW - 1_000 }], [3, { at: NOW - 40_000 }]]);
    expect(numbers(dueOf([1, 2, 3, 4, 5].map((each) => source(each)), kept, NOW))).toEqual([4, 5, 3, 1]);
    expect(numbers(dueOf([1, 2, 3].map((each) => source(each)), kept, NOW))).toEqual([3, 1]);
    expect(dueOf(Array.from({ length: 40 }, (_, i) => source(i)), new Map(), NOW)).toHaveLength(6);
  });

  it('that spoke last are asked where there are too many', () => {
    const many = Array.from({ length: 301 }, (_, i) => source(i, i === 0 ? 500 : 1));
    const kept = new Map(many.slice(1).map(({ number }) => [number, { at: NOW }]));
    expect(dueOf(many, kept, NOW)).toEqual([]);
  });
});
