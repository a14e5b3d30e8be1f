// Walks through the console in a real browser, against the fixture that plays the node.
//   node console-walk.mjs BROWSER CONSOLE PICTURES SEED [ONLY]
// BROWSER is the program of a Chromium; CONSOLE the folder console/ of the checkout, built; PICTURES
// gets a picture of each page in each state and theme. SEED is "all", or a number that chooses every
// third view of those that are neither day, night nor paper. ONLY is a part of the names to walk. Answers
// with one line of JSON: what axe found on each page (WCAG 2.2 AA), what the page's console said,
// which addresses were asked for, and what came of the journeys.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import { journeys } from './console-journeys.mjs';
import { PATIENCE_MS, settled } from './patience.mjs';

const [program, home, pictures, seed, only = ''] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
// Pictures of an earlier walk show nothing of this one; who walks a part keeps the others.
for (const each of only === '' ? readdirSync(pictures).filter((name) => name.endsWith('.png')) : []) {
  rmSync(join(pictures, each));
}

const { start } = await import(pathToFileURL(join(home, 'fixture', 'server.mjs')).href);
const { server, origin } = await start(join(home, 'target', 'dist'));
const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const PAGES = {
  home: '', sources: 'sources', continuity: 'continuity', ledger: 'ledger', proof: 'proof', audit: 'audit',
  people: 'people', roles: 'people?tab=roles', sessions: 'people?tab=sessions', tokens: 'people?tab=tokens',
  certificates: 'people?tab=certificates', approvals: 'approvals', plant: 'plant', health: 'health', account: 'account',
  findings: 'findings', map: 'map', zone: 'zone?id=treatment', conduit: 'conduit?id=supervision',
  connections: 'connections', device: 'device?id=filter-plc-1',
};
const MORE = {
  'sources-chosen': 'sources?source=1&point=flow',
  'continuity-past': `continuity?day=${new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)}`,
  'proof-good': 'proof?place=4.2', 'proof-record-altered': 'proof?place=9.2', 'proof-path-altered': 'proof?place=8.1',
  'proof-unknown': 'proof?place=999.1', 'map-chosen': 'map?chosen=conduit:supervision', 'map-ghost': 'map?chosen=ghost:distribution%3Etreatment%3Eno-conduit',
  'map-past': `map?at=${new Date(Date.now() - 90_000_000).toISOString()}&minutes=240`, 'map-part': 'map?at=2026-01-01T00:00:00Z',
  'conduit-bare': 'conduit?id=telemetry', 'zone-inside': 'zone?id=dosing', 'findings-of-one': 'findings#CLONE_SUSPECT', 'approvals-all': 'approvals?state=all',
  'device-waiting': 'device?id=filter-plc-6', 'device-found': 'device?id=filter-plc-1&find=level', 'device-unknown': 'device?id=nobody',
  'device-unwritable': 'device?id=dosing-plc',
};
const GATES = ['set-up', 'set-up-by-address', 'signed-out', 'signed-out-by-address', 'second-factor', 'password-due', 'locked'];

/** What is seen after a hand has done something, by day, by night and in German: scene, page, what the hand does. */
const button = (page, ...names) => page.getByRole('button', { name: new RegExp(`^(${names.join('|')})`) }).first();
const confirm = async (page) => {
  await page.locator('dialog [autocomplete=current-password]').fill('river otter plum 41');
  await button(page.locator('dialog').last(), 'Confirm', 'Bestätigen').click();
};
const testName = (host) => async (page) => {
  await page.getByLabel(/^(Set-up code|Einrichtungscode)/).fill('ABCD-EFGH-JKLM-NPQR-STUV');
  await page.getByLabel(/^(Host name|Rechnername)/).fill(host);
  await button(page, 'Test this name', 'Diesen Namen prüfen').click();
  await page.waitForSelector('.checks');
};
const write = (value, until) => async (page) => {
  await button(page, 'Write\u2026 set point', 'Schreiben \u2026 set point').click();
  await page.locator('dialog input').first().fill(value);
  await button(page.locator('dialog'), 'Write \\d', '[\\d.]+ m schreiben').click();
  await confirm(page);
  await page.locator('dialog').getByText(until).first().waitFor();
};
/** The words of the page do not come; those of the page that says so are in it. */
async function withholdWords(page) {
  await page.route('**/assets/words-*.js', async (route) => {
    const answer = await route.fetch();
    if (/Sign out|Abmelden/.test(await answer.text())) await route.abort();
    else await route.fulfill({ response: answer });
  });
  await page.reload();
  await page.waitForSelector('[role=alert]');
}

const DONE = {
  unreachable: ['all', '', async (page) => {
    await withholdWords(page);
    await page.unrouteAll();
    await button(page, 'Fetch it again', 'Noch einmal holen').click();
    await page.getByRole('navigation').first().waitFor();
    await withholdWords(page);
  }],
  'name-wrong': ['set-up-by-address', '', testName('gate.waterworks.example')],
  'name-unknown': ['set-up', '', testName('unknown.waterworks.example')],
  'name-right': ['set-up-by-address', '', testName('penstock.waterworks.example')],
  'person-ties': ['all', 'people', async (page) => {
    await button(page.getByRole('row', { name: /m\.okafor/ }), 'Change', 'Ändern').click();
    await page.locator('dialog summary', { hasText: /^(Tie a client|Ein Client)/ }).click();
    await page.locator('dialog textarea').fill('ab'.repeat(32));
    await page.locator('dialog summary', { hasText: /^(Tie an account|Ein Konto)/ }).click();
  }],
  'break-glass-asked': ['all', 'people', (page) => button(page, 'Make the sealed code', 'Den versiegelten').click()],
  'break-glass-made': ['all', 'people', async (page) => {
    await button(page, 'Make the sealed code', 'Den versiegelten').click();
    await button(page.locator('dialog'), 'Make it anew', 'Neu machen').click();
    await confirm(page);
    await page.waitForSelector('dialog .digest');
  }],
  'plant-proposal': ['all', 'plant', async (page) => {
    await button(page, 'Propose another', 'Ein anderes').click();
    await button(page.locator('dialog'), 'Begin with', 'Mit dem beginnen').click();
    const text = await page.locator('dialog textarea').inputValue();
    await page.locator('dialog textarea').fill(text.replace('"dosing-plc"', '"dosing-plc", "dosing-plc-2"').replace('    name: Treatment\n', '    name: Treatment and filters\n'));
    await page.waitForSelector('dialog ins');
  }],
  'plant-unsound': ['all', 'plant', async (page) => {
    await button(page, 'Propose another', 'Ein anderes').click();
    await page.locator('dialog textarea').fill('zones: []');
    await button(page.locator('dialog'), 'Propose it', 'Vorschlagen').click();
    await confirm(page);
    await page.waitForSelector('dialog [role=alert]');
  }],
  'plant-proposed': ['all', 'plant', async (page) => {
    await button(page, 'See the file', 'Datei ansehen').click();
    await page.waitForSelector('dialog .yaml');
    await button(page.locator('dialog'), 'Propose this', 'Dieses Modell').click();
    await confirm(page);
    await page.waitForSelector('dialog table');
  }],
  'plant-version': ['all', 'plant', async (page) => {
    await button(page.getByRole('table').last(), 'See the file', 'Datei ansehen').click();
    await page.waitForSelector('dialog .yaml');
  }],
  'connections-unsound': ['all', 'connections', async (page) => {
    await button(page, 'Propose other', 'Andere Verb').click();
    await page.locator('dialog textarea').fill('devices: []');
    await button(page.locator('dialog'), 'Check it', 'Pr\u00fcfen').click();
    await page.waitForSelector('dialog table');
  }],
  'connections-checked': ['all', 'connections', async (page) => {
    await button(page, 'Propose other', 'Andere Verb').click();
    await button(page.locator('dialog'), 'Begin with', 'Mit dem beginnen').click();
    const area = page.locator('dialog textarea');
    await area.fill(`${await area.inputValue()}# more\n`);
    await button(page.locator('dialog'), 'Check it', 'Pr\u00fcfen').click();
    await page.waitForSelector('dialog table');
  }],
  'connections-version': ['all', 'connections', async (page) => {
    await page.getByRole('button', { name: /(Version 2)$/ }).click();
    await page.waitForSelector('dialog table');
    await page.waitForSelector('dialog .yaml');
  }],
  'device-writing': ['all', 'device?id=filter-plc-1', async (page) => {
    await button(page, 'Change', '\u00c4ndern').click();
    await button(page.locator('dialog'), 'Read it now', 'Jetzt lesen').click();
    await confirm(page);
    await page.waitForSelector('dialog strong');
  }],
  'device-fault': ['all', 'device?id=filter-plc-1', async (page) => {
    await button(page, 'Add a point', 'Einen Punkt').click();
    await page.locator('dialog input').nth(0).fill('pressure');
    await page.locator('dialog input').nth(3).fill('nowhere');
    await button(page.locator('dialog'), 'Take it', 'In den Entwurf').click();
    await button(page, 'See what', '\u00c4nderungen ansehen').click();
    await page.waitForSelector('caption:text-matches("^(What is wrong|Was falsch)")');
  }],
  'device-proposal': ['all', 'device?id=filter-plc-1', async (page) => {
    await button(page, 'Remove', 'Entfernen').click();
    await button(page, 'See what', '\u00c4nderungen ansehen').click();
    await page.waitForSelector('dialog table');
  }],
  'device-proposed': ['all', 'device?id=filter-plc-1', async (page) => {
    await button(page, 'Remove', 'Entfernen').click();
    await button(page, 'See what', '\u00c4nderungen ansehen').click();
    await button(page.locator('dialog'), 'Propose it', 'Vorschlagen').click();
    await confirm(page);
    await page.waitForSelector('dialog a[href*="approvals"]');
  }],
  'device-range': ['all', 'device?id=filter-plc-1&find=level', async (page) => {
    await button(page, 'Read the range', 'Bereich lesen').click();
    await confirm(page);
    await page.waitForSelector('caption:text-matches("^(What the addresses|Was die Adressen)")');
    // What the bar covers in part is no target that is too small.
    await page.evaluate(() => window.scrollTo(0, 0));
  }],
  'device-command': ['all', 'device?id=filter-plc-1', async (page) => {
    await button(page, 'Write\u2026 set point', 'Schreiben \u2026 set point').click();
    await page.locator('dialog input').first().fill('9');
  }],
  'device-command-of-a-bit': ['all', 'device?id=filter-plc-1', (page) => button(page, 'Write\u2026 release', 'Schreiben \u2026 release').click()],
  'device-command-done': ['all', 'device?id=filter-plc-1', write('3.2', /^(done|ausgef\u00fchrt)$/)],
  'device-command-denied': ['all', 'device?id=filter-plc-1', write('4', /night-low/)],
  'device-command-waits': ['all', 'device?id=filter-plc-1', write('1', /^(See what waits|Ansehen, was)/)],
  'device-command-unknown': ['all', 'device?id=filter-plc-1', write('2', /^(outcome unknown|Ausgang unbekannt)$/)],
  'device-commands-given': ['all', 'device?id=filter-plc-1', async (page) => {
    await write('3', /^(refused by|vom Ger\u00e4t)/)(page);
    await button(page.locator('dialog'), 'Close', 'Schlie\u00dfen').click();
    await page.waitForSelector('caption:text-matches("^(Given on|Auf dieser)")');
    await page.evaluate(() => window.scrollTo(0, 0));
  }],
  'shred-form': ['all', 'ledger', (page) => button(page, 'Ask for a shred', 'Vernichtung').click()],
  'shred-asked': ['all', 'ledger', async (page) => {
    await button(page, 'Ask for a shred', 'Vernichtung').click();
    await page.locator('dialog input').nth(0).fill('shift-log');
    await page.locator('dialog input').nth(1).fill('2026-03-03T00:00');
    await page.locator('dialog input').nth(2).fill('2026-03-04T00:00');
    await page.locator('dialog input').nth(3).fill('asked for by the person');
    await page.locator('dialog input[type=checkbox]').check();
    await button(page.locator('dialog'), 'Ask for it', 'Beantragen').click();
    await confirm(page);
    await page.waitForSelector('dialog dl.facts');
  }],
};

const ALWAYS = /-(day|night|print)$/;
const SHARE = 3;

/** Whether this view is walked; the same for the same seed. */
function isWanted(name) {
  if (!name.includes(only)) return false;
  if (seed === 'all' || ALWAYS.test(name)) return true;
  return createHash('sha256').update(`${seed} ${name}`).digest()[0] % SHARE === 0;
}

const answers = [];
const requests = new Set();

async function open(scene, { theme = 'day', width = 1366, height = 850, language = 'en-GB', forMs = 0 } = {}) {
  const context = await browser.newContext({
    viewport: { width, height }, locale: language, timezoneId: 'Europe/Zurich', acceptDownloads: true,
    colorScheme: theme === 'night' ? 'dark' : 'light', reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const said = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (problem) => said.push(`error: ${problem}`));
  context.on('request', (request) => requests.add(new URL(request.url()).origin));
  await page.goto(`${origin}/fixture/scene/${scene}`);
  await page.waitForTimeout(forMs);
  return { context, page, said };
}

/** Until the page is there, whatever it still waits for. */
async function begin(page) {
  await page.waitForSelector('h1');
  await page.waitForTimeout(350);
}

/** Until what was asked for has come; a page that lives never falls silent. */
async function settle(page) {
  await settled(page);
  await page.waitForTimeout(350);
}

/** A refusal that a scene is about is said by the browser too; it is no fault of the page. */
const isFault = (line) => !/Failed to load resource/.test(line);

/** On paper all findings are open, fifty screens long: what is in sight is enough of a picture of it. */
const isShort = (name) => !/^findings.*-print$/.test(name);

async function look(name, page, said, { isWhole = isShort(name) } = {}) {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: isWhole, animations: 'disabled' });
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
  answers.push({
    name,
    violations: violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((each) => `${each.target} ${each.failureSummary?.split('\n').at(-1) ?? ''}`).join(' | ')}`),
    said: said.splice(0).filter(isFault),
    isWide,
  });
}

/** Walks that wait for each other's browser work side by side; each has a context of its own. */
const AT_ONCE = 2;
const walks = [];
const walk = (...walked) => walks.push(() => walkNow(...walked));

async function all() {
  const next = async () => {
    for (let one = walks.shift(); one !== undefined; one = walks.shift()) await one();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

async function walkNow(scene, pages, suffix, options = {}, after = async () => undefined) {
  const wanted = Object.entries(pages).filter(([name]) => isWanted(`${name}-${suffix}`));
  if (wanted.length === 0) return;
  const { context, page, said } = await open(scene, options);
  for (const [name, path] of wanted) {
    await page.goto(`${origin}/console/${path}`);
    if (options.isWaiting === true) await begin(page);
    else await settle(page);
    await after(page, name);
    await look(`${name}-${suffix}`, page, said);
  }
  await context.close();
}

async function gate(name, theme) {
  if (!isWanted(`${name}-${theme}`)) return;
  const { context, page, said } = await open(name, { theme });
  await settle(page);
  await look(`${name}-${theme}`, page, said);
  await context.close();
}

async function acted(name, [scene, path, act], suffix, options) {
  if (!isWanted(`${name}-${suffix}`)) return;
  const { context, page, said } = await open(scene, options);
  await page.goto(`${origin}/console/${path}`);
  await settle(page);
  await act(page);
  await page.waitForTimeout(250);
  await look(`${name}-${suffix}`, page, said, { isWhole: path === '' });
  await context.close();
}

for (const [name, each] of Object.entries(DONE)) {
  walks.push(() => acted(name, each, 'day', {}));
  walks.push(() => acted(name, each, 'night', { theme: 'night' }));
  walks.push(() => acted(name, each, 'german', { language: 'de-CH' }));
  walks.push(() => acted(name, each, 'narrow', { width: 400, height: 850 }));
}
for (const theme of ['day', 'night']) {
  for (const name of GATES) walks.push(() => gate(name, theme));
  walk('all', PAGES, theme, { theme });
  walk('all', MORE, theme, { theme });
}
walk('empty', PAGES, 'empty');
walk('error', PAGES, 'error', { theme: 'night' });
walk('slow', PAGES, 'loading', { isWaiting: true });
walk('all', PAGES, 'help', {}, async (page) => {
  await page.getByRole('button', { name: 'What would an auditor ask here?' }).click();
  await page.waitForSelector('.help dt');
});
walk('all', { ...PAGES, ...MORE }, 'german', { language: 'de-CH' });
walk('all', PAGES, 'narrow', { width: 400, height: 850 });
walk('all', { ...PAGES, ...MORE }, 'print', {}, (page) => page.emulateMedia({ media: 'print' }));
for (const scene of ['auditor', 'administrator', 'operator']) {
  walk(scene, { home: '', people: 'people', approvals: 'approvals' }, scene);
}
await all();

// Stale: all pages at once, then silence.
const stale = Object.entries(PAGES).filter(([name]) => isWanted(`${name}-stale`));
const opened = [];
for (const [name, path] of stale) {
  const one = await open('all');
  await one.page.goto(`${origin}/console/${path}`);
  await settle(one.page);
  await one.page.evaluate(() => fetch('/fixture/silence'));
  opened.push({ name, ...one });
}
for (const { name, context, page, said } of opened) {
  await page.waitForSelector('text=Nothing was heard from the node');
  await look(`${name}-stale`, page, said);
  await context.close();
}

const done = 'journeys'.includes(only) ? await journeys({ open, origin, settle, look }) : {};
await browser.close();
server.closeAllConnections();
server.close();
// Files that a browser left half read would keep the program here.
process.stdout.write(
  `${JSON.stringify({ pages: answers, origins: [...requests], origin, journeys: done })}\n`,
  () => process.exit(0),
);
