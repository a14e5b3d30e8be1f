/**
 * SHA-256 (FIPS 180-4) for millions of short inputs: nothing is made for one hash, and a
 * compression keeps its words in variables. test/sha256.test.js holds it against another's.
 */

export const DIGEST_BYTES = 32;
const BLOCK_BYTES = 64;

// FIPS 180-4 §4.2.2.
const K = Int32Array.of(
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
  0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
  0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
  0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
  0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
  0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
);

// §5.3.3.
const INITIAL = Int32Array.of(
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c,
  0x1f83d9ab, 0x5be0cd19,
);

const W = new Int32Array(64);
const state = new Int32Array(8);
const tail = new Uint8Array(2 * BLOCK_BYTES);

/**
 * One block, §6.2.2.
 *
 * @param {Uint8Array} bytes
 * @param {number} from
 */
function compress(bytes, from) {
  for (let i = 0, at = from; i < 16; i++, at += 4) {
    W[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let i = 16; i < 64; i++) {
    const x = W[i - 15];
    const y = W[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0;
  }
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + (g ^ (e & (f ^ g))) + K[i] + W[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) | (c & (a | b)))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = (state[0] + a) | 0;
  state[1] = (state[1] + b) | 0;
  state[2] = (state[2] + c) | 0;
  state[3] = (state[3] + d) | 0;
  state[4] = (state[4] + e) | 0;
  state[5] = (state[5] + f) | 0;
  state[6] = (state[6] + g) | 0;
  state[7] = (state[7] + h) | 0;
}

/**
 * Writes the hash of a part of an array into another, which may be the same.
 *
 * @param {Uint8Array} bytes
 * @param {number} from
 * @param {number} length
 * @param {Uint8Array} into
 * @param {number} at
 */
export function sha256Into(bytes, from, length, into, at) {
  state.set(INITIAL);
  const whole = length - (length % BLOCK_BYTES);
  for (let done = 0; done < whole; done += BLOCK_BYTES) {
    compress(bytes, from + done);
  }
  // §5.1.1: a set bit, zeros, and the length in bits.
  const left = length - whole;
  const padded = left < BLOCK_BYTES - 8 ? BLOCK_BYTES : 2 * BLOCK_BYTES;
  for (let i = 0; i < left; i++) {
    tail[i] = bytes[from + whole + i];
  }
  tail[left] = 0x80;
  tail.fill(0, left + 1, padded);
  const bits = length * 8;
  writeInt(tail, padded - 8, Math.floor(bits / 0x1_0000_0000));
  writeInt(tail, padded - 4, bits | 0);
  compress(tail, 0);
  if (padded > BLOCK_BYTES) {
    compress(tail, BLOCK_BYTES);
  }
  for (let i = 0; i < 8; i++) {
    writeInt(into, at + 4 * i, state[i]);
  }
}

/**
 * @param {Uint8Array} into
 * @param {number} at
 * @param {number} word
 */
function writeInt(into, at, word) {
  into[at] = word >>> 24;
  into[at + 1] = word >>> 16;
  into[at + 2] = word >>> 8;
  into[at + 3] = word;
}

/**
 * The hash of these bytes.
 *
 * @param {Uint8Array} bytes
 */
export function sha256(bytes) {
  const digest = new Uint8Array(DIGEST_BYTES);
  sha256Into(bytes, 0, bytes.length, digest, 0);
  return digest;
}
