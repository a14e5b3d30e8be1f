/**
 * QR codes (ISO/IEC 18004), as far as an otpauth address needs them: bytes, error correction L,
 * versions 1 to 10. Row by row, true is dark; undefined where the text is too long.
 */
export function qrOf(text: string): boolean[][] | undefined {
  const bytes = [...new TextEncoder().encode(text)];
  const version = VERSIONS.findIndex((_, i) => bytes.length <= capacityOf(i + 1)) + 1;
  if (version === 0) {
    return undefined;
  }
  const codewords = interleave(dataOf(bytes, version), version);
  let best: { penalty: number; modules: boolean[][] } | undefined;
  for (let mask = 0; mask < 8; mask++) {
    const modules = draw(codewords, version, mask);
    const penalty = penaltyOf(modules);
    if (best === undefined || penalty < best.penalty) {
      best = { penalty, modules };
    }
  }
  return best?.modules;
}

interface Version {
  /** Error correction codewords of each block. */
  readonly check: number;
  /** Data codewords of each block, the shorter ones first. */
  readonly blocks: readonly number[];
  /** Centres of the alignment patterns. */
  readonly centres: readonly number[];
}

/** ISO/IEC 18004, tables 7, 9 and E.1, level L. */
export const VERSIONS: readonly Version[] = [
  { check: 7, blocks: [19], centres: [] },
  { check: 10, blocks: [34], centres: [6, 18] },
  { check: 15, blocks: [55], centres: [6, 22] },
  { check: 20, blocks: [80], centres: [6, 26] },
  { check: 26, blocks: [108], centres: [6, 30] },
  { check: 18, blocks: [68, 68], centres: [6, 34] },
  { check: 20, blocks: [78, 78], centres: [6, 22, 38] },
  { check: 24, blocks: [97, 97], centres: [6, 24, 42] },
  { check: 30, blocks: [116, 116], centres: [6, 26, 46] },
  { check: 18, blocks: [68, 68, 69, 69], centres: [6, 28, 50] },
];

const versionOf = (version: number): Version => VERSIONS[version - 1] as Version;
const dataCount = (version: number): number =>
  versionOf(version).blocks.reduce((sum, size) => sum + size, 0);
const countBits = (version: number): number => (version < 10 ? 8 : 16);
const capacityOf = (version: number): number =>
  Math.floor((dataCount(version) * 8 - 4 - countBits(version)) / 8);

/** Mode, count, bytes, terminator and padding: table 2 and clause 7.4. */
function dataOf(bytes: readonly number[], version: number): number[] {
  const bits: number[] = [];
  const push = (value: number, count: number): void => {
    for (let i = count - 1; i >= 0; i--) {
      bits.push((value >> i) & 1);
    }
  };
  push(4, 4);
  push(bytes.length, countBits(version));
  bytes.forEach((byte) => push(byte, 8));
  const total = dataCount(version) * 8;
  push(0, Math.min(4, total - bits.length));
  push(0, (8 - (bits.length % 8)) % 8);
  const data: number[] = [];
  for (let i = 0; i < bits.length; i += 8) {
    data.push(bits.slice(i, i + 8).reduce((byte, bit) => byte * 2 + bit, 0));
  }
  for (let pad = 0xec; data.length < total / 8; pad ^= 0xec ^ 0x11) {
    data.push(pad);
  }
  return data;
}

/** GF(256) with x^8 + x^4 + x^3 + x^2 + 1. */
export function multiply(a: number, b: number): number {
  let product = 0;
  for (let i = 7; i >= 0; i--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> i) & 1) * a;
  }
  return product;
}

function generatorOf(count: number): number[] {
  const factors = [...Array<number>(count - 1).fill(0), 1];
  let root = 1;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      factors[j] = multiply(factors[j] as number, root) ^ (factors[j + 1] ?? 0);
    }
    root = multiply(root, 2);
  }
  return factors;
}

function checkOf(data: readonly number[], generator: readonly number[]): number[] {
  const rest = generator.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ (rest.shift() as number);
    rest.push(0);
    generator.forEach((coefficient, i) => {
      rest[i] = (rest[i] as number) ^ multiply(coefficient, factor);
    });
  }
  return rest;
}

/** Clause 7.6: first one byte of each block, then the next of each, the same for the check bytes. */
function interleave(data: readonly number[], version: number): number[] {
  const { check, blocks } = versionOf(version);
  const generator = generatorOf(check);
  let at = 0;
  const parts = blocks.map((size) => data.slice(at, (at += size)));
  const checks = parts.map((part) => checkOf(part, generator));
  const across = (lists: readonly number[][]): number[] =>
    Array.from({ length: Math.max(...lists.map((list) => list.length)) }, (_, i) =>
      lists.flatMap((list) => (i < list.length ? [list[i] as number] : [])),
    ).flat();
  return [...across(parts), ...across(checks)];
}

/** Clause 7.8.2. */
export const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

class Square {
  readonly size: number;
  readonly modules: boolean[][];
  /** True where a pattern stands, and no data may. */
  readonly isTaken: boolean[][];

  constructor(version: number) {
    this.size = version * 4 + 17;
    const empty = (): boolean[][] =>
      Array.from({ length: this.size }, () => Array<boolean>(this.size).fill(false));
    this.modules = empty();
    this.isTaken = empty();
  }

  set(x: number, y: number, isDark: boolean): void {
    const [row, taken] = [this.modules[y], this.isTaken[y]];
    if (row !== undefined && taken !== undefined && x >= 0 && x < this.size) {
      row[x] = isDark;
      taken[x] = true;
    }
  }
}

function draw(codewords: readonly number[], version: number, mask: number): boolean[][] {
  const square = new Square(version);
  drawPatterns(square, version);
  drawFormat(square, mask);
  drawVersion(square, version);
  drawData(square, codewords, MASKS[mask] as (x: number, y: number) => boolean);
  return square.modules;
}

function drawPatterns(square: Square, version: number): void {
  const { size } = square;
  for (let i = 0; i < size; i++) {
    square.set(6, i, i % 2 === 0);
    square.set(i, 6, i % 2 === 0);
  }
  for (const [cx, cy] of [[3, 3], [size - 4, 3], [3, size - 4]] as const) {
    for (let dy = -4; dy <= 4; dy++) {
      for (let dx = -4; dx <= 4; dx++) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        square.set(cx + dx, cy + dy, ring !== 2 && ring !== 4);
      }
    }
  }
  const { centres } = versionOf(version);
  const last = centres.length - 1;
  centres.forEach((cx, i) =>
    centres.forEach((cy, j) => {
      if ((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)) {
        return;
      }
      for (let dy = -2; dy <= 2; dy++) {
        for (let dx = -2; dx <= 2; dx++) {
          square.set(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
        }
      }
    }),
  );
}

function remainder(value: number, generator: number, bits: number): number {
  let rest = value;
  for (let i = 0; i < bits; i++) {
    rest = (rest << 1) ^ ((rest >> (bits - 1)) * generator);
  }
  return rest;
}

/** Clause 7.9: level L is 01; fifteen bits, twice. */
function drawFormat(square: Square, mask: number): void {
  const { size } = square;
  const data = (1 << 3) | mask;
  const bits = ((data << 10) | remainder(data, 0x537, 10)) ^ 0x5412;
  const bit = (i: number): boolean => ((bits >> i) & 1) === 1;
  for (let i = 0; i <= 5; i++) square.set(8, i, bit(i));
  square.set(8, 7, bit(6));
  square.set(8, 8, bit(7));
  square.set(7, 8, bit(8));
  for (let i = 9; i < 15; i++) square.set(14 - i, 8, bit(i));
  for (let i = 0; i < 8; i++) square.set(size - 1 - i, 8, bit(i));
  for (let i = 8; i < 15; i++) square.set(8, size - 15 + i, bit(i));
  square.set(8, size - 8, true);
}

/** Clause 7.10, from version 7 on. */
function drawVersion(square: Square, version: number): void {
  if (version < 7) {
    return;
  }
  const bits = (version << 12) | remainder(version, 0x1f25, 12);
  for (let i = 0; i < 18; i++) {
    const a = square.size - 11 + (i % 3);
    const b = Math.floor(i / 3);
    square.set(a, b, ((bits >> i) & 1) === 1);
    square.set(b, a, ((bits >> i) & 1) === 1);
  }
}

/** Where data stands, in the order in which it is read: clause 7.7.3. */
export function* dataPlaces(
  size: number,
  isTaken: (x: number, y: number) => boolean,
): Generator<readonly [number, number]> {
  for (let right = size - 1; right >= 1; right -= 2) {
    const column = right <= 6 ? right - 1 : right;
    const isUp = ((size - 1 - right) / 2) % 2 === 0;
    for (let step = 0; step < size; step++) {
      const y = isUp ? size - 1 - step : step;
      for (const x of [column, column - 1]) {
        if (!isTaken(x, y)) {
          yield [x, y];
        }
      }
    }
  }
}

function drawData(
  square: Square,
  codewords: readonly number[],
  mask: (x: number, y: number) => boolean,
): void {
  let i = 0;
  const isTaken = (x: number, y: number): boolean => square.isTaken[y]?.[x] ?? true;
  for (const [x, y] of dataPlaces(square.size, isTaken)) {
    const byte = codewords[i >> 3] ?? 0;
    const isDark = ((byte >> (7 - (i & 7))) & 1) === 1;
    (square.modules[y] as boolean[])[x] = isDark !== mask(x, y);
    i++;
  }
}

/** Clause 7.8.3: runs, squares, what looks like a finder, and the share of dark modules. */
function penaltyOf(modules: readonly boolean[][]): number {
  const size = modules.length;
  const at = (x: number, y: number): boolean => (modules[y] as boolean[])[x] as boolean;
  let penalty = 0;
  let dark = 0;
  for (let a = 0; a < size; a++) {
    penalty += linePenalty(Array.from({ length: size }, (_, b) => at(b, a)));
    penalty += linePenalty(Array.from({ length: size }, (_, b) => at(a, b)));
    for (let b = 0; b < size; b++) {
      dark += at(b, a) ? 1 : 0;
      if (a > 0 && b > 0 && at(b, a) === at(b - 1, a) && at(b, a) === at(b, a - 1) && at(b, a) === at(b - 1, a - 1)) {
        penalty += 3;
      }
    }
  }
  return penalty + 10 * Math.floor(Math.abs((dark * 20) / (size * size) - 10));
}

const FINDER_LIKE = ['10111010000', '00001011101'];

function linePenalty(line: readonly boolean[]): number {
  let penalty = 0;
  let run = 1;
  for (let i = 1; i <= line.length; i++) {
    if (i < line.length && line[i] === line[i - 1]) {
      run++;
    } else {
      penalty += run >= 5 ? run - 2 : 0;
      run = 1;
    }
  }
  const text = line.map((isDark) => (isDark ? '1' : '0')).join('');
  for (let i = 0; i + 11 <= text.length; i++) {
    penalty += FINDER_LIKE.includes(text.slice(i, i + 11)) ? 40 : 0;
  }
  return penalty;
}
