// What people change at the console of a real node, each form of it once, in a real browser.
//   node change-journeys.mjs BROWSER ORIGIN PICTURES
// BROWSER is the program of a Chromium; ORIGIN where the node is found, by the name localhost; PICTURES gets
// pictures. The node seals the values of badge* so that they can be shredded, and has a channel for notices.
// The first line of standard input is its set-up code. Answers with one line of JSON: what each journey saw,
// what the pages' consoles said, and which addresses were asked for.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { Person } from './node-person.mjs';

const [program, origin, pictures] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
// Pictures of an earlier walk show nothing of this one.
for (const each of readdirSync(pictures).filter((name) => name.endsWith('.png'))) rmSync(join(pictures, each));
const code = (await createInterface(process.stdin)[Symbol.asyncIterator]().next()).value.trim();

const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
const world = { browser, origin, pictures, said: [], origins: new Set() };
const seen = {};

/** One after the other: each goes on where the one before left the node. */
async function journey(name, walk) {
  const broken = Object.keys(seen).find((each) => seen[each].failed !== undefined);
  if (broken !== undefined) {
    seen[name] = { failed: `not tried after ${broken}` };
    return;
  }
  process.stderr.write(`${name}\n`);
  try {
    seen[name] = await walk();
  } catch (problem) {
    seen[name] = { failed: String(problem.stack ?? problem).slice(0, 1_200) };
    for (const each of [ada, grete, olga, emil]) await each.picture(`failed-${each.name}`);
  }
}

const ada = await Person.of(world, 'ada', 'Ada');
const grete = await Person.of(world, 'grete', 'Grete Oberhuber');
const olga = await Person.of(world, 'olga', 'Olga Lind');
const emil = await Person.of(world, 'emil', 'Emil Roth');

const dialogOf = (person, name) => person.page.getByRole('dialog', { name });
const close = (dialog) => dialog.getByRole('button', { name: 'Close', exact: true }).click();

/** The request that waits, as the second person sees it, and yes to it by a passkey. */
async function approve(person, kind, note) {
  const { body } = await person.ask('/api/v1/approvals?state=open');
  await person.go('approvals');
  await person.page.getByRole('heading', { name: kind }).waitFor();
  await person.page.getByLabel('Note (recorded)').fill(note);
  await person.picture(`approval-${kind.toLowerCase().replaceAll(' ', '-')}`);
  const shown = await person.page.locator('section[aria-labelledby=approval]').innerText();
  await person.page.getByRole('button', { name: 'Approve with a passkey' }).click();
  await person.stepUpIfAsked(person.page.getByText('Nothing waits for a decision'));
  const { body: last } = await person.askUntil('what came of the request', `/api/v1/approvals/${body.items[0].id}`,
    (answer) => !['open', 'approved'].includes(answer.body.state));
  return { shown, last };
}

/** The row of somebody on the page of people, with its dialog open. */
async function open(person, name) {
  await person.go('people');
  await person.page.getByRole('row', { name }).getByRole('button', { name: /Change/ }).click();
  return dialogOf(person, name);
}

await journey('testTheName', async () => {
  const { page } = ada;
  await page.goto(`${origin}/console/`);
  const test = page.getByRole('button', { name: 'Test this name' });
  const isEarly = await test.isEnabled();
  await page.getByLabel('Set-up code').fill(code);
  const tried = async (host, picture) => {
    await page.getByLabel('Host name').fill(host);
    await test.click();
    await page.getByRole('heading', { name: new RegExp(host.replaceAll('.', '\\.')) }).waitFor();
    await ada.picture(picture);
    return page.locator('.checks li').allInnerTexts();
  };
  const unknown = await tried('nowhere.plant7.example', 'host-unknown');
  const right = await tried('localhost', 'host-right');
  const goOn = await page.getByRole('link', { name: /localhost/ }).getAttribute('href');
  return { isEarly, unknown, right, goOn };
});

await journey('setUp', async () => {
  const { page } = ada;
  await page.getByLabel('User name').fill('ada');
  await page.getByLabel('Display name').fill('Ada');
  await ada.field('New password').fill(ada.password);
  await ada.field('New password again').fill(ada.password);
  await page.getByRole('button', { name: 'Make the account' }).click();
  await ada.arrive();
  await ada.addPasskey('Key on my ring');
  // While there is nobody else who could agree, one person makes somebody of weight; then it takes two.
  grete.firstPassword = await ada.makePerson(grete, 'security-officer');
  await grete.signInFirst();
  await grete.addPasskey('Desk');
  olga.firstPassword = await ada.makePerson(olga, 'asset-owner');
  await approve(grete, 'Change of powerful roles', 'owns the site');
  emil.firstPassword = await ada.makePerson(emil, 'engineer');
  await ada.makePerson({ name: 'wally', display: 'Wally Brook' }, 'viewer');
  for (const person of [olga, emil]) await person.signInFirst();
  await olga.addPasskey('Desk');
  const { body } = await ada.ask('/api/v1/people');
  return { names: body.items.map(({ name }) => name) };
});

await journey('tieAndUntie', async () => {
  const dialog = await open(ada, /wally/);
  const { id } = (await ada.ask('/api/v1/people')).body.items.find((each) => each.name === 'wally');
  const ties = async () => (await ada.ask(`/api/v1/people/${id}/ties`)).body;
  await dialog.getByText('Tie a client certificate', { exact: false }).first().click();
  const [first, second] = ['ab', 'cd'].map((pair) => pair.repeat(32));
  const paste = dialog.locator('textarea');
  const tie = dialog.getByRole('button', { name: 'Tie the certificate' });
  await paste.fill('no certificate');
  const listed = (text) => dialog.locator('.checks li', { hasText: text });
  const isOffered = await tie.isEnabled();
  for (const each of [first, second]) {
    await paste.fill(each);
    await tie.click();
    await ada.stepUpIfAsked(listed(each.slice(0, 8)));
  }
  await dialog.getByText('Tie an account', { exact: false }).first().click();
  await dialog.getByLabel(/^Issuer/).fill('https://id.plant7.example/realms/ot');
  await dialog.getByLabel(/^Subject/).fill('wally.brook');
  await dialog.getByRole('button', { name: 'Tie the account' }).click();
  await ada.stepUpIfAsked(listed('wally.brook'));
  await ada.picture('ties');
  const tied = await ties();
  await dialog.getByRole('button', { name: /^Untie abababab/ }).click();
  await ada.stepUpIfAsked(dialog.locator('.checks:not(:has-text("abababab"))'));
  const left = await ties();
  await close(dialog);
  return { isOffered, tied, left };
});

let sealed;
await journey('theSealedCodeAnew', async () => {
  await ada.go('people');
  await ada.page.getByRole('button', { name: 'Make the sealed code anew' }).click();
  const dialog = dialogOf(ada, 'Make the sealed code anew');
  await dialog.getByRole('button', { name: 'Make it anew' }).click();
  const secret = dialog.locator('.digest');
  await ada.stepUpIfAsked(secret);
  sealed = await secret.textContent();
  const words = await dialog.innerText();
  await ada.page.keyboard.press('Escape');
  const isKept = await secret.isVisible();
  await dialog.getByRole('button', { name: 'It is written down' }).click();
  // Until somebody else agrees, it opens nothing.
  const early = await grete.page.evaluate(async (password) => {
    const answer = await fetch('/api/v1/session', { method: 'POST', credentials: 'omit', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ name: 'break-glass', password }) });
    return answer.status;
  }, sealed);
  const { shown, last } = await approve(grete, 'Resetting the break-glass account', 'envelope is with the shift lead');
  return { words, isKept, early, shown, state: last.state, by: last.decisions[0]?.grade };
});

await journey('inByTheSealedCode', async () => {
  const keeper = await Person.of(world, 'break-glass', 'Break glass');
  await keeper.fillSignIn(sealed);
  await keeper.arrive();
  await keeper.page.locator('.bar a[href$="/account"]').click();
  await keeper.page.getByText('You came in by the sealed code').first().waitFor();
  await keeper.settle();
  const words = await keeper.page.locator('main').innerText();
  // A page that heard nothing of the node for a while offers to ask it again: that is refused to nobody.
  const buttons = (await keeper.page.locator('main').getByRole('button').allTextContents()).filter((each) => !/^Ask again$/.test(each));
  await keeper.picture('account-of-the-sealed-code');
  // A request that takes a passkey: what cannot be is said, and no link leads to where it would be refused.
  await open(ada, /wally/).then(async (dialog) => {
    await ada.field('Role', dialog).selectOption('asset-owner');
    await dialog.getByLabel('Reason (recorded)').first().fill('takes over the site');
    await dialog.getByRole('button', { name: 'Set roles' }).click();
    await ada.stepUpIfAsked(dialog.getByText('This needs a second person'));
    await close(dialog);
  });
  await ada.go('people');
  await ada.page.getByRole('button', { name: 'Make the sealed code anew' }).click();
  const dialog = dialogOf(ada, 'Make the sealed code anew');
  await dialog.getByRole('button', { name: 'Make it anew' }).click();
  await ada.stepUpIfAsked(dialog.locator('.digest'));
  await dialog.getByRole('button', { name: 'It is written down' }).click();
  await keeper.go('approvals');
  await keeper.page.getByRole('link', { name: 'Resetting the break-glass account' }).click();
  await keeper.page.getByText('The sealed code agrees to nothing that does').waitFor();
  const links = await keeper.page.locator('section[aria-labelledby=approval] a').count();
  await keeper.picture('approval-for-the-sealed-code');
  await keeper.signOut();
  await keeper.fillSignIn(sealed);
  await keeper.page.getByRole('alert').waitFor();
  const again = await keeper.page.getByRole('alert').innerText();
  await keeper.close();
  return { words, buttons, links, again };
});

await journey('acknowledgeANotice', async () => {
  const { page } = grete;
  await grete.go('health');
  const row = page.getByRole('row', { name: /2 requests wait for a second person/ }).first();
  await row.waitFor();
  const words = await row.innerText();
  await row.getByRole('button', { name: /^I know/ }).click();
  await grete.stepUpIfAsked(row.getByText('Grete Oberhuber'));
  await grete.picture('notice-known');
  const notices = (await grete.ask('/api/v1/notices')).body.items;
  await grete.speak('de');
  await page.getByRole('row', { name: /zweite Person/ }).first().waitFor();
  const german = await page.getByRole('table', { name: /Meldungen/ }).innerText();
  await grete.picture('notice-known-german');
  await grete.speak('en');
  await page.getByRole('heading', { name: 'System health' }).waitFor();
  return { words, german, notices };
});

const MODEL = `format: penstock-plant-1
organisation:
  id: plant7
  name: Plant 7
site:
  id: north
  name: North
zones:
  - id: control
    name: Control room
    sources: ["badge*"]
`;

await journey('proposeAModel', async () => {
  // What waits from before is not of this journey.
  for (const each of (await ada.ask('/api/v1/approvals?state=open')).body.items) {
    await ada.post(`/api/v1/approvals/${each.id}/withdraw`, {});
  }
  const { page } = emil;
  const propose = async (text) => {
    await emil.go('plant');
    await page.getByRole('button', { name: 'Propose another model' }).click();
    const dialog = dialogOf(emil, 'Propose another model');
    await dialog.locator('textarea').fill(text);
    return dialog;
  };
  const first = await propose(MODEL);
  await first.getByRole('button', { name: 'Propose it' }).click();
  await emil.stepUpIfAsked(first.getByText('This needs a second person'));
  await close(first);
  await approve(grete, 'Another model of the plant', 'as it was handed over');
  const wrong = await propose(MODEL.replace('id: control', 'id: Control!'));
  await wrong.getByRole('button', { name: 'Propose it' }).click();
  await emil.stepUpIfAsked(wrong.getByRole('alert'));
  const flaw = await wrong.getByRole('alert').innerText();
  await emil.picture('plant-unsound');
  const second = await propose(`${MODEL}  - id: dosing\n    name: Chlorine dosing\n    parent: control\n`);
  await second.locator('ins').first().waitFor();
  const preview = await second.locator('ins').allTextContents();
  await emil.picture('plant-difference');
  await second.getByRole('button', { name: 'Propose it' }).click();
  await emil.stepUpIfAsked(second.getByText('This needs a second person'));
  const waits = await second.innerText();
  await emil.picture('plant-waits');
  await close(second);
  const { shown, last } = await approve(grete, 'Another model of the plant', 'as built');
  await emil.go('plant');
  await page.getByText('Chlorine dosing').first().waitFor();
  await emil.picture('plant-in-force');
  const { body } = await emil.ask('/api/v1/plant/versions');
  return { flaw, preview, waits, shown, state: last.state, versions: body.items };
});

await journey('shred', async () => {
  for (const text of ['in 08:02', 'out 16:40']) {
    const status = await emil.page.evaluate(async (body) => {
      const { csrf } = await (await fetch('/api/v1/session')).json();
      return (await fetch('/api/v1/events?source=badge-7&point=gate', { method: 'POST', body, headers: { 'Content-Type': 'text/plain', 'Penstock-Csrf': csrf } })).status;
    }, text);
    if (status >= 300) throw new Error(`'${text}' was not taken: ${status}`);
  }
  const found = await grete.askUntil('two events', '/api/v1/records?source=badge-7&order=newest&limit=5',
    ({ body }) => body.records?.length >= 2);
  const { place } = found.body.records[0];
  await grete.go(`proof?place=${place}`);
  await grete.page.locator('main').getByText('in 08:02').or(grete.page.locator('main').getByText('out 16:40')).first().waitFor();
  await grete.picture('record-open');
  await olga.go('ledger');
  await olga.page.getByRole('button', { name: 'Ask for a shred' }).click();
  const dialog = dialogOf(olga, /Shred/);
  const day = new Date().toISOString().slice(0, 10);
  const next = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await dialog.getByLabel(/^Source/).fill('badge-7');
  await dialog.getByLabel(/^From/).fill(`${day}T00:00`);
  await dialog.getByLabel(/^To/).fill(`${next}T00:00`);
  await dialog.getByLabel(/^Reason/).fill('asked for by the person');
  const button = dialog.getByRole('button', { name: 'Ask for it' });
  const isEarly = await button.isEnabled();
  await dialog.locator('input[type=checkbox]').check();
  await olga.picture('shred-form');
  await button.click();
  await olga.stepUpIfAsked(dialog.getByText('This needs a second person'));
  const plan = await dialog.innerText();
  await olga.picture('shred-asked');
  await close(dialog);
  const { shown, last } = await approve(grete, 'Shredding', 'seen the request of the person');
  await grete.go(`proof?place=${place}`);
  await grete.page.getByText(/Shredded|shredded/).first().waitFor();
  await grete.picture('record-shredded');
  const record = (await grete.ask(`/api/v1/records/${place}`)).body;
  await olga.go('approvals?state=decided');
  await olga.picture('shred-outcome');
  const outcome = await olga.page.locator('section[aria-labelledby=approval]').innerText();
  await olga.speak('de');
  await olga.page.getByRole('heading', { name: 'Freigaben' }).waitFor();
  await olga.picture('shred-outcome-german');
  const german = await olga.page.locator('section[aria-labelledby=approval]').innerText();
  return { isEarly, plan, shown, state: last.state, outcome, german, sealedValue: record.sealedValue };
});

for (const each of [ada, grete, olga, emil]) await each.close();
await browser.close();
process.stdout.write(`${JSON.stringify({ journeys: seen, said: world.said, origins: [...world.origins] })}\n`, () => process.exit(0));
