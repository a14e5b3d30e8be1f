// Checks every bundle of a folder with the page's code: node corpus.mjs FOLDER. Beside each
// NAME.zip stands NAME.json with what is asked, and the verdict of the command line. Answers with
// one line of JSON: for each bundle its name and where the two verdicts differ.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { toJson, verify } from '../../web/check/verify.js';

const [folder] = process.argv.slice(2);

// What others vouch for, in words; where a proof does not decode, the words for it are one's own.
const vouched = (claims) =>
  claims
    .filter(({ code }) => code === 'TIMES')
    .flatMap(({ words, details }) => [words, ...details])
    .map((line) => line.replace(/(cannot be read|are no proof of an anchor in a chain): .*/, '$1'));

// Sentences may differ where a part does not decode; all that is decided may not.
const decided = ({ claims, ...rest }) => {
  const { verdict, exit, about, notLaterThan, by, aloneSeconds, unmet } = rest;
  return {
    verdict, exit, about, notLaterThan, by, aloneSeconds, unmet, vouched: vouched(claims),
    claims: claims.map(({ code, state, reason, where }) => `${code} ${state} ${reason} ${where}`),
  };
};

const answers = [];
for (const file of readdirSync(folder).filter((name) => name.endsWith('.zip'))) {
  const name = file.slice(0, -'.zip'.length);
  const asked = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  const verdict = await verify({
    file: new Blob([readFileSync(join(folder, file))]),
    trust: asked.trust === '' ? null : asked.trust,
    require: asked.require,
    now: BigInt(asked.now),
  });
  const expected = decided(JSON.parse(asked.expected));
  const found = decided(toJson(verdict));
  const differs = Object.keys(expected)
    .filter((key) => JSON.stringify(expected[key]) !== JSON.stringify(found[key]))
    .map((key) => ({ field: key, expected: expected[key], found: found[key] }));
  answers.push({ name, differs });
}
process.stdout.write(`${JSON.stringify(answers)}\n`);
