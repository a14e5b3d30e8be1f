// Judges proofs with the page's code: node proofs.mjs FILE. The file has `bases`, which are proofs
// and what is held against them, and `asked`: how one of them is altered, and what the command line
// says of it. Answers with one line of JSON: how many there were, and the first that differ.
import { readFileSync } from 'node:fs';
import { readAnchorTrust } from '../../web/check/anchor-trust.js';
import { blockText, checkChainAnchor } from '../../web/check/evm/check.js';
import { checkStamp } from '../../web/check/timestamp/check.js';
import { timeText } from '../../web/check/times.js';

const stamped = (verdict) => {
  if ('proven' in verdict) {
    const { at, accuracy, authority, text } = verdict.proven;
    return ['PROVEN', `${at} ${accuracy ?? -1} ${authority}`, text];
  }
  const { why, what } = verdict.fault;
  return why === 'MALFORMED' ? [why] : [why, what];
};

const anchored = (verdict) => {
  if ('proven' in verdict) {
    const { chainId, block, trusted } = verdict.proven;
    const time = timeText(block.seconds * 1_000_000_000n);
    return ['PROVEN', blockText(chainId, block), time, blockText(chainId, trusted)];
  }
  if ('contradicted' in verdict) {
    const { contradicted, what } = verdict;
    return contradicted === 'PROOF' ? [contradicted] : [contradicted, what];
  }
  return [verdict.unproven, verdict.what];
};

const bytes = (base64) => new Uint8Array(Buffer.from(base64, 'base64'));

const { bases, asked } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const read = bases.map(({ name, isStamp, proof, statement, trust, now }) => ({
  name,
  isStamp,
  proof: bytes(proof),
  statement: bytes(statement),
  trust: readAnchorTrust(trust),
  now: BigInt(now),
}));
const differ = [];
for (const { base, length, changes, expected } of asked) {
  const { name, isStamp, proof, statement, trust, now } = read[base];
  const bent = proof.slice();
  for (const [at, value] of changes) {
    bent[at] = value;
  }
  const cut = bent.slice(0, length);
  const found = isStamp
    ? stamped(checkStamp(cut, statement, trust.stamps, now))
    : anchored(checkChainAnchor(cut, statement, trust.chains, now));
  if (JSON.stringify(found) !== JSON.stringify(expected) && differ.length < 10) {
    differ.push({ name, length, changes, expected, found });
  }
}
process.stdout.write(`${JSON.stringify({ count: asked.length, differ })}\n`);
