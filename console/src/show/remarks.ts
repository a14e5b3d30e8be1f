import { said } from '../words/words';

/** What the node remarks in a sentence of its own, and the name of the same in the catalogue. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/^no published head is kept outside the folder/, 'remark.no-head'],
  [/^a shred that was begun is not finished/, 'remark.shred'],
];

/** A remark in the page's language where it is a known one; else as the node says it. */
export function remarkWord(remark: string): string {
  const known = KNOWN.find(([pattern]) => pattern.test(remark));
  return known === undefined ? remark : said(known[1], remark);
}
