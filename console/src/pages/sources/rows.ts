import type { Point, Source } from '../../api/types';

/** A row of the tree: a source, one of its points, or word that its points are still to come. */
export type Row =
  | { readonly kind: 'source'; readonly source: Source; readonly isOpen: boolean }
  | { readonly kind: 'point'; readonly source: Source; readonly point: Point }
  | { readonly kind: 'waiting'; readonly source: Source };

/** What a row is called wherever it stands. Pure. */
export function rowKey(row: Row): string {
  return row.kind === 'point'
    ? `point ${row.source.number} ${row.point.number}`
    : `${row.kind} ${row.source.number}`;
}

/** More rows than a plant has tags on one gateway; beyond them the list says that it was cut. */
export const ROWS_MAX = 60_000;

const has = (text: string | null, wanted: string): boolean =>
  text?.toLowerCase().includes(wanted) ?? false;

/** The rows to draw, in the order of the names. Pure. */
export function rowsOf(
  sources: readonly Source[],
  points: ReadonlyMap<number, readonly Point[]>,
  open: ReadonlySet<number>,
  find: string,
  zone: string,
): Row[] {
  const wanted = find.trim().toLowerCase();
  const rows: Row[] = [];
  for (const source of sources) {
    if (rows.length >= ROWS_MAX || (zone !== '' && source.zone !== zone)) {
      continue;
    }
    const held = points.get(source.number);
    const isFound = wanted === '' || has(source.name, wanted) || has(source.zone, wanted);
    const found = isFound ? held : held?.filter((each) => has(each.name, wanted));
    if (!isFound && (found === undefined || found.length === 0)) {
      continue;
    }
    const isOpen = open.has(source.number);
    rows.push({ kind: 'source', source, isOpen });
    if (isOpen && found === undefined) {
      rows.push({ kind: 'waiting', source });
    } else if (isOpen) {
      for (const point of found ?? []) {
        rows.push({ kind: 'point', source, point });
      }
    }
  }
  return rows.slice(0, ROWS_MAX);
}

export const zonesOf = (sources: readonly Source[]): string[] =>
  [...new Set(sources.flatMap(({ zone }) => (zone === null ? [] : [zone])))].toSorted();
