/**
 * Which elements show which row, by the key of the row. A row that stays keeps its own, so that who
 * stands on it stays there, wherever it goes; one that comes takes those of a row that has left, as
 * making new ones costs a frame. Pure.
 */
export function slotted(
  before: ReadonlyMap<string, number>,
  keys: readonly string[],
): ReadonlyMap<string, number> {
  const taken = new Set<number>();
  for (const key of keys) {
    const slot = before.get(key);
    if (slot !== undefined) {
      taken.add(slot);
    }
  }
  const next = new Map<string, number>();
  let free = 0;
  for (const key of keys) {
    let slot = before.get(key);
    if (slot === undefined) {
      while (taken.has(free)) {
        free++;
      }
      slot = free++;
    }
    next.set(key, slot);
  }
  return next;
}

/**
 * The keys in the order of their elements in the document: one that never changes, as an element
 * that is put elsewhere is taken out first, and whoever stands on it falls. Pure.
 */
export const inDocument = (slots: ReadonlyMap<string, number>): readonly string[] =>
  [...slots].toSorted(([, a], [, b]) => a - b).map(([key]) => key);

/** Whether who reads the document reads the rows from the top. Pure. */
export function isReadInOrder(slots: ReadonlyMap<string, number>): boolean {
  const places = [...slots.values()];
  return places.every((place, i) => i === 0 || place > (places[i - 1] as number));
}
