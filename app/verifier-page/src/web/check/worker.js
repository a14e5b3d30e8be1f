/** The worker of the page: one question, one verdict. Files are read here, a part at a time. */
import { AskedError, toJson, verify } from './verify.js';
import { timeText } from './times.js';

/** @typedef {import('./checker.js').Verdict} Verdict */

/**
 * @typedef {object} TableRow
 * @property {string} time
 * @property {string} clock
 * @property {string} point
 * @property {string} kind
 * @property {string} value
 *
 * @typedef {object} Answer
 * @property {ReturnType<typeof toJson>} json
 * @property {TableRow[]} rows
 * @property {number} shown how many records there are in all
 */

/** How often the page hears how far it is. */
const PROGRESS_MS = 100;

/**
 * @param {Verdict} verdict
 * @returns {Answer}
 */
function answerOf(verdict) {
  const { about, points, rows, shown } = verdict;
  return {
    json: toJson(verdict),
    rows: rows.map((row) => ({
      time: row.time === null ? '' : timeText(row.time),
      clock: row.clock,
      point: pointOf(row, about?.origin === row.origin ? points : new Map()),
      kind: row.kind,
      value: row.value,
    })),
    shown: Number(shown),
  };
}

/**
 * @param {import('./file-check.js').Row} row
 * @param {Map<number, string>} names
 */
function pointOf({ point }, names) {
  return point === null ? '' : (names.get(point) ?? `#${point}`);
}

self.onmessage = async ({ data }) => {
  let spoken = 0;
  const progress = (/** @type {number} */ done, /** @type {number} */ all) => {
    const now = performance.now();
    if (now - spoken > PROGRESS_MS) {
      spoken = now;
      self.postMessage({ done, all });
    }
  };
  try {
    self.postMessage({ answer: answerOf(await verify({ ...data, progress })) });
  } catch (problem) {
    const isAsked = problem instanceof AskedError;
    self.postMessage({ problem: problem instanceof Error ? problem.message : '', isAsked });
  }
};
