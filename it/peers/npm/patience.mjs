// How whoever walks through pages waits: for what is to be seen, not for a time.
import { setTimeout as sleep } from 'node:timers/promises';

/** A loaded machine may be slow; it is not what is tested here. */
export const PATIENCE_MS = Number(process.env.PENSTOCK_PATIENCE_MS ?? 120_000);

const LOOK_MS = 200;
const SAID_MAX = 400;

/**
 * Asks again until the answer is enough, and gives it. What never comes is named, with the answer that
 * came instead: a list that is asked for again, or what the node does in the background, is late at times.
 */
export async function until(what, ask, isEnough = Boolean, lookMs = LOOK_MS) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (isEnough(answer)) return answer;
    if (Date.now() > end) {
      const last = JSON.stringify(answer)?.slice(-SAID_MAX);
      throw new Error(`${what}: did not come within ${PATIENCE_MS} ms; last there was ${last}`);
    }
    await sleep(lookMs);
  }
}

const SETTLED_LOOK_MS = 50;

/**
 * Until a page has a heading and nothing on it is still asked for; where that never comes, what hangs is
 * named. A page that is on its way to another cannot be looked at, and is looked at again.
 */
export function settled(page) {
  const look = () => page.evaluate(() => {
    const waits = document.body.innerText.split('\n').filter((line) => /is being asked|wird gefragt/.test(line));
    return document.querySelector('h1') === null ? ['no heading', ...waits] : waits;
  }).catch((problem) => [String(problem)]);
  return until(`${page.url()} settled`, look, (waits) => waits.length === 0, SETTLED_LOOK_MS);
}
