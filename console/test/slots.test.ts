import { describe, expect, it } from 'vitest';
import { slotted } from '../src/pages/sources/slots';

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, i) => from + i);

describe('the elements of the rows', () => {
  it('stay with a row that stays', () => {
    const before = slotted(new Map(), range(0, 30));
    const after = slotted(before, range(2, 32));
    for (const index of range(2, 30)) {
      expect(after.get(index)).toBe(before.get(index));
    }
  });

  it('of a row that left go to one that came', () => {
    const before = slotted(new Map(), range(0, 30));
    const after = slotted(before, range(1, 31));
    expect(after.get(30)).toBe(before.get(0));
  });

  it('are all used again after a leap, and none are made', () => {
    const before = slotted(new Map(), range(0, 30));
    const after = slotted(before, range(900, 930));
    expect(new Set(after.values())).toEqual(new Set(before.values()));
  });

  it('never serve two rows', () => {
    let slots: ReadonlyMap<number, number> = new Map();
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
