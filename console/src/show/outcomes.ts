import i18next from 'i18next';

/** What the node writes of a request that was carried out, or was not, and the words for it. */
const CAME: readonly (readonly [RegExp, string])[] = [
  [/^(\d+) keys? (?:is|are) destroyed$/, 'keysDestroyed'],
  [/^the ties have changed since the request$/, 'tiesChanged'],
  [/^it is tied to somebody else already$/, 'tiedToOther'],
  [/^what would go has changed since the request; ask again$/, 'planChanged'],
];

/** The outcome in the words of the page; undefined where it has none, and the node's own must do. */
export function outcomeWords(outcome: string): string | undefined {
  for (const [pattern, name] of CAME) {
    const found = pattern.exec(outcome);
    if (found !== null) {
      const count = Number(found[1] ?? 0);
      return String(i18next.t(`approvals.came.${name}` as never, { count } as never));
    }
  }
  return undefined;
}
