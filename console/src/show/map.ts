import type { ConduitState, MapConduit, MapGhost, MapZone, PlantMap } from '../api/map';
import type { Sort } from '../parts/Mark';

/** What of a map is said in which shape, and the list beside it. Pure. */
export const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;

/** How long a stretch can be that is looked at, in minutes. */
export const STRETCHES = ['15', '60', '240', '1440'] as const;

export const SORT_OF: Readonly<Record<ConduitState, Sort>> = {
  denied: 'warning',
  live: 'good',
  silent: 'calm',
  unknown: 'open',
};

/** What got through, or came by itself, beside the model is worse than what was turned away there. */
export const ghostSort = (ghost: MapGhost): Sort =>
  ghost.passed !== '0' || ghost.heard > 0 ? 'critical' : 'warning';

/** How thick a line is: one step for each tenfold. */
export function lineWidth(conduit: { readonly passed: string; readonly heard: number }): number {
  return Math.min(5, 1.5 + 0.6 * Math.log10(1 + Number(conduit.passed) + conduit.heard));
}

export type Chosen =
  | { readonly sort: 'zone'; readonly zone: MapZone }
  | { readonly sort: 'conduit'; readonly conduit: MapConduit }
  | { readonly sort: 'ghost'; readonly ghost: MapGhost };

/** A line of the list: a zone, and in it the zones, conduits and ways beside the model that end there. */
export interface Row {
  readonly key: string;
  readonly depth: number;
  readonly parent: number;
  readonly hasMore: boolean;
  readonly of: Chosen;
}

/** The name by which an address has what is chosen. */
export function nameOf(of: Chosen): string {
  switch (of.sort) {
    case 'zone':
      return `zone:${of.zone.id}`;
    case 'conduit':
      return `conduit:${of.conduit.id}`;
    case 'ghost':
      return `ghost:${of.ghost.id}`;
  }
}

/** All of a map as a tree, its lines in their order; those inside closed ones are left out. */
export function rowsOf(map: PlantMap, closed: ReadonlySet<string>): Row[] {
  const inside = new Map<string, MapZone[]>();
  for (const zone of map.zones) {
    inside.set(zone.parent ?? '', [...(inside.get(zone.parent ?? '') ?? []), zone]);
  }
  const rows: Row[] = [];
  const put = (zone: MapZone, depth: number, parent: number): void => {
    const zones = inside.get(zone.id) ?? [];
    const conduits = map.conduits.filter((each) => each.between.includes(zone.id));
    const ghosts = map.ghosts.filter((each) => each.from === zone.id || each.to === zone.id);
    const key = `zone:${zone.id}`;
    const at = rows.length;
    rows.push({
      key,
      depth,
      parent,
      hasMore: zones.length + conduits.length + ghosts.length > 0,
      of: { sort: 'zone', zone },
    });
    if (closed.has(key)) {
      return;
    }
    const leaf = (of: Chosen): void => {
      rows.push({ key: `${key}/${nameOf(of)}`, depth: depth + 1, parent: at, hasMore: false, of });
    };
    ghosts.forEach((ghost) => leaf({ sort: 'ghost', ghost }));
    conduits.forEach((conduit) => leaf({ sort: 'conduit', conduit }));
    zones.forEach((each) => put(each, depth + 1, at));
  };
  (inside.get('') ?? []).forEach((zone) => put(zone, 0, -1));
  return rows;
}

export type Step = { readonly go: number } | { readonly open: string } | { readonly close: string };

/** What a key does in the list, as the pattern for trees has it; undefined for keys of others. */
export function stepInTree(
  key: string,
  at: number,
  rows: readonly Row[],
  closed: ReadonlySet<string>,
): Step | undefined {
  const row = rows[at];
  if (row === undefined) {
    return undefined;
  }
  const last = rows.length - 1;
  switch (key) {
    case 'ArrowDown':
      return { go: Math.min(last, at + 1) };
    case 'ArrowUp':
      return { go: Math.max(0, at - 1) };
    case 'Home':
      return { go: 0 };
    case 'End':
      return { go: last };
    case 'ArrowRight':
      return !row.hasMore ? { go: at } : closed.has(row.key) ? { open: row.key } : { go: Math.min(last, at + 1) };
    case 'ArrowLeft':
      return row.hasMore && !closed.has(row.key) ? { close: row.key } : { go: row.parent < 0 ? at : row.parent };
    default:
      return undefined;
  }
}

/** The day of a moment, in quarters of an hour; the last one of today is now. */
export interface Quarters {
  /** The first instant of the day. */
  readonly start: number;
  readonly count: number;
  readonly index: number;
}

/** Where the slider stands for a moment; undefined stands for now. */
export function quartersOf(at: number | undefined, start: number, now: number): Quarters {
  const end = Math.min(start + DAY_MS, now);
  const count = Math.max(1, Math.ceil((end - start) / QUARTER_MS));
  const index = at === undefined ? count : Math.round((at - start) / QUARTER_MS);
  return { start, count, index: Math.max(0, Math.min(count, index)) };
}

/** The moment of a place of the slider; undefined for now. */
export function momentOf(quarters: Quarters, index: number, now: number): number | undefined {
  const at = quarters.start + index * QUARTER_MS;
  return at >= now ? undefined : at;
}
