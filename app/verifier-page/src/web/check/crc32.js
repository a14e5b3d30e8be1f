/** CRC-32 as ZIP has it (PKWARE APPNOTE 6.3 §4.4.7), four bytes at a time. */

const TABLES = [0, 1, 2, 3].map(() => new Int32Array(256));
for (let n = 0; n < 256; n++) {
  let crc = n;
  for (let bit = 0; bit < 8; bit++) {
    crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  TABLES[0][n] = crc;
}
for (let n = 0; n < 256; n++) {
  for (let by = 1; by < 4; by++) {
    const before = TABLES[by - 1][n];
    TABLES[by][n] = (before >>> 8) ^ TABLES[0][before & 0xff];
  }
}

/**
 * The checksum of all bytes, as an unsigned number.
 *
 * @param {Uint8Array} bytes
 */
export function crc32(bytes) {
  const [t0, t1, t2, t3] = TABLES;
  const whole = bytes.length - (bytes.length % 4);
  let crc = -1;
  let at = 0;
  for (; at < whole; at += 4) {
    crc ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    crc = t3[crc & 0xff] ^ t2[(crc >>> 8) & 0xff] ^ t1[(crc >>> 16) & 0xff] ^ t0[crc >>> 24];
  }
  for (; at < bytes.length; at++) {
    crc = (crc >>> 8) ^ t0[(crc ^ bytes[at]) & 0xff];
  }
  return ~crc >>> 0;
}
