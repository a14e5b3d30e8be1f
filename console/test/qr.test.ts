import { describe, expect, it } from 'vitest';
import { dataPlaces, MASKS, multiply, qrOf, VERSIONS } from '../src/show/qr';

/** Reads a square back: format, mask, places, blocks; ISO/IEC 18004 from the reader's side. */
function read(modules: boolean[][]): { text: string; blocks: number[][] } {
  const size = modules.length;
  const version = (size - 17) / 4;
  const at = (x: number, y: number): boolean => (modules[y] as boolean[])[x] as boolean;
  let format = 0;
  for (const [x, y] of [[0, 8], [1, 8], [2, 8], [3, 8], [4, 8], [5, 8], [7, 8], [8, 8], [8, 7], [8, 5], [8, 4], [8, 3], [8, 2], [8, 1], [8, 0]] as const) {
    format = format * 2 + Number(at(x, y));
  }
  format ^= 0x5412;
  expect(format >> 13, 'level L').toBe(1);
  const mask = MASKS[(format >> 10) & 7] as (x: number, y: number) => boolean;
  const { check, blocks, centres } = VERSIONS[version - 1] as (typeof VERSIONS)[number];
  const isTaken = (x: number, y: number): boolean => {
    const isFinder = (x < 9 && y < 9) || (x < 9 && y >= size - 8) || (x >= size - 8 && y < 9);
    const isVersion = version >= 7 && ((x >= size - 11 && y < 6) || (y >= size - 11 && x < 6));
    const last = centres.at(-1);
    const isCorner = (a: number, b: number): boolean => [[6, 6], [6, last], [last, 6]].some(([p, q]) => p === a && q === b);
    const isAligned = centres.some((a) => centres.some((b) => !isCorner(a, b) && Math.abs(x - a) <= 2 && Math.abs(y - b) <= 2));
    return isFinder || isVersion || isAligned || x === 6 || y === 6;
  };
  const bits = [...dataPlaces(size, isTaken)].map(([x, y]) => at(x, y) !== mask(x, y));
  const bytes: number[] = [];
  for (let i = 0; i + 8 <= bits.length; i += 8) {
    bytes.push(bits.slice(i, i + 8).reduce((sum, bit) => sum * 2 + Number(bit), 0));
  }
  const parts: number[][] = blocks.map(() => []);
  let next = 0;
  for (let i = 0; i < Math.max(...blocks); i++) {
    blocks.forEach((length, block) => i < length && parts[block]?.push(bytes[next++] as number));
  }
  const data = parts.flat();
  for (let i = 0; i < check; i++) {
    parts.forEach((part) => part.push(bytes[next++] as number));
  }
  expect(next).toBe(bytes.length);
  const stream = data.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const countBits = version < 10 ? 8 : 16;
  const count = Number.parseInt(stream.slice(4, 4 + countBits), 2);
  const content = Array.from({ length: count }, (_, i) => Number.parseInt(stream.slice(4 + countBits + 8 * i, 12 + countBits + 8 * i), 2));
  return { text: new TextDecoder().decode(Uint8Array.from(content)), blocks: parts };
}

describe('a QR code', () => {
  for (const length of [1, 17, 18, 53, 54, 78, 106, 134, 154, 192, 230, 271]) {
    it(`of ${length} bytes is read back, and its check bytes fit`, () => {
      const text = Array.from({ length }, (_, i) => String.fromCharCode(33 + ((i * 7 + length) % 90))).join('');
      const square = qrOf(text) as boolean[][];
      const { text: found, blocks } = read(square);
      expect(found).toBe(text);
      for (const block of blocks) {
        // A codeword of Reed-Solomon is zero at each root of its generator.
        const { check } = VERSIONS[(square.length - 17) / 4 - 1] as (typeof VERSIONS)[number];
        for (let i = 0, root = 1; i < check; i++, root = multiply(root, 2)) {
          expect(block.reduce((sum, byte) => multiply(sum, root) ^ byte, 0)).toBe(0);
        }
      }
    });
  }

  it('of more than fits is none', () => {
    expect(qrOf('x'.repeat(271))).toBeDefined();
    expect(qrOf('x'.repeat(272))).toBeUndefined();
  });
});
