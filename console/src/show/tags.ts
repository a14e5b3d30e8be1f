import type { DraftFinding } from '../api/connections';

/** The points of a device as rows of texts, in the words of their table (docs/connections.md). Pure. */
export const COLUMNS = [
  'name', 'address', 'type', 'rate', 'expression', 'raw-low', 'raw-high', 'low', 'high', 'beyond',
  'deadband', 'silence-max', 'unit', 'writable', 'write-low', 'write-high', 'description',
] as const;
export type Column = (typeof COLUMNS)[number];
export type Cells = Readonly<Record<Column, string>>;

/** Those in which a spreadsheet may meet a formula; the node writes an apostrophe before one. */
const TEXTS: ReadonlySet<Column> = new Set([
  'name', 'address', 'type', 'rate', 'expression', 'unit', 'description',
]);
const FORMULA = /^'*[=+\-@]/;

export const NO_CELLS: Cells = Object.fromEntries(COLUMNS.map((each) => [each, ''])) as Record<Column, string>;

/** RFC 4180: cells of lines, as the node writes them. */
export function cellsOf(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    if (isQuoted) {
      if (char !== '"') {
        cell += char;
      } else if (text[i + 1] === '"') {
        cell += '"';
        i++;
      } else {
        isQuoted = false;
      }
    } else if (char === '"') {
      isQuoted = true;
    } else if (char === ',') {
      line.push(cell);
      cell = '';
    } else if (char === '\n') {
      lines.push([...line, cell]);
      line = [];
      cell = '';
    } else if (char !== '\r') {
      cell += char;
    }
  }
  if (cell !== '' || line.length > 0) {
    lines.push([...line, cell]);
  }
  return lines;
}

/** The rows of a table of the node's. */
export function readTable(text: string): Cells[] {
  const [head = [], ...lines] = cellsOf(text);
  return lines.map((line) => {
    const cells: Record<Column, string> = { ...NO_CELLS };
    for (const column of COLUMNS) {
      const cell = line[head.indexOf(column)] ?? '';
      cells[column] = TEXTS.has(column) && cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
    }
    return cells;
  });
}

/** A table of rows, each in one line, so that the node's findings lead back to their rows. */
export function writeTable(rows: readonly Cells[]): string {
  const line = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`;
  const body = rows.map((row) =>
    line(COLUMNS.map((column) => {
      const cell = row[column].replace(/[\r\n]+/g, ' ');
      return TEXTS.has(column) && FORMULA.test(cell) ? `'${cell}` : cell;
    })),
  );
  return line(COLUMNS) + body.join('');
}

const quoted = (cell: string): string =>
  /[",;\s]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell;

/** A point on its way: what it would be, and what it is in force; null for one that is new. */
export interface Tag {
  readonly key: number;
  readonly cells: Cells;
  readonly before: Cells | null;
  readonly isGone: boolean;
}

export type TagState = 'same' | 'changed' | 'new' | 'gone';

/** What somebody has changed and not proposed, and how it was before each step. */
export interface Edits {
  readonly tags: readonly Tag[];
  readonly past: readonly (readonly Tag[])[];
  readonly nextKey: number;
}

/** Steps that can be taken back: each holds a list of its own. */
export const STEPS_MAX = 100;

const isSame = (one: Cells, other: Cells): boolean => COLUMNS.every((each) => one[each] === other[each]);

export function stateOf({ cells, before, isGone }: Tag): TagState {
  if (isGone) {
    return 'gone';
  }
  return before === null ? 'new' : isSame(cells, before) ? 'same' : 'changed';
}

export const begun = (table: readonly Cells[]): Edits => ({
  tags: table.map((cells, key) => ({ key, cells, before: cells, isGone: false })),
  past: [],
  nextKey: table.length,
});

const step = (edits: Edits, tags: readonly Tag[], nextKey = edits.nextKey): Edits => ({
  tags,
  past: [...edits.past, edits.tags].slice(-STEPS_MAX),
  nextKey,
});

/** A point as it shall be; one without a key is new, and stands first. */
export function put(edits: Edits, key: number | undefined, cells: Cells): Edits {
  if (key === undefined) {
    const fresh: Tag = { key: edits.nextKey, cells, before: null, isGone: false };
    return step(edits, [fresh, ...edits.tags], edits.nextKey + 1);
  }
  return step(
    edits,
    edits.tags.map((each) => (each.key === key ? { ...each, cells, isGone: false } : each)),
  );
}

/** A point goes; one that was new is forgotten. */
export function removed(edits: Edits, key: number): Edits {
  return step(
    edits,
    edits.tags.flatMap((each) =>
      each.key !== key ? [each] : each.before === null ? [] : [{ ...each, isGone: true }],
    ),
  );
}

/** A point as it is in force. */
export function restored(edits: Edits, key: number): Edits {
  return step(
    edits,
    edits.tags.map((each) =>
      each.key === key && each.before !== null ? { ...each, cells: each.before, isGone: false } : each,
    ),
  );
}

/** All points as a table has them; what it does not name goes. */
export function replaced(edits: Edits, table: readonly Cells[]): Edits {
  const wanted = new Map(table.map((cells) => [cells.name, cells]));
  const tags: Tag[] = [];
  for (const each of edits.tags) {
    if (each.before === null) {
      continue;
    }
    const cells = wanted.get(each.before.name);
    wanted.delete(each.before.name);
    tags.push({ ...each, cells: cells ?? each.before, isGone: cells === undefined });
  }
  let key = edits.nextKey;
  const fresh = [...wanted.values()].map((cells): Tag => ({ key: key++, cells, before: null, isGone: false }));
  return step(edits, [...fresh, ...tags], key);
}

export const undone = (edits: Edits): Edits =>
  edits.past.length === 0
    ? edits
    : { ...edits, tags: edits.past.at(-1) as readonly Tag[], past: edits.past.slice(0, -1) };

/** The points that there shall be. */
export const wanted = (tags: readonly Tag[]): readonly Tag[] => tags.filter((each) => !each.isGone);

export const isEdited = (tags: readonly Tag[]): boolean => tags.some((each) => stateOf(each) !== 'same');

/** The point and the column that a finding of the node is about; neither for one about all. */
export function aboutOf(
  { line, column }: DraftFinding,
  sent: readonly Tag[],
): { readonly tag: Tag | undefined; readonly column: Column | undefined } {
  const tag = line < 2 ? undefined : sent[line - 2];
  return { tag, column: tag === undefined ? undefined : COLUMNS[column - 1] };
}

/** Whether a point is meant by what somebody types. */
export function isMeant({ cells }: Tag, find: string): boolean {
  const text = find.trim().toLowerCase();
  return (
    text === '' ||
    [cells.name, cells.address, cells.expression, cells.description, cells.unit].some((each) =>
      each.toLowerCase().includes(text),
    )
  );
}

export interface Asked {
  readonly address: string;
  readonly type: string;
}

/** What registers may mean; both orders of words are common. */
export const REGISTER_TYPES = ['uint16', 'int16', 'float32', 'float32 CDAB'] as const;
export const REGISTERS_MAX = 32;
/** As many as the node takes at once. */
export const ASKED_MAX = 128;

/** A range of registers in each type; what needs two is not asked of the last. */
export function rangeOf(table: string, first: number, count: number): Asked[] {
  const asked: Asked[] = [];
  for (let i = 0; i < Math.min(count, REGISTERS_MAX); i++) {
    for (const type of REGISTER_TYPES) {
      if (i < count - 1 || !type.startsWith('float32')) {
        asked.push({ address: `${table}:${first + i}`, type });
      }
    }
  }
  return asked;
}

/** Addresses as somebody types them, one in a line, each with its type behind it. */
export function askedOf(text: string): Asked[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [, address = line, type = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
      return { address, type };
    });
}
