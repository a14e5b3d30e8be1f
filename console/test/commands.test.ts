import { describe, expect, it } from 'vitest';
import { PHASES } from '../src/api/commands';
import { NOT_UNDERSTOOD, UNREACHABLE } from '../src/api/problem';
import {
  AGAIN_MS, FAULTS, TEXT_CHARS_MAX, isBeyond, isUnsure, isWritable, kindOf, limitsOf, mayBeSentAgain,
  newKey, sortOf, typedOf, wantedWord, type Kind,
} from '../src/show/commands';
import { NO_CELLS, type Cells } from '../src/show/tags';
import german from '../src/words/de/words.json';
import english from '../src/words/en/words.json';

const point = (more: Partial<Cells>): Cells => ({ ...NO_CELLS, name: 'set point', address: 'holding:1', ...more });
const value = (kind: Kind, text: string): unknown => {
  const typed = typedOf(kind, text);
  return typed.sort === 'value' ? typed.value : typed.fault;
};

describe('a point that may be written', () => {
  it('is one of the connections in force that says so, and is read from the device itself', () => {
    expect(isWritable(point({ writable: 'true' }))).toBe(true);
    expect(isWritable(point({ writable: 'false' }))).toBe(false);
    expect(isWritable(point({}))).toBe(false);
    expect(isWritable(point({ writable: 'true', expression: '{a} + 1' }))).toBe(false);
    expect(isWritable(null)).toBe(false);
    expect(isWritable(undefined)).toBe(false);
  });

  it('takes what its type says', () => {
    for (const type of ['int16', 'uint64', 'float32 CDAB', 'bcd16', 'Float64']) {
      expect(kindOf(point({ type })), type).toBe('number');
    }
    expect(kindOf(point({ type: 'bool' }))).toBe('flag');
    expect(kindOf(point({ type: 'string 8' }))).toBe('text');
    expect(kindOf(point({ type: '' }))).toBe('any');
    expect(kindOf(point({ type: 'interval' }))).toBe('any');
    expect(kindOf(point({ type: '', 'raw-low': '0' }))).toBe('number');
  });

  it('has limits in its unit, of which an end may be open', () => {
    const both = limitsOf(point({ 'write-low': '0', 'write-high': '4.25' }));
    expect([-0.1, 0, 4.25, 4.26].map((each) => isBeyond(each, both))).toEqual([true, false, false, true]);
    expect(isBeyond(1e9, limitsOf(point({ 'write-low': '0' })))).toBe(false);
    expect(isBeyond(-1e9, limitsOf(point({})))).toBe(false);
    expect(isBeyond('5', both)).toBe(false);
  });
});

describe('what somebody types', () => {
  it('is a number as JSON has them, and nothing near to one', () => {
    expect(['7.5', ' -3 ', '1e3', '007', '0'].map((each) => value('number', each))).toEqual([7.5, -3, 1000, 7, 0]);
    for (const each of ['1.', '.5', '+5', '0x10', 'NaN', '1 000', '1e999', '--1', 'on']) {
      expect(value('number', each), each).toBe('no-number');
    }
  });

  it('is not guessed at where a comma may mean two things', () => {
    expect(['1,5', '1,500', '1.000,5'].map((each) => value('number', each))).toEqual(['comma', 'comma', 'comma']);
    expect(value('any', '1,5')).toBe('comma');
  });

  it('is not sent as another number', () => {
    expect(value('number', '9007199254740991')).toBe(9_007_199_254_740_991);
    expect(value('number', '-9007199254740992')).toBe('too-exact');
    expect(value('number', '9007199254740993')).toBe('too-exact');
  });

  it('is a yes or no where the point is a bit', () => {
    expect(['true', 'false', '', '1'].map((each) => value('flag', each))).toEqual([true, false, 'empty', 'empty']);
  });

  it('is a text with its spaces, of a length that the API takes', () => {
    expect(value('text', ' auto ')).toBe(' auto ');
    expect(value('text', '7')).toBe('7');
    expect(value('text', '  ')).toBe('empty');
    expect(value('text', 'x'.repeat(TEXT_CHARS_MAX))).toHaveLength(TEXT_CHARS_MAX);
    expect(value('text', 'x'.repeat(TEXT_CHARS_MAX + 1))).toBe('too-long');
  });

  it('is what it looks like where the type is not known here', () => {
    expect(['7', '-1.5', 'true', 'auto', 'false positive'].map((each) => value('any', each)))
      .toEqual([7, -1.5, true, 'auto', 'false positive']);
  });

  it('is read back with its unit, a text with its ends', () => {
    expect(wantedWord(3.2, 'm')).toBe('3.2 m');
    expect(wantedWord(false, '')).toBe('false');
    expect(wantedWord(' a', 'm')).toBe('\u201c a\u201d');
  });
});

describe('a command', () => {
  it('has a key of its own, which the API takes', () => {
    const keys = Array.from({ length: 200 }, newKey);
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(/^console-[0-9a-f]{32}$/);
  });

  it('may have been taken where no answer of the node says that it was not', () => {
    const of = (code: string, status: number) => isUnsure({ code, status, title: '', detail: '', remedy: '' });
    expect([of(UNREACHABLE, 0), of(NOT_UNDERSTOOD, 200), of(NOT_UNDERSTOOD, 404), of('internal', 500)])
      .toEqual([true, true, true, true]);
    for (const [code, status] of [
      ['command-denied', 403], ['step-up-needed', 403], ['session-locked', 401], ['point-unknown', 404],
      ['request-refused', 422], ['conflict', 409], ['busy', 503], ['audit-unwritable', 503],
    ] as const) {
      expect(of(code, status), code).toBe(false);
    }
  });

  it('is sent again only while the node knows its key for certain', () => {
    expect([0, 1, AGAIN_MS, AGAIN_MS + 1, -1].map((after) => mayBeSentAgain(5_000, 5_000 + after)))
      .toEqual([true, true, true, false, false]);
    expect(AGAIN_MS).toBeLessThan(3_600_000);
  });

  it('has a shape and words in each language for whatever becomes of it', () => {
    expect(PHASES.map(sortOf)).toEqual([
      'notice', 'notice', 'notice', 'notice', 'good', 'warning', 'warning', 'warning', 'warning', 'critical',
    ]);
    for (const words of [english.commands, german.commands]) {
      expect(Object.keys(words.phase)).toEqual([...PHASES]);
      expect(Object.keys(words.means)).toEqual([...PHASES]);
      expect(Object.keys(words.fault)).toEqual([...FAULTS]);
    }
  });
});
