/** Keccak-256 with the padding of the contest's submission, by which chains name things. */
import { keccak_256 } from '@noble/hashes/sha3.js';
import { toHex } from '../bytes.js';

/** Bytes in a value. */
export const KECCAK_BYTES = 32;

/** 0x and 64 hexadecimal digits. @param {Uint8Array} content */
export function keccak(content) {
  return hashText(keccak_256(content));
}

/** A value as nodes and explorers show it. @param {Uint8Array} value */
export function hashText(value) {
  return `0x${toHex(value)}`;
}
