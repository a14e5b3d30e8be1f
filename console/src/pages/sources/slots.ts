/**
 * Which elements show which row. A row that stays keeps its own, so that who stands on it stays there;
 * one that comes takes those of a row that has left, as making new ones costs a frame. Pure.
 */
export function slotted(
  before: ReadonlyMap<number, number>,
  indices: readonly number[],
): ReadonlyMap<number, number> {
  const taken = new Set<number>();
  for (const index of indices) {
    const slot = before.get(index);
    if (slot !== undefined) {
      taken.add(slot);
    }
  }
  const next = new Map<number, number>();
  let free = 0;
  for (const index of indices) {
    let slot = before.get(index);
    if (slot === undefined) {
      while (taken.has(free)) {
        free++;
      }
      slot = free++;
    }
    next.set(index, slot);
  }
  return next;
}
