// Walks through the console of a real node in a real browser, as the people of a plant would.
//   node node-journeys.mjs BROWSER ORIGIN PICTURES FILES
// BROWSER is the program of a Chromium; ORIGIN where the node is found; PICTURES gets a picture of each
// page in each theme; FILES what was downloaded. The first line of standard input is the node's set-up
// code, which is no argument because every user of the machine can read those. Answers with one line of
// JSON: what each journey saw, what the pages' consoles said, and which addresses were asked for.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { Person } from './node-person.mjs';
import { takePictures } from './node-pictures.mjs';
import { until } from './patience.mjs';

const [program, origin, pictures, files] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
mkdirSync(files, { recursive: true });
// Pictures of an earlier walk show nothing of this one.
for (const each of readdirSync(pictures).filter((name) => name.endsWith('.png'))) rmSync(join(pictures, each));
const code = (await createInterface(process.stdin)[Symbol.asyncIterator]().next()).value.trim();

const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
const world = { browser, origin, pictures, files, said: [], origins: new Set() };
const seen = {};
const took = {};

/** One after the other: each goes on where the one before left the node. */
async function journey(name, walk) {
  const broken = Object.keys(seen).find((each) => seen[each].failed !== undefined);
  if (broken !== undefined) {
    seen[name] = { failed: `not tried after ${broken}` };
    return;
  }
  const begun = Date.now();
  process.stderr.write(`${name}\n`);
  try {
    seen[name] = await walk();
  } catch (problem) {
    seen[name] = { failed: String(problem).slice(0, 900) };
    for (const each of [ada, grete, otto]) await each.picture(`failed-${each.name}`);
  }
  took[name] = Math.round((Date.now() - begun) / 1_000);
}

const ada = await Person.of(world, 'ada', 'Ada', { pictures: true });
const grete = await Person.of(world, 'grete', 'Grete Oberhuber', { pictures: true });
const otto = await Person.of(world, 'otto', 'Otto Rey', { pictures: true });

await journey('setUp', async () => {
  const { page } = ada;
  await page.goto(`${origin}/console/`);
  await page.getByLabel('Set-up code').fill(code);
  await ada.picture('gate-set-up');
  await page.getByLabel('User name').fill('ada');
  await page.getByLabel('Display name').fill('Ada');
  await ada.field('New password').fill(ada.password);
  await ada.field('New password again').fill(ada.password);
  await page.getByRole('button', { name: 'Make the account' }).click();
  await ada.arrive();
  await ada.signOut();
  const isOver = await page.getByLabel('Set-up code').count();
  await ada.signIn();
  const passkeys = await ada.addPasskey('Key on my ring');
  await ada.signOut();
  await ada.signInByPasskey();
  return { isOver: isOver === 0, passkeys, name: await page.locator('.bar a[href$="/account"]').textContent() };
});

await journey('makePeople', async () => {
  const year = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  grete.firstPassword = await ada.makePerson(grete, 'security-officer');
  otto.firstPassword = await ada.makePerson(otto, 'auditor', year);
  const jonas = { name: 'jonas', display: 'Jonas Imhof' };
  const initial = await ada.makePerson(jonas, 'viewer');
  await grete.signInFirst();
  const passkeys = await grete.addPasskey('Desk');
  await grete.signOut();
  await grete.signInByPasskey();
  return { passkeys, isInitialLong: initial.length >= 12 };
});

await journey('seeLiveValues', async () => {
  const { page } = grete;
  // Numbers are given in the order in which sources were heard.
  const { number } = (await grete.askUntil('the source reservoir1', '/api/v1/sources?source=reservoir1',
    ({ body }) => body.sources?.length > 0)).body.sources[0];
  await grete.go(`sources?source=${number}&point=level`);
  await page.getByRole('heading', { name: /reservoir1 \/ / }).waitFor();
  const value = page.locator('.tree-row.is-chosen .live');
  const values = new Set();
  await until('three values of the level', async () => {
    const text = await value.textContent();
    if (/\d/.test(text)) values.add(text);
    return [...values];
  }, (all) => all.length >= 3);
  await page.locator('figcaption').filter({ hasText: /([2-9]|\d\d) values since/ }).waitFor();
  const trend = await until('a trend with its newest number',
    () => page.locator('.trend').getAttribute('aria-label'), (label) => /[0-9]$/.test(label));
  const isDrawn = await until('a trend that is drawn', () => page.locator('.trend canvas').evaluate((canvas) =>
    canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((each) => each !== 0)));
  await grete.picture('sources-trend');
  return { number, trend, isDrawn, values: [...values] };
});

await journey('findTheGapOfTheAttack', async () => {
  const { page } = grete;
  await grete.go('continuity?find=pump-7');
  // The legend has a cross as well: what is waited for is that of a cell.
  await page.locator('[role=gridcell][aria-label*="gap"]').first().waitFor({ state: 'attached' });
  // By keyboard alone: along the row to the cell that has the cross.
  await page.locator('[role=grid]').focus();
  const cells = await page.locator('[role=gridcell]').evaluateAll((all) =>
    all.map((each) => each.getAttribute('aria-label') ?? ''));
  const at = cells.findIndex((each) => /gap/.test(each));
  for (let i = 0; i < at; i++) await page.keyboard.press('ArrowRight');
  // It may have gone on into the next quarter of an hour.
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+ArrowRight');
  const chosen = page.getByRole('complementary', { name: 'Marked time' });
  // The picture is asked for again each minute: what was found may come with the next answer.
  const words = await until('what was found of the attack', () => chosen.locator('li').allTextContents(),
    (all) => [/missing/, /TAMPERED/, /CLOSED_LATE/, /FORK/].every((each) => all.some((one) => each.test(one))));
  await grete.picture('continuity-gap-marked');
  // The newest moments are in no published head yet; then the page says to ask again in a moment.
  const certificate = await grete.download(async () => {
    await until('an answer that is the certificate', async () => {
      const [answer] = await Promise.all([
        page.waitForResponse((each) => each.url().includes('/api/v1/continuity/certificate')),
        page.getByRole('button', { name: 'Download certificate' }).click(),
      ]);
      return answer.ok() ? 'certificate' : answer.text();
    }, (text) => text === 'certificate', 1_000);
    await page.getByText(/ was downloaded\.$/).waitFor();
  });
  return { gaps: cells.filter((each) => /gap/.test(each)).length, words, certificate };
});

await journey('followARecordToItsProof', async () => {
  const { page } = grete;
  await page.getByRole('link', { name: 'Records of this time' }).click();
  await page.getByRole('heading', { name: 'Records', exact: true }).waitFor();
  const first = page.locator('tbody tr a').first();
  const place = await first.textContent();
  const source = await page.locator('tbody tr').first().locator('td').nth(2).textContent();
  await first.click();
  const verdict = page.locator('.banner').first();
  await verdict.getByText('The record is in the log.').waitFor();
  const words = await verdict.textContent();
  const right = await page.locator('.proof-step.is-right h2').allTextContents();
  const wrong = await page.locator('.proof-step.is-wrong').count();
  const bundle = await grete.download(() => page.getByRole('link', { name: 'Download bundle' }).click());
  await grete.go('ledger');
  const key = await page.locator('dd.mono').last().textContent();
  const trust = await grete.download(() => page.getByRole('button', { name: 'Download trust file' }).click());
  return { place, source, words, right, wrong, bundle, trust, key };
});

await journey('twoPeopleApprove', async () => {
  await ada.go('people');
  const row = ada.page.getByRole('row', { name: /jonas/ });
  await row.getByRole('button', { name: /Change/ }).click();
  const dialog = ada.page.getByRole('dialog', { name: 'jonas' });
  await ada.field('Role', dialog).selectOption('asset-owner');
  await dialog.getByLabel('Reason (recorded)').first().fill('takes over the site');
  await dialog.getByRole('button', { name: 'Set roles' }).click();
  await ada.stepUpIfAsked(dialog.getByText('This needs a second person'));
  await ada.picture('dialog-waits-for-a-second-person');
  await dialog.getByRole('button', { name: 'Close' }).click();
  const rolesBefore = await row.locator('td').nth(2).textContent();
  // Who asked sees it and cannot decide it, neither on the page nor past it.
  await ada.go('approvals');
  await ada.page.getByText('This is your own request').waitFor();
  const authorButtons = await ada.page.locator('section[aria-labelledby=approval] button').allTextContents();
  const open = (await ada.ask('/api/v1/approvals?state=open')).body.items[0];
  const byAuthor = await ada.post(`/api/v1/approvals/${open.id}/approve`, { digest: open.digest });
  // The second person signs what is shown.
  await grete.go('approvals');
  const shown = (await grete.page.locator('.facts .digest').first().textContent()).replace(/ /g, '');
  // Whom it is about is asked for once the request is shown.
  const matter = grete.page.locator('section[aria-labelledby=approval] .facts').first();
  await matter.getByText('Jonas Imhof').waitFor();
  const concerns = await matter.textContent();
  await grete.page.getByLabel('Note (recorded)').fill('spoke with the site');
  await grete.picture('approval-to-decide');
  await grete.page.getByRole('button', { name: 'Approve with a passkey' }).click();
  await grete.stepUpIfAsked(grete.page.getByText('Nothing waits for a decision'));
  const again = await grete.post(`/api/v1/approvals/${open.id}/approve`, { digest: open.digest });
  const after = (await grete.ask(`/api/v1/approvals/${open.id}`)).body;
  await ada.go('people');
  const rolesAfter = await row.locator('td').nth(2).textContent();
  // What was done is in the trail once it is sealed; the page shows what there was when it asked.
  const sealed = await grete.askUntil('the granted roles in the trail', '/api/v1/audit?limit=200',
    ({ body }) => ['approval.request', 'approval.approve', 'roles.grant'].every((action) =>
      body.items?.some((each) => each.action === action)));
  const trail = sealed.body.items.map(({ action, outcome, personName, details }) =>
    ({ action, outcome, personName, details }));
  await grete.go('audit');
  await grete.page.locator('tbody tr', { hasText: 'Approved a change that takes two' }).first().waitFor();
  const rows = await grete.page.locator('tbody tr').allTextContents();
  return { concerns, rolesBefore, rolesAfter, authorButtons, byAuthor, again, shown, digest: open.digest, after, trail, rows };
});

/** What everybody has: coming in, leaving, and the own account. Everything else that is posted changes. */
const OWN = /^\/api\/v1\/(set-up(\/host)?|session(\/.*)?|account\/.*)$/;

/** Logs come here with what they signed; it is open to all and changes nothing of this node's. */
const OF_LOGS = '/witness/add-checkpoint';

await journey('anAuditorChangesNothing', async () => {
  await otto.signInFirst();
  const buttons = {};
  for (const path of ['', 'sources', 'continuity', 'ledger', 'proof', 'audit', 'people', 'people?tab=roles',
    'people?tab=sessions', 'people?tab=tokens', 'people?tab=certificates', 'approvals', 'approvals?state=all', 'plant', 'health']) {
    await otto.go(path);
    buttons[path] = await otto.page.locator('main').locator('button, input:not([type=search]), a[download], textarea')
      .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? (each.labels?.[0]?.innerText || each.innerText)));
  }
  const grants = await ada.ask('/api/v1/people');
  const ids = {
    people: grants.body.items.find((each) => each.name === 'jonas').id,
    sessions: (await ada.ask('/api/v1/sessions')).body.items.find((each) => each.personName === 'Ada').id,
    approvals: (await grete.ask('/api/v1/approvals?state=all')).body.items[0].id,
    tokens: '00000000',
  };
  const contract = await otto.page.evaluate(() => fetch('/openapi').then((answer) => answer.text()));
  const posted = [];
  const own = [];
  let path = '';
  for (const line of contract.split('\n')) {
    path = /^ {2}(\/\S+):$/.exec(line)?.[1] ?? path;
    const method = /^ {4}(post|put|patch|delete):$/.exec(line)?.[1];
    if (method === undefined || path === OF_LOGS) continue;
    if (OWN.test(path)) {
      own.push(path);
      continue;
    }
    const kind = path.split('/')[3];
    const query = path === '/api/v1/events' ? '?source=a&point=b' : '';
    const answer = await otto.send(method, path.replace('{id}', ids[kind] ?? '0') + query, {});
    posted.push({ path: `${method} ${path}`, ...answer });
  }
  const people = (await ada.ask('/api/v1/people')).body.items;
  const isSame = JSON.stringify(people.map(({ name, roles, state }) => ({ name, roles, state })))
    === JSON.stringify(grants.body.items.map(({ name, roles, state }) => ({ name, roles, state })));
  return { buttons, posted, own, isSame };
});

await journey('pictures', () => takePictures(world, { ada, grete, otto }, seen));

for (const each of [ada, grete, otto]) await each.close();
await browser.close();
process.stdout.write(
  `${JSON.stringify({ journeys: seen, took, said: world.said, origins: [...world.origins] })}\n`,
  () => process.exit(0),
);
