// Signs people in at a real node by certificates of its own authority, in a real browser.
//   node certificate-journeys.mjs BROWSER ORIGIN PICTURES FOLDER
// BROWSER is the program of a Chromium; ORIGIN the node's address over TLS; PICTURES gets pictures; FOLDER has
// NAME.csr and NAME.key for tied and other. The first line of standard input is the node's set-up code.
// Answers with one line of JSON: what each journey saw, and what the pages' consoles said.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { Person } from './node-person.mjs';
import { PATIENCE_MS } from './patience.mjs';

const [program, origin, pictures, folder] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const code = (await createInterface(process.stdin)[Symbol.asyncIterator]().next()).value.trim();

const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
// Whether the browser believes the node is shown elsewhere: by openssl and curl, with the site's authority.
const world = { browser, origin, pictures, said: [], origins: new Set(), context: { ignoreHTTPSErrors: true } };
const seen = {};

/** One after the other: each goes on where the one before left the node. */
async function journey(name, walk) {
  const broken = Object.keys(seen).find((each) => seen[each].failed !== undefined);
  process.stderr.write(`${name}\n`);
  try {
    seen[name] = broken === undefined ? await walk() : { failed: `not tried after ${broken}` };
  } catch (problem) {
    seen[name] = { failed: String(problem).slice(0, 900) };
  }
}

/** Somebody at a machine that holds this key and certificate. */
function at(name) {
  const own = { ...world, context: { ...world.context, clientCertificates: [{
    origin, certPath: join(folder, `${name}.pem`), keyPath: join(folder, `${name}.key`),
  }] } };
  return Person.of(own, name, name);
}

/** Comes to the door with what the machine has, and presses the button for it. */
async function comeByCertificate(person) {
  await person.page.goto(`${origin}/console/`);
  await person.page.getByRole('button', { name: 'Use this machine’s certificate' }).click();
}

const ada = await Person.of(world, 'ada', 'Ada');

await journey('setUp', async () => {
  const { page } = ada;
  await page.goto(`${origin}/console/`);
  await page.getByLabel('Set-up code').fill(code);
  await page.getByLabel('User name').fill('ada');
  await page.getByLabel('Display name').fill('Ada');
  await ada.field('New password').fill(ada.password);
  await ada.field('New password again').fill(ada.password);
  await page.getByRole('button', { name: 'Make the account' }).click();
  await ada.arrive();
  const initial = await ada.makePerson({ name: 'wally', display: 'Wally Brook' }, 'engineer');
  return { isInitialLong: initial.length >= 12 };
});

/** The administrator takes the request that the owner of the key made, and gives back the certificate. */
async function issue(name) {
  const { page } = ada;
  await ada.go('people?tab=certificates');
  await page.getByRole('button', { name: 'New certificate' }).click();
  const dialog = page.getByRole('dialog', { name: 'New certificate' });
  await ada.field('Subject', dialog).fill(`desk ${name}`);
  await dialog.getByLabel('Request (PKCS 10, PEM)').fill(readFileSync(join(folder, `${name}.csr`), 'utf8'));
  await dialog.getByRole('button', { name: 'Issue it' }).click();
  const made = dialog.getByLabel('The certificate, and that of the authority');
  await ada.stepUpIfAsked(made);
  await ada.picture(`certificate-issued-${name}`);
  writeFileSync(join(folder, `${name}.pem`), await made.inputValue());
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('row', { name: new RegExp(`desk ${name}`) }).waitFor();
  const named = ({ body }) => body.issued?.find((each) => each.subject === `desk ${name}`);
  return named(await ada.askUntil(`the certificate of ${name}`, '/api/v1/certificates', named));
}

await journey('issueAndTie', async () => {
  const { fingerprint, kind } = await issue('tied');
  await issue('other');
  const people = (await ada.ask('/api/v1/people')).body.items;
  const { id } = people.find((each) => each.name === 'wally');
  const tied = await ada.post(`/api/v1/people/${id}/ties`, { certificates: [fingerprint], subjects: [] });
  return { kind, status: tied.status };
});

let wally;
await journey('comeIn', async () => {
  const without = await ada.page.context().browser().newContext({ ignoreHTTPSErrors: true });
  without.setDefaultTimeout(PATIENCE_MS);
  const bare = await without.newPage();
  await bare.goto(`${origin}/console/`);
  await bare.getByRole('heading', { name: 'Sign in' }).waitFor();
  const buttons = await bare.getByRole('button').allTextContents();
  await without.close();
  wally = await at('tied');
  await comeByCertificate(wally);
  await wally.arrive();
  await wally.picture('certificate-signed-in');
  const { body } = await wally.ask('/api/v1/session');
  const ofWally = ({ body: { items } }) => items?.find((each) => each.personName === 'Wally Brook');
  const sessions = await ada.askUntil('the session of Wally Brook', '/api/v1/sessions', ofWally);
  return {
    buttons,
    name: await wally.page.locator('.bar a[href$="/account"]').textContent(),
    state: body.state, ways: body.ways, actions: body.actions, steppedUpUntil: body.steppedUpUntil ?? null,
    way: ofWally(sessions).way,
  };
});

await journey('whoIsTiedToNobodyIsRefused', async () => {
  const other = await at('other');
  await comeByCertificate(other);
  const alert = other.page.getByRole('alert');
  await alert.waitFor();
  const told = await alert.innerText();
  await other.picture('certificate-tied-to-nobody');
  const { body } = await other.ask('/api/v1/session');
  await other.close();
  return { told, state: body.state };
});

await journey('revoke', async () => {
  const { page } = ada;
  await ada.go('people?tab=certificates');
  await page.getByRole('row', { name: /desk tied/ }).getByRole('button', { name: /Revoke/ }).click();
  const dialog = page.getByRole('dialog', { name: /Revoke the certificate/ });
  await dialog.getByLabel('Reason').selectOption('key-compromise');
  await dialog.getByRole('button', { name: 'Revoke', exact: true }).click();
  const done = dialog.getByText('It is good no more.');
  await ada.stepUpIfAsked(done);
  await dialog.getByRole('button', { name: 'Close' }).click();
  // The session that it opened has ended: what the page asks by itself is refused.
  const sessions = (await ada.ask('/api/v1/sessions')).body.items.map((each) => each.personName);
  const open = await wally.page.evaluate(() => fetch('/api/v1/node').then((answer) => answer.status, () => 0));
  // The word comes before the list has been asked for again.
  const revoked = page.getByRole('row', { name: /desk tied/ }).filter({ hasText: 'the key is known to others' });
  await revoked.waitFor();
  const row = await revoked.textContent();
  await wally.close();
  // And nobody comes in by it: whatever the browser is told, no page of the node is behind it.
  const thief = await at('tied');
  const answer = await thief.page.goto(`${origin}/console/`).then((one) => one.status(), () => 0);
  const isIn = await thief.page.getByRole('button', { name: 'Sign out' }).count();
  const door = await thief.page.getByRole('button', { name: 'Use this machine’s certificate' }).count();
  const text = (await thief.page.locator('body').innerText().catch(() => '')).slice(0, 300);
  await thief.close();
  return { sessions, open, row, answer, isIn, door, text };
});

await ada.close();
await browser.close();
process.stdout.write(`${JSON.stringify({ journeys: seen, said: world.said, origins: [...world.origins] })}\n`, () => process.exit(0));
