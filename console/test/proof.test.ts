import { readFileSync } from 'node:fs';
import { join as path } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromBase64, fromHex, toHex, type Bytes } from '../src/proof/bytes';
import { readHeader } from '../src/proof/cbor';
import { climbInclusion, climbRange, leafHash, nodeHash } from '../src/proof/merkle';
import { checkSignature, readNote, readVkey } from '../src/proof/note';

const root = path(import.meta.dirname, '..', '..');
const read = (...parts: string[]): string => readFileSync(path(root, ...parts), 'utf8');
const vector = (name: string): BlockVector =>
  JSON.parse(read('docs', 'formats', 'vectors', 'block', `${name}.json`));

interface BlockVector {
  fields: { origin: string; count: number; root: string; seq: number };
  records: string[];
  salts: string[];
  leafHashes: string[];
  sign1?: string;
  [field: string]: unknown;
}

/** RFC 9162 §2.1.1, written down as it stands there. */
async function treeHash(leaves: Bytes[]): Promise<Bytes> {
  const first = leaves[0] as Bytes;
  if (leaves.length === 1) {
    return first;
  }
  const k = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return nodeHash(await treeHash(leaves.slice(0, k)), await treeHash(leaves.slice(k)));
}

/** The path of a range proof of one leaf: what stands left of it, then what stands right of it. */
async function rangePath(leaves: Bytes[], index: number): Promise<Bytes[]> {
  const left: Bytes[] = [];
  for (let at = 0, size = 2 ** 20; size >= 1; size /= 2) {
    if (index - at >= size) {
      left.push(await treeHash(leaves.slice(at, at + size)));
      at += size;
    }
  }
  const right: Bytes[] = [];
  for (let at = index + 1; at < leaves.length; ) {
    let size = 1;
    while (at % (size * 2) === 0) {
      size *= 2;
    }
    right.push(await treeHash(leaves.slice(at, at + size)));
    at += size;
  }
  return [...left, ...right];
}

async function leavesOf(block: BlockVector): Promise<Bytes[]> {
  const leaves: Bytes[] = [];
  for (const [i, record] of block.records.entries()) {
    leaves.push(await leafHash(fromHex(block.salts[i] as string), fromHex(record)));
  }
  return leaves;
}

describe('a record in its block', () => {
  for (const name of ['02-three-samples', '08-seven-samples', '07-256-samples']) {
    it(`is led to the header's root: ${name}`, async () => {
      const block = vector(name);
      const leaves = await leavesOf(block);
      expect(leaves.map(toHex)).toEqual(block.leafHashes);
      const indices = leaves.length > 10 ? [0, 1, 100, 127, 128, 255] : leaves.keys();
      for (const i of indices) {
        const walk = await climbRange(leaves[i] as Bytes, i, leaves.length, await rangePath(leaves, i));
        expect(walk.kind === 'reached' && toHex(walk.root)).toBe(block.fields.root);
      }
    });
  }

  it('is led elsewhere when one bit of leaf or path is another', async () => {
    const block = vector('08-seven-samples');
    const leaves = await leavesOf(block);
    const hashes = await rangePath(leaves, 4);
    const flipped = (bytes: Bytes): Bytes => bytes.with(9, (bytes[9] as number) ^ 4) as Bytes;
    const of = async (leaf: Bytes, way: Bytes[], index = 4): Promise<string> => {
      const walk = await climbRange(leaf, index, 7, way);
      return walk.kind === 'reached' ? toHex(walk.root) : walk.why;
    };
    const leaf = leaves[4] as Bytes;
    expect(await of(leaf, hashes)).toBe(block.fields.root);
    expect(await of(flipped(leaf), hashes)).not.toBe(block.fields.root);
    for (const [i, hash] of hashes.entries()) {
      expect(await of(leaf, hashes.with(i, flipped(hash)))).not.toBe(block.fields.root);
    }
    expect(await of(leaf, hashes.slice(1))).not.toBe(block.fields.root);
    expect(await of(leaf, hashes.slice(0, -1))).toBe('path-too-short');
    expect(await of(leaf, [...hashes, leaf])).toBe('path-too-long');
    expect(await of(leaf, hashes, 7)).toBe('index-out-of-range');
  });

  it('is found at every place of trees of up to 20 leaves', async () => {
    const leaves: Bytes[] = [];
    for (let size = 1; size <= 20; size++) {
      leaves.push(await leafHash(Uint8Array.of(size)));
      const expected = toHex(await treeHash(leaves));
      for (let i = 0; i < size; i++) {
        const walk = await climbRange(leaves[i] as Bytes, i, size, await rangePath(leaves, i));
        expect(walk.kind === 'reached' && toHex(walk.root), `${i} of ${size}`).toBe(expected);
      }
    }
  });
});

describe('a header', () => {
  it('gives its root and count from the bytes that are hashed', () => {
    const block = vector('02-three-samples');
    const cose = Object.values(block).find(
      (each): each is string => typeof each === 'string' && each.startsWith('d284'),
    );
    const header = readHeader(fromHex(cose as string));
    expect(toHex(header.root)).toBe(block.fields.root);
    expect(header.count).toBe(3);
    expect(header.origin).toBe('pump-7');
    expect(() => readHeader(fromHex((cose as string).slice(0, -2)))).toThrow();
    expect(() => readHeader(fromHex('83010203'))).toThrow();
  });
});

describe('an entry in the log', () => {
  const [head, rest] = read(
    'core/merkle/src/test/resources/vectors/entry-7.tlog-proof',
  ).split(/\n\n(.*)/s);
  const hashes = (head as string).split('\n').slice(2).map(fromBase64);
  const note = readNote(rest as string);
  const keys = read('core/merkle/src/test/resources/vectors/vkeys.txt')
    .trim()
    .split('\n')
    .map(readVkey);
  const entry = leafOfEntry7();

  it('is led to the root in the checkpoint', async () => {
    const walk = await climbInclusion(await entry, 7, note.size, hashes);
    expect(walk.kind === 'reached' && toHex(walk.root)).toBe(toHex(note.root));
    expect(walk.climbs).toHaveLength(9);
    const other = await climbInclusion(await entry, 8, note.size, hashes);
    expect(other.kind === 'reached' && toHex(other.root)).not.toBe(toHex(note.root));
    expect((await climbInclusion(await entry, 7, 299, hashes.slice(1))).kind).toBe('refused');
  });

  it('is vouched for by the log and its witnesses', async () => {
    const kinds = new Map<string, string[]>();
    for (const signature of note.signatures) {
      const signed = await checkSignature(note, signature, keys);
      kinds.set(signature.name, [...(kinds.get(signature.name) ?? []), signed.kind]);
    }
    expect(kinds.get('example.com/penstock-vectors')).toEqual(['good', 'not-checkable']);
    expect(kinds.get('witness.example/w1')).toEqual(['good']);
    const altered = { ...note, text: note.text.replace('300', '301') };
    expect(await checkSignature(altered, note.signatures[0] as never, keys)).toEqual({ kind: 'bad' });
    expect(await checkSignature(note, note.signatures[0] as never, [])).toEqual({
      kind: 'key-unknown',
    });
  });

  async function leafOfEntry7(): Promise<Bytes> {
    const tile = readFileSync(
      path(root, 'core/merkle/src/test/resources/vectors/log/tile/0/000'),
    );
    return Uint8Array.from(tile.subarray(7 * 32, 8 * 32));
  }
});

describe('a note', () => {
  it('is refused where it is none', () => {
    for (const text of ['', 'a\n1\nAAAA\n', 'a\n1\nAAAA\n\n', 'o\nx\nAAAA\n\n\u2014 o AAAAAAA=\n']) {
      expect(() => readNote(text)).toThrow();
    }
  });
});
