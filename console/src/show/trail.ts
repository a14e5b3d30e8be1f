/** What the node says of a destination of the audit trail, taken apart: it says it in one line. */
export type Standing =
  | { readonly sort: 'up' }
  | { readonly sort: 'sending' | 'waits'; readonly behind?: string; readonly why?: string }
  | { readonly sort: 'other' };

const LINE = /^(sending, behind|waits)(?: with what happened since (\S+?))?(?:, (.*))?$/s;

export function standingOf(state: string): Standing {
  if (state === 'up to date') {
    return { sort: 'up' };
  }
  const found = LINE.exec(state);
  if (found === null) {
    return { sort: 'other' };
  }
  const [, word, behind, why] = found;
  return {
    sort: word === 'waits' ? 'waits' : 'sending',
    ...(behind === undefined ? {} : { behind }),
    ...(why === undefined ? {} : { why }),
  };
}

/** What went wrong at the last try, without the time that stands elsewhere. */
export function whyOf(state: string): string {
  const standing = standingOf(state);
  return 'why' in standing && standing.why !== undefined ? standing.why : state;
}
