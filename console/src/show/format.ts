import type { Value } from '../api/types';

/** How numbers, times and values are written for people. Pure: the language and zone are arguments. */
export type Zone = 'utc' | 'local';

const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');

/** 2026-11-22 04:36:57Z, or the same with the offset of the machine's zone. */
export function time(text: string | number | null | undefined, zone: Zone): string {
  const at = parse(text);
  if (at === undefined) {
    return '';
  }
  return `${day(at.getTime(), zone)} ${clock(at.getTime(), zone)}`;
}

export function day(at: number, zone: Zone): string {
  const date = new Date(at);
  return zone === 'utc'
    ? `${date.getUTCFullYear()}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`
    : `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** The time of day, with the mark of its zone so that nobody has to guess. */
export function clock(text: string | number | null | undefined, zone: Zone): string {
  const at = parse(text);
  if (at === undefined) {
    return '';
  }
  return zone === 'utc'
    ? `${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}:${pad(at.getUTCSeconds())}Z`
    : `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}${offset(at)}`;
}

/** Hours and minutes only, for an axis. */
export function hour(at: number, zone: Zone): string {
  const date = new Date(at);
  return zone === 'utc'
    ? `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}`
    : `${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

function offset(at: Date): string {
  const minutes = -at.getTimezoneOffset();
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

function parse(text: string | number | null | undefined): Date | undefined {
  if (text === null || text === undefined || text === '') {
    return undefined;
  }
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

/** The first instant of a day in a zone. */
export function dayStart(text: string, zone: Zone): number {
  return zone === 'utc' ? Date.parse(`${text}T00:00:00Z`) : new Date(`${text}T00:00:00`).getTime();
}

/** RFC 3339 in UTC, as the API takes it. */
export const rfc3339 = (at: number): string => new Date(at).toISOString();

/** 3 min 20 s; 2 h 5 min; 4 d 3 h: the two largest units, never rounded up. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const units: [number, string][] = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  const first = units.findIndex(([size]) => whole >= size);
  if (first < 0) {
    return '0 s';
  }
  let rest = whole;
  const parts: string[] = [];
  for (const [size, name] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) {
      parts.push(`${count} ${name}`);
    }
  }
  return parts.join(' ');
}

/** One for each language: making one takes longer than drawing a row. */
const GROUPED = new Map<string, Intl.NumberFormat>();

function groupedIn(language: string): Intl.NumberFormat {
  const known = GROUPED.get(language) ?? new Intl.NumberFormat(language);
  GROUPED.set(language, known);
  return known;
}

/** A whole number of up to 64 bits, grouped as the language does. */
export function whole(text: string | number | null | undefined, language: string): string {
  if (text === null || text === undefined) {
    return '';
  }
  return /^-?[0-9]{1,20}$/.test(String(text))
    ? groupedIn(language).format(BigInt(text))
    : String(text);
}

const SHOWN_MAX = 120;

const cut = (text: string): string =>
  text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}\u2026` : text;

/** A value of a record in one line. */
export function value(of: Value | null | undefined): string {
  if (of === null || of === undefined) {
    return '';
  }
  const plain = of['value'];
  if (typeof of['text'] === 'string') {
    return cut(of['text'] as string);
  }
  if (typeof plain === 'string' || typeof plain === 'number' || typeof plain === 'boolean') {
    return cut(String(plain));
  }
  const { type, ...rest } = of;
  return Object.keys(rest).length === 0 ? type : cut(JSON.stringify(rest));
}

/** A live value, which may be bare or typed. */
export function anyValue(of: unknown): string {
  if (of === null || of === undefined) {
    return '';
  }
  if (typeof of === 'object') {
    return 'type' in of ? value(of as Value) : cut(JSON.stringify(of));
  }
  return cut(String(of));
}

/** A number that can be drawn, or undefined. */
export function drawable(of: unknown): number | undefined {
  const plain =
    typeof of === 'object' && of !== null
      ? 'value' in of
        ? of.value
        : // A message is what a broker brings: its text may be a number.
          'text' in of
          ? of.text
          : undefined
      : of;
  if (typeof plain === 'boolean') {
    return plain ? 1 : 0;
  }
  const number = typeof plain === 'string' && plain.trim() !== '' ? Number(plain) : plain;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A digest in groups of eight, so that two can be compared by eye. */
export const grouped = (hex: string): string => hex.replace(/(.{8})(?=.)/g, '$1 ');
