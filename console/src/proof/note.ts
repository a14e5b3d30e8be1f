import { equal, fromBase64, join, type Bytes } from './bytes';
import { sha256 } from './merkle';

/** A signed note with a checkpoint in it: C2SP signed-note, tlog-checkpoint; docs/formats/log.md §4. */
export interface Note {
  readonly text: string;
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  /** The first four bytes: which key of this name. */
  readonly keyHash: Bytes;
  readonly bytes: Bytes;
}

const SIGNATURES_MAX = 64;
const encoder = new TextEncoder();

export function readNote(note: string): Note {
  const split = note.indexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) {
    throw new Error('no signatures below a text');
  }
  const text = note.slice(0, split + 1);
  const [origin, sizeText, rootText] = text.split('\n');
  if (origin === undefined || origin === '' || !/^(0|[1-9][0-9]{0,15})$/.test(sizeText ?? '')) {
    throw new Error('no checkpoint');
  }
  const root = fromBase64(rootText ?? '');
  if (root.length !== 32) {
    throw new Error('no root of 32 bytes');
  }
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > SIGNATURES_MAX) {
    throw new Error('too many signatures');
  }
  return { text, origin, size: Number(sizeText), root, signatures: lines.map(readSignature) };
}

function readSignature(line: string): NoteSignature {
  const parts = /^\u2014 (\S+) (\S+)$/.exec(line);
  const [, name, blob] = parts ?? [];
  if (name === undefined || blob === undefined) {
    throw new Error('no signature line');
  }
  const bytes = fromBase64(blob);
  if (bytes.length < 5) {
    throw new Error('a signature without bytes');
  }
  return { name, keyHash: bytes.slice(0, 4), bytes: bytes.slice(4) };
}

/** A key as a C2SP vkey writes it: name, hash and, behind a byte for its type, the key. */
export interface VerifierKey {
  readonly name: string;
  readonly keyHash: Bytes;
  readonly type: number;
  readonly key: Bytes;
}

export function readVkey(vkey: string): VerifierKey {
  const parts = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey.trim());
  const [, name, hash, blob] = parts ?? [];
  if (name === undefined || hash === undefined || blob === undefined) {
    throw new Error('no vkey');
  }
  const bytes = fromBase64(blob);
  const keyHash = Uint8Array.from(hash.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return { name, keyHash, type: bytes[0] ?? 0, key: bytes.slice(1) };
}

/** The vkeys of the `log` and `witness` lines of a trust file, docs/formats/trust-file.md. */
export function keysOfTrustFile(file: string): { logs: VerifierKey[]; witnesses: VerifierKey[] } {
  const logs: VerifierKey[] = [];
  const witnesses: VerifierKey[] = [];
  for (const line of file.split('\n')) {
    const words = line.trim().split(/[ \t]+/);
    const vkey = words[0] === 'log' ? words[1] : words[0] === 'witness' ? words[2] : undefined;
    if (vkey !== undefined) {
      (words[0] === 'log' ? logs : witnesses).push(readVkey(vkey));
    }
  }
  return { logs, witnesses };
}

export const TYPE_ED25519 = 1;
export const TYPE_COSIGNATURE = 4;

/** What came of one signature of a note. */
export type Signed =
  | { readonly kind: 'good'; readonly time?: Date }
  | { readonly kind: 'bad' }
  | { readonly kind: 'key-unknown' }
  | { readonly kind: 'not-checkable' };

export async function checkSignature(
  note: Note,
  signature: NoteSignature,
  keys: readonly VerifierKey[],
): Promise<Signed> {
  const key = keys.find(
    (each) => each.name === signature.name && equal(each.keyHash, signature.keyHash),
  );
  if (key === undefined) {
    return { kind: 'key-unknown' };
  }
  const idBytes = await sha256(
    encoder.encode(`${key.name}\n`),
    Uint8Array.of(key.type),
    key.key,
  );
  if (!equal(idBytes.slice(0, 4), key.keyHash)) {
    return { kind: 'bad' };
  }
  if (key.type === TYPE_ED25519) {
    return verdict(await ed25519(key.key, signature.bytes, encoder.encode(note.text)));
  }
  if (key.type === TYPE_COSIGNATURE && signature.bytes.length === 72) {
    return checkCosignature(note, signature.bytes, key.key);
  }
  return { kind: 'not-checkable' };
}

/** C2SP tlog-cosignature, version 1: a time of 8 bytes, then Ed25519 over time and text. */
async function checkCosignature(note: Note, bytes: Bytes, key: Bytes): Promise<Signed> {
  const seconds = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);
  const signed = encoder.encode(`cosignature/v1\ntime ${seconds}\n${note.text}`);
  const result = verdict(await ed25519(key, bytes.slice(8), signed));
  return result.kind === 'good' ? { kind: 'good', time: new Date(Number(seconds) * 1000) } : result;
}

const verdict = (isGood: boolean | undefined): Signed =>
  isGood === undefined ? { kind: 'not-checkable' } : { kind: isGood ? 'good' : 'bad' };

/** Undefined where the browser has no Ed25519. */
async function ed25519(key: Bytes, signature: Bytes, message: Bytes): Promise<boolean | undefined> {
  let imported: CryptoKey;
  try {
    imported = await crypto.subtle.importKey('raw', join(key), 'Ed25519', false, ['verify']);
  } catch {
    return undefined;
  }
  return crypto.subtle.verify('Ed25519', imported, signature, message);
}
