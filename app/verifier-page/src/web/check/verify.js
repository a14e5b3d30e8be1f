/** The verdict on one bundle: for the page, for tests, for whoever has Node. */
import { BundleChecker } from './checker.js';
import { toUtf8 } from './bytes.js';
import { readRequirements } from './requirements.js';
import { timeText } from './times.js';
import { readTrust } from './trust.js';

/** @typedef {import('./checker.js').Verdict} Verdict */

/** What was asked cannot be understood; the message says why. */
export class AskedError extends Error {}

/**
 * Checks a bundle. Throws {@link AskedError} when the trust file or a requirement cannot be read,
 * and never for what a bundle holds.
 *
 * @param {object} asked
 * @param {Blob} asked.file
 * @param {Uint8Array | string | null} [asked.trust] the auditor's own trust file; without one the
 *     best verdict is SELF_CONSISTENT
 * @param {string} [asked.require] as of `penstock verify --require`
 * @param {bigint | number} [asked.now] ns since 1970, or a time as of Date.now()
 * @param {(done: number, all: number) => void} [asked.progress] in bytes
 * @returns {Promise<Verdict>}
 */
export async function verify({ file, trust = null, require = '', now = Date.now(), progress }) {
  const requirements = require.trim() === '' ? [] : readRequirements(require);
  if (typeof requirements === 'string') {
    throw new AskedError(requirements);
  }
  const bytes = typeof trust === 'string' ? toUtf8(trust) : trust;
  const read = bytes === null ? null : readTrust(bytes);
  if (typeof read === 'string') {
    throw new AskedError(`The trust file cannot be read: ${read}.`);
  }
  const nanos = typeof now === 'bigint' ? now : BigInt(Math.round(now)) * 1_000_000n;
  return new BundleChecker(file, { trust: read, requirements, now: nanos, progress }).check();
}

/**
 * The verdict in the form of `penstock verify --json`, docs/formats/bundle.md §8.
 *
 * @param {Verdict} verdict
 */
export function toJson(verdict) {
  const { outcome, exit, about, claims, unmet, notLaterThan, by, aloneSeconds, rests } = verdict;
  return {
    verdict: outcome,
    exit,
    about: about && {
      source: about.name,
      gateway: about.origin,
      log: about.log,
      from: timeText(about.from),
      to: timeText(about.to),
      blocks: Number(about.blocks),
      records: Number(about.records),
      redacted: about.redacted,
    },
    notLaterThan: notLaterThan === null ? null : timeText(notLaterThan),
    by,
    aloneSeconds: aloneSeconds === null ? null : Number(aloneSeconds),
    claims: claims.map(({ code, state, reason, where, words, details }) => ({
      code, state, reason, where, words, details,
    })),
    unmet,
    rests,
  };
}
