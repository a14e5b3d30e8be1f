/** Something that an auditor wants to be shown, beside what every good verdict needs. */

/** @typedef {{ kind: string, count: number }} Requirement */

const COUNTED = ['rfc3161', 'evm', 'witness', 'anchor'];
const PLAIN = ['continuity', 'complete'];

/**
 * Reads `continuity,rfc3161,witness:2`; a text says what it must be.
 *
 * @param {string} list
 * @returns {Requirement[] | string}
 */
export function readRequirements(list) {
  const requirements = [];
  for (const word of list.split(',')) {
    const [name, number] = word.trim().split(/:(.*)/s, 2);
    const isGood =
      number === undefined
        ? PLAIN.includes(name) || COUNTED.includes(name)
        : COUNTED.includes(name) && /^[1-9][0-9]?$/.test(number);
    if (!isGood) {
      return `"${word}" is no requirement; there are continuity, complete, anchor, rfc3161, evm` +
        ' and witness, the last four with a number if you like: witness:2';
    }
    requirements.push({ kind: name, count: number === undefined ? 1 : Number(number) });
  }
  return requirements;
}

/** @param {Requirement} requirement */
export function requirementText({ kind, count }) {
  return count === 1 ? kind : `${kind}:${count}`;
}
