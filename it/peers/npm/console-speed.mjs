// Measures the console of a node in a browser, for `penstock bench web`.
//   node console-speed.mjs BROWSER ORIGIN LOADS
// The first line of standard input is the set-up code of a node that nobody has set up. Answers with lines
// of a name and a number: milliseconds of LOADS first loads with an empty cache (median and worst), beside
// those of a bare page of the same node; milliseconds between frames at rest and while the table of sources
// is scrolled with everything open, and the share of frames that came late by one or more.
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const [program, origin, count] = process.argv.slice(2);
const loads = Number(count);
const code = (await createInterface(process.stdin)[Symbol.asyncIterator]().next()).value.trim();
const PASSWORD = 'seven tall herons by noon';
const PATIENCE_MS = 300_000;

const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
const say = (name, value) => process.stdout.write(`${name} ${Math.round(value * 100) / 100}\n`);
const rank = (sorted, percent) => sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)];
const ascending = (list) => list.toSorted((a, b) => a - b);

/** An operator, who sees live values: made by an administrator, with a password of its own. */
async function operator() {
  const context = await browser.newContext();
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.goto(`${origin}/console/`);
  const initial = await page.evaluate(async ([given, password]) => {
    const post = async (path, body, csrf = '') => (await fetch(path, {
      method: 'POST', body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', 'Penstock-Csrf': csrf },
    })).json();
    const first = await post('/api/v1/set-up', { code: given, name: 'ada', displayName: 'Ada', password });
    const made = await post('/api/v1/people', { name: 'olga', displayName: 'Olga', roles: [{ role: 'viewer' }] }, first.csrf);
    return made.initialPassword;
  }, [code, PASSWORD]);
  await context.clearCookies();
  await page.evaluate(async ([old, password]) => {
    const headers = { 'Content-Type': 'application/json' };
    const session = await (await fetch('/api/v1/session', { method: 'POST', headers, body: JSON.stringify({ name: 'olga', password: old }) })).json();
    await fetch('/api/v1/account/password', {
      method: 'POST', headers: { ...headers, 'Penstock-Csrf': session.csrf }, body: JSON.stringify({ old, new: password }),
    });
  }, [initial, PASSWORD]);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** From nothing to what is looked for, with nothing in the browser's cache. */
async function load(state, path, selector) {
  const context = await browser.newContext({ storageState: state });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const begun = performance.now();
  await page.goto(`${origin}${path}`, { waitUntil: 'commit' });
  await page.waitForSelector(selector);
  const took = performance.now() - begun;
  await context.close();
  return took;
}

/** The gaps between frames, while something is done in each of them. */
const frames = (page, number, step) => page.evaluate(async ([wanted, pixels]) => {
  const box = document.querySelector('.tree');
  const gaps = [];
  let last = await new Promise((resolve) => requestAnimationFrame(resolve));
  for (let i = 0; i < wanted; i++) {
    box.scrollTop += pixels;
    const now = await new Promise((resolve) => requestAnimationFrame(resolve));
    gaps.push(now - last);
    last = now;
  }
  return gaps;
}, [number, step]);

const state = await operator();
const bare = [];
const first = [];
for (let i = 0; i < loads; i++) {
  bare.push(await load(state, '/api/v1/session', 'body'));
  first.push(await load(state, '/console/', '.tiles .tile'));
}
say('bare_load_ms', rank(ascending(bare), 50));
say('first_load_ms', rank(ascending(first), 50));
say('first_load_worst_ms', Math.max(...first));

const context = await browser.newContext({ storageState: state, viewport: { width: 1366, height: 850 } });
context.setDefaultTimeout(PATIENCE_MS);
const page = await context.newPage();
await page.goto(`${origin}/console/sources`);
await page.getByRole('button', { name: /Open all|Alle öffnen/ }).click();
const rowCount = () => page.locator('[role=table]').getAttribute('aria-rowcount').then(Number);
// Until the points of all sources are there: twice the same number, and no row that waits.
let rows = 0;
for (let last = -1; last !== rows || await page.locator('.tree-waiting').count() > 0;) {
  last = rows;
  await page.waitForTimeout(1_500);
  rows = await rowCount();
}
say('table_rows', rows);
const rest = ascending(await frames(page, 120, 0));
const scrolled = ascending(await frames(page, 240, 2_000));
say('frame_rest_p50_ms', rank(rest, 50));
say('frame_rest_p95_ms', rank(rest, 95));
say('frame_scroll_p50_ms', rank(scrolled, 50));
say('frame_scroll_p95_ms', rank(scrolled, 95));
say('frame_scroll_worst_ms', scrolled.at(-1));
// Late: it missed the moment of the next frame of this screen.
say('frames_late_percent', (100 * scrolled.filter((gap) => gap > 1.5 * rank(rest, 50)).length) / scrolled.length);
say('rows_drawn', await page.locator('.tree-row').count());
await context.close();
await browser.close();
