import type { Phase, Wanted } from '../api/commands';
import { NOT_UNDERSTOOD, UNREACHABLE, type ProblemBody } from '../api/problem';
import type { Cells } from './tags';

/** What somebody types to be written to a point, and what its sending came to. Pure. */
export type Kind = 'number' | 'flag' | 'text' | 'any';

export type Typed =
  | { readonly sort: 'value'; readonly value: Wanted }
  | { readonly sort: 'fault'; readonly fault: Fault };

export const FAULTS = ['empty', 'comma', 'no-number', 'too-exact', 'too-long'] as const;
export type Fault = (typeof FAULTS)[number];

/** As many as the API takes. */
export const TEXT_CHARS_MAX = 255;

const NUMBER = /^-?\d+(\.\d+)?([eE][-+]?\d{1,3})?$/;
const WHOLE = /^-?\d+$/;
const COMMA = /^[-+]?\d[\d.]*,\d/;
const NUMBERS = /^(u?int|float|bcd)\d+\b/;

/** Whether the connections in force let a point be written; whether somebody may, the policy says. */
export const isWritable = (cells: Cells | null | undefined): cells is Cells =>
  cells !== null && cells !== undefined && cells.writable === 'true' && cells.expression === '';

/** What a point takes; of a type that is not known here, whatever looks so. */
export function kindOf(cells: Cells): Kind {
  const type = cells.type.trim().toLowerCase();
  if (/^bool\b/.test(type)) {
    return 'flag';
  }
  if (/^string\b/.test(type)) {
    return 'text';
  }
  return cells['raw-low'] !== '' || cells.low !== '' || NUMBERS.test(type) ? 'number' : 'any';
}

const fault = (of: Fault): Typed => ({ sort: 'fault', fault: of });
const good = (value: Wanted): Typed => ({ sort: 'value', value });

/** What was typed, as the API takes it. A comma is not guessed at: 1,500 is two numbers. */
export function typedOf(kind: Kind, text: string): Typed {
  const bare = text.trim();
  if (bare === '') {
    return fault('empty');
  }
  switch (kind) {
    case 'flag':
      return bare === 'true' || bare === 'false' ? good(bare === 'true') : fault('empty');
    case 'text':
      return textOf(text);
    case 'number':
      return numberOf(bare);
    case 'any':
      if (bare === 'true' || bare === 'false') {
        return good(bare === 'true');
      }
      return NUMBER.test(bare) || COMMA.test(bare) ? numberOf(bare) : textOf(text);
  }
}

const textOf = (text: string): Typed => (text.length > TEXT_CHARS_MAX ? fault('too-long') : good(text));

function numberOf(text: string): Typed {
  if (COMMA.test(text)) {
    return fault('comma');
  }
  const number = NUMBER.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(number)) {
    return fault('no-number');
  }
  // RFC 7493 §2.2: a larger one would be sent as another one.
  return WHOLE.test(text) && !Number.isSafeInteger(number) ? fault('too-exact') : good(number);
}

/** A value that is wanted, as people read it. */
export const wantedWord = (value: Wanted, unit: string): string =>
  typeof value === 'string' ? `\u201c${value}\u201d` : `${value} ${unit}`.trim();

export interface Limits {
  readonly low: string;
  readonly high: string;
}

/** Within what the connections let a point be written; '' for an end that is open. */
export const limitsOf = (cells: Cells): Limits => ({
  low: cells['write-low'],
  high: cells['write-high'],
});

/** Whether a number lies where the limits do not let it: said before it is sent, decided by the node. */
export function isBeyond(value: Wanted, { low, high }: Limits): boolean {
  return (
    typeof value === 'number' &&
    ((low !== '' && value < Number(low)) || (high !== '' && value > Number(high)))
  );
}

const KEY_BYTES = 16;

/** A key of a command, which nobody made before. */
export const newKey = (): string =>
  `console-${Array.from(crypto.getRandomValues(new Uint8Array(KEY_BYTES)), (each) =>
    each.toString(16).padStart(2, '0')).join('')}`;

/** The node says these before it takes a command, although it could not do what was asked. */
const BEFORE_IT: ReadonlySet<string> = new Set(['busy', 'audit-unwritable']);

/** Whether the node may have taken what was sent, although this is what came back. */
export const isUnsure = ({ code, status }: ProblemBody): boolean =>
  code === UNREACHABLE || code === NOT_UNDERSTOOD || (status >= 500 && !BEFORE_IT.has(code));

/** The node knows a key for an hour; well before that, sending it again is no new command. */
export const AGAIN_MS = 50 * 60_000;

/** Whether a command may be sent again that was sent first then, without ever being sent twice. */
export const mayBeSentAgain = (firstAt: number, now: number): boolean =>
  now >= firstAt && now - firstAt <= AGAIN_MS;

/** How weighty what became of a command is, in the shapes of the pages. */
export function sortOf(phase: Phase): 'good' | 'notice' | 'warning' | 'critical' {
  switch (phase) {
    case 'done':
      return 'good';
    case 'asked':
    case 'waits':
    case 'requested':
    case 'dispatched':
      return 'notice';
    case 'refused':
    case 'not-sent':
    case 'expired':
    case 'denied':
      return 'warning';
    case 'unknown':
      return 'critical';
  }
}
