import type { Severity } from '../api/types';

/** The quality of a live value: a word, an object with one, or an OPC UA status code. */
export function severityOf(quality: unknown): Severity {
  if (quality === 'good' || quality === 'uncertain' || quality === 'bad') {
    return quality;
  }
  if (typeof quality === 'object' && quality !== null && 'severity' in quality) {
    return severityOf(quality.severity);
  }
  if (typeof quality === 'number') {
    // OPC 10000-4 §7.38: the two highest bits.
    const bits = Math.floor(quality / 2 ** 30) % 4;
    return bits === 0 ? 'good' : bits === 1 ? 'uncertain' : 'bad';
  }
  return 'good';
}
