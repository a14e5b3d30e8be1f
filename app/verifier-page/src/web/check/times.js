/** Times in words, UTC, as Java writes them. Nanoseconds since 1970, of the years 1 to 9999. */

const NANOS = 1_000_000_000n;

/** With 0, 3, 6 or 9 digits behind the second. @param {bigint} nanos */
export function timeText(nanos) {
  // Of what lies before 1970 the fraction counts forward too.
  const fraction = ((nanos % NANOS) + NANOS) % NANOS;
  const seconds = new Date(Number((nanos - fraction) / NANOS) * 1000).toISOString().slice(0, 19);
  const digits = fraction.toString().padStart(9, '0').replace(/(000){1,3}$/, '');
  return digits === '' ? `${seconds}Z` : `${seconds}.${digits}Z`;
}
