// Signs people in at a real node by a real provider, in a real browser.
//   node provider-sign-in.mjs BROWSER ORIGIN PERSON...
// BROWSER is the program of a Chromium, ORIGIN the node's address. Each PERSON presses the button of
// the provider in a browser of their own. Answers with one line of JSON, a list of what each saw.
import { chromium } from 'playwright-core';
import { PATIENCE_MS } from './patience.mjs';

const [program, origin, ...people] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });

async function goThere(person) {
  const context = await browser.newContext({ locale: 'en-GB' });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const said = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (problem) => said.push(`error: ${problem}`));
  await page.goto(`${origin}/console/`);
  await page.getByRole('link', { name: 'Sign in with Plant directory' }).click();
  const login = page.locator('input[name=login]');
  const arrived = page.locator('h1:has-text("Home"), [role=alert]').first();
  await login.or(arrived).first().waitFor();
  const sites = new Set();
  page.on('request', (request) => sites.add(new URL(request.url()).host));
  if (await login.isVisible()) {
    await login.fill(person);
    await page.locator('input[name=password]').fill('any');
    await page.locator('button[type=submit]').click();
    await page.locator('input[name=prompt][value=consent]').waitFor({ state: 'attached' });
    await page.locator('button[type=submit]').click();
  }
  await arrived.waitFor();
  // The page takes the reason out of its address once it has shown it.
  await page.waitForURL((address) => !address.searchParams.has('problem'), { waitUntil: 'commit' });
  const seen = {
    address: page.url().slice(origin.length),
    heading: await page.locator('h1').first().innerText(),
    alert: (await page.locator('[role=alert]').allInnerTexts()).join(' '),
    cookies: (await context.cookies(origin)).map(({ name, sameSite, httpOnly, secure }) => ({ name, sameSite, httpOnly, secure })),
    history: await page.evaluate(() => window.history.length),
    sites: [...sites],
  };
  await page.reload();
  await page.locator('h1').first().waitFor();
  seen.afterReload = await page.locator('h1').first().innerText();
  seen.alertsAfterReload = await page.locator('[role=alert]').count();
  seen.said = said;
  await context.close();
  return seen;
}

const answers = [];
try {
  for (const person of people) {
    answers.push(await goThere(person));
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(answers));
