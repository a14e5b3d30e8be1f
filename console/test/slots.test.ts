import { describe, expect, it } from 'vitest';
import type { Point, Source } from '../src/api/types';
import { rowKey, rowsOf } from '../src/pages/sources/rows';
import { inDocument, isReadInOrder, slotted } from '../src/pages/sources/slots';

type Slots = ReadonlyMap<string, number>;

const range = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `point 1 ${from + i}`);

const source = (number: number, name: string): Source => ({ number, name, zone: null }) as Source;
const points = (count: number): Point[] =>
  Array.from({ length: count }, (_, i) => ({ number: i + 1, name: `p${i}` }) as Point);

const keysOf = (sources: Source[], held: [number, Point[]][], open: number[]): string[] =>
  rowsOf(sources, new Map(held), new Set(open), '', '').map(rowKey);

/** Elements that are in both documents, and whether they stand in the same order. */
const isMoved = (before: Slots, after: Slots): boolean => {
  const elements = inDocument(after).map((key) => after.get(key) as number);
  const old = new Set(before.values());
  const kept = elements.filter((each) => old.has(each));
  return kept.some((each, i) => i > 0 && each < (kept[i - 1] as number));
};

describe('the elements of the rows', () => {
  it('stay with a row that stays', () => {
    const before = slotted(new Map(), range(0, 30));
    const after = slotted(before, range(2, 32));
    for (const key of range(2, 30)) {
      expect(after.get(key)).toBe(before.get(key));
    }
  });

  it('stay with it when rows are inserted above: points that arrive, a source that sorts before', () => {
    const [a, b, c] = [source(1, 'alpha'), source(2, 'beta'), source(3, 'gamma')];
    const waiting = keysOf([b, c], [], [2]);
    expect(waiting).toEqual(['source 2', 'waiting 2', 'source 3']);
    const before = slotted(new Map(), waiting);
    const arrived = slotted(before, keysOf([b, c], [[2, points(9)]], [2]));
    expect(arrived.get('source 3')).toBe(before.get('source 3'));
    expect(arrived.get('source 2')).toBe(before.get('source 2'));
    const more = slotted(arrived, keysOf([a, b, c], [[2, points(9)]], [2]));
    for (const [key, slot] of arrived) {
      expect(more.get(key), key).toBe(slot);
    }
    expect(isMoved(before, arrived) || isMoved(arrived, more)).toBe(false);
  });

  it('of a row that left go to one that came', () => {
    const before = slotted(new Map(), range(0, 30));
    const after = slotted(before, range(1, 31));
    expect(after.get('point 1 30')).toBe(before.get('point 1 0'));
  });

  it('are never put elsewhere in the document, whichever way it is scrolled', () => {
    let slots: Slots = slotted(new Map(), range(50, 80));
    for (const from of [51, 55, 54, 53, 40, 41, 10, 0, 7, 500, 498]) {
      const next = slotted(slots, range(from, from + 30));
      expect(isMoved(slots, next), `to ${from}`).toBe(false);
      expect([...inDocument(next)].toSorted()).toEqual(range(from, from + 30).toSorted());
      slots = next;
    }
  });

  it('are known to be read in another order than they stand', () => {
    const before = slotted(new Map(), range(5, 35));
    expect(isReadInOrder(before)).toBe(true);
    expect(isReadInOrder(slotted(before, range(4, 34)))).toBe(false);
    expect(isReadInOrder(new Map())).toBe(true);
  });

  it('are all used again after a leap, and none are made', () => {
    const before = slotted(new Map(), range(0, 30));
    const after = slotted(before, range(900, 930));
    expect(new Set(after.values())).toEqual(new Set(before.values()));
  });

  it('never serve two rows', () => {
    let slots: Slots = new Map();
    for (const [from, to] of [[0, 30], [7, 40], [3, 20], [19, 60], [500, 503], [490, 530]] as const) {
      slots = slotted(slots, range(from, to));
      expect([...slots.keys()]).toEqual(range(from, to));
      expect(new Set(slots.values()).size).toBe(to - from);
    }
  });

  it('are the same when asked twice', () => {
    const once = slotted(slotted(new Map(), range(0, 20)), range(12, 33));
    expect(slotted(once, range(12, 33))).toEqual(once);
  });
});

describe('the key of a row', () => {
  it('is that of no other row', () => {
    const keys = keysOf([source(1, 'a'), source(11, 'b'), source(2, 'c')], [[1, points(20)], [11, points(20)]], [1, 11, 2]);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
