/** Times in words, UTC. Nanoseconds since 1970, from 0 to 2^63 - 1. */

const NANOS = 1_000_000_000n;

/** With 0, 3, 6 or 9 digits behind the second. @param {bigint} nanos */
export function timeText(nanos) {
  const seconds = new Date(Number(nanos / NANOS) * 1000).toISOString().slice(0, 19);
  const digits = (nanos % NANOS).toString().padStart(9, '0').replace(/(000){1,3}$/, '');
  return digits === '' ? `${seconds}Z` : `${seconds}.${digits}Z`;
}
