import type { PlantModel } from '../api/types';

type Zone = PlantModel['zones'][number];

/** A zone and how deep it lies. */
export interface Placed {
  readonly zone: Zone;
  readonly depth: number;
}

/**
 * Zones with those inside them behind them. Whoever sees a part of the plant may not see what a zone
 * lies in: it stands at the left then. Pure.
 */
export function outline(zones: readonly Zone[]): Placed[] {
  const known = new Set(zones.map((zone) => zone.id));
  const inside = new Map<string, Zone[]>();
  for (const zone of zones) {
    const parent = zone.parent !== null && known.has(zone.parent) ? zone.parent : '';
    inside.set(parent, [...(inside.get(parent) ?? []), zone]);
  }
  const placed: Placed[] = [];
  const put = (parent: string, depth: number): void => {
    for (const zone of inside.get(parent) ?? []) {
      placed.push({ zone, depth });
      put(zone.id, depth + 1);
    }
  };
  put('', 0);
  return placed;
}
