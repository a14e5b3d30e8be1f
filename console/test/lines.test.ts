import { describe, expect, it } from 'vitest';
import { around, compared, type Line } from '../src/show/lines';

const told = (lines: readonly (Line | number)[]): string =>
  lines
    .map((line) =>
      typeof line === 'number' ? `(${line})` : `${{ same: ' ', gone: '-', new: '+' }[line.sort]}${line.text}`,
    )
    .join('\n');

describe('lines that differ', () => {
  it('are none where the texts are the same', () => {
    expect(told(compared('a\nb\n', 'a\r\nb'))).toBe(' a\n b');
    expect(compared('', '')).toEqual([]);
  });

  it('are what goes and what comes, in their place', () => {
    expect(told(compared('a\nb\nc\nd', 'a\nx\nc\nd\ne'))).toBe(' a\n-b\n+x\n c\n d\n+e');
    expect(told(compared('', 'a'))).toBe('+a');
    expect(told(compared('a', ''))).toBe('-a');
  });

  it('always lead from the one text to the other', () => {
    let seed = 7;
    const draw = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let round = 0; round < 300; round++) {
      const text = (): string[] => Array.from({ length: draw(12) }, () => 'abc'[draw(3)] as string);
      const [a, b] = [text(), text()];
      const lines = compared(a.join('\n'), b.join('\n'));
      const kept = (other: Line['sort']): string[] =>
        lines.filter((line) => line.sort !== other).map((line) => line.text);
      expect(kept('new'), `round ${round}`).toEqual(a);
      expect(kept('gone'), `round ${round}`).toEqual(b);
    }
  });

  it('are told as blocks where there are too many to compare', () => {
    const many = (word: string): string => Array.from({ length: 3_000 }, (_, i) => `${word}${i}`).join('\n');
    const lines = compared(`first\n${many('a')}`, `first\n${many('b')}`);
    expect(lines[0]).toEqual({ sort: 'same', text: 'first' });
    expect(lines.filter((line) => line.sort === 'gone')).toHaveLength(3_000);
    expect(lines.filter((line) => line.sort === 'new')).toHaveLength(3_000);
  });

  it('are shown with a few beside them, and the rest is counted', () => {
    const before = Array.from({ length: 20 }, (_, i) => String(i)).join('\n');
    expect(told(around(compared(before, before.replace('\n10\n', '\nx\n')), 1))).toBe(
      '(9)\n 9\n-10\n+x\n 11\n(8)',
    );
  });
});
