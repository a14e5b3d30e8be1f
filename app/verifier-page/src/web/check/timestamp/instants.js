/** Times in words, UTC, as Java writes them: also those before 1970, to the year 9999. */

const NANOS = 1_000_000_000n;

/** @param {bigint} nanos since 1970, which may be negative */
export function instantText(nanos) {
  const part = ((nanos % NANOS) + NANOS) % NANOS;
  const seconds = new Date(Number((nanos - part) / NANOS) * 1000).toISOString().slice(0, 19);
  const digits = part.toString().padStart(9, '0').replace(/(000){1,3}$/, '');
  return digits === '' ? `${seconds}Z` : `${seconds}.${digits}Z`;
}
