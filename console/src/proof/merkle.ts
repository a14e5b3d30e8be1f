import { equal, join, type Bytes } from './bytes';

/** SHA-256 of the browser itself; every hash of a proof is computed by it. */
export async function sha256(...parts: Uint8Array[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', join(...parts)));
}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** 2^53 entries are more than a log will have; the API's whole numbers are strings. */
export const SIZE_MAX = Number.MAX_SAFE_INTEGER;
const PATH_MAX = 124;

export const leafHash = (...content: Uint8Array[]): Promise<Bytes> => sha256(LEAF, ...content);
export const nodeHash = (left: Uint8Array, right: Uint8Array): Promise<Bytes> =>
  sha256(NODE, left, right);

/** One hash of a path joined to what was there: the picture of a proof is a list of these. */
export interface Climb {
  readonly side: 'left' | 'right';
  readonly sibling: Bytes;
  readonly result: Bytes;
}

export type Walk =
  | { readonly kind: 'reached'; readonly root: Bytes; readonly climbs: readonly Climb[] }
  | { readonly kind: 'refused'; readonly why: string; readonly climbs: readonly Climb[] };

function refusal(index: number, size: number, path: readonly Uint8Array[]): string | undefined {
  if (!Number.isSafeInteger(size) || size < 1 || !Number.isSafeInteger(index)) {
    return 'size-out-of-range';
  }
  if (index < 0 || index >= size) {
    return 'index-out-of-range';
  }
  if (path.length > PATH_MAX || path.some((hash) => hash.length !== 32)) {
    return 'path-malformed';
  }
  return undefined;
}

/** RFC 9162 §2.1.3.2, steps 1 to 4: the root to which an inclusion path leads from a leaf. */
export async function climbInclusion(
  leaf: Bytes,
  index: number,
  size: number,
  path: readonly Bytes[],
): Promise<Walk> {
  const climbs: Climb[] = [];
  const why = refusal(index, size, path);
  if (why !== undefined) {
    return { kind: 'refused', why, climbs };
  }
  let fn = index;
  let sn = size - 1;
  let hash = leaf;
  for (const sibling of path) {
    if (sn === 0) {
      return { kind: 'refused', why: 'path-too-long', climbs };
    }
    if (fn % 2 === 1 || fn === sn) {
      hash = await nodeHash(sibling, hash);
      climbs.push({ side: 'left', sibling, result: hash });
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else {
      hash = await nodeHash(hash, sibling);
      climbs.push({ side: 'right', sibling, result: hash });
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  if (sn !== 0) {
    return { kind: 'refused', why: 'path-too-short', climbs };
  }
  return { kind: 'reached', root: hash, climbs };
}

function bitsOf(value: number): number[] {
  const bits: number[] = [];
  for (let level = 0, rest = value; rest > 0; level++, rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) {
      bits.unshift(level);
    }
  }
  return bits;
}

function trailingZeros(value: number): number {
  let zeros = 0;
  for (let rest = value; rest % 2 === 0; rest /= 2) {
    zeros++;
  }
  return zeros;
}

/**
 * The same for a path that stands in the order of a range proof (docs/formats/log.md §2): the roots
 * left of the leaf, largest first, then those right of it.
 */
export async function climbRange(
  leaf: Bytes,
  index: number,
  size: number,
  path: readonly Bytes[],
): Promise<Walk> {
  const climbs: Climb[] = [];
  const why = refusal(index, size, path);
  if (why !== undefined) {
    return { kind: 'refused', why, climbs };
  }
  const levels = bitsOf(index);
  if (path.length < levels.length) {
    return { kind: 'refused', why: 'path-too-short', climbs };
  }
  const edge = levels.map((level, i) => ({ level, hash: path[i] as Bytes }));
  let used = levels.length;
  let top = { level: 0, hash: leaf };
  const joinLeft = async (): Promise<void> => {
    const left = edge.pop() as { level: number; hash: Bytes };
    const hash = await nodeHash(left.hash, top.hash);
    climbs.push({ side: 'left', sibling: left.hash, result: hash });
    top = { level: Math.max(left.level, top.level) + 1, hash };
  };
  let reached = index + 1;
  while (reached < size) {
    const level = trailingZeros(reached);
    while (top.level < level) {
      await joinLeft();
    }
    const right = path[used++];
    if (right === undefined) {
      return { kind: 'refused', why: 'path-too-short', climbs };
    }
    const hash = await nodeHash(top.hash, right);
    climbs.push({ side: 'right', sibling: right, result: hash });
    top = { level: level + 1, hash };
    reached = Math.min(size, reached + 2 ** level);
  }
  while (edge.length > 0) {
    await joinLeft();
  }
  if (used !== path.length) {
    return { kind: 'refused', why: 'path-too-long', climbs };
  }
  return { kind: 'reached', root: top.hash, climbs };
}

export const isRoot = (walk: Walk, root: Uint8Array): boolean =>
  walk.kind === 'reached' && equal(walk.root, root);
