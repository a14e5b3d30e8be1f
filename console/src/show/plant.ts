import type { PlantChannel, PlantModel, PlantTarget } from '../api/types';

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

/** A vector as people write it: seven levels, FR1 first; a dash for what is not decided. Pure. */
export function levels(target: PlantTarget): string {
  const { FR1, FR2, FR3, FR4, FR5, FR6, FR7 } = target;
  return [FR1, FR2, FR3, FR4, FR5, FR6, FR7].map((level) => level ?? '–').join(' ');
}

/** A channel in one line: what it is, which way it is opened, and how it is protected. Pure. */
export function channelWords(channel: PlantChannel): string {
  const way = channel.from === null || channel.to === null ? '' : `${channel.from} → ${channel.to}`;
  const said = [channel.protocol, way, channel.security, channel.isDiode ? 'diode' : null];
  const known = said.filter((each) => each !== null && each !== '');
  return known.length === 0 ? channel.name : `${channel.name} (${known.join(', ')})`;
}
