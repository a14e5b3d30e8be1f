// Opens the page that checks bundles in a real browser and asks it about every bundle of a folder.
//   node page-judge.mjs BROWSER PAGE FOLDER PICTURES
// BROWSER is the program of a Chromium; PAGE is verifier.html; beside each NAME.zip of FOLDER stands
// NAME.json with what is asked. Answers with one line of JSON: the verdict on each bundle, every
// address that was asked for, and what the page's console said. PICTURES gets pictures of the page.
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { PATIENCE_MS } from './patience.mjs';

const [program, pageFile, folder, pictures] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });

const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
const context = await browser.newContext({ viewport: { width: 1000, height: 900 } });
context.setDefaultTimeout(PATIENCE_MS);
const requests = [];
const said = [];
context.on('request', (request) => requests.push(request.url()));
const page = await context.newPage();
page.on('console', (message) => said.push(message.text()));
page.on('pageerror', (problem) => said.push(String(problem)));
await page.goto(pathToFileURL(pageFile).href);

// A file reaches the page as from an auditor's hand: through a file input.
await page.evaluate(() => {
  const field = document.createElement('input');
  field.type = 'file';
  field.id = 'judged';
  document.body.append(field);
});
const verdicts = {};
for (const file of readdirSync(folder).filter((name) => name.endsWith('.zip'))) {
  const name = file.slice(0, -'.zip'.length);
  const { trust, require, now } = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  await page.setInputFiles('#judged', join(folder, file));
  verdicts[name] = await page.evaluate(
    ([trustFile, wanted, at]) =>
      window.penstockVerify({
        file: document.getElementById('judged').files[0],
        trust: trustFile === '' ? null : trustFile,
        require: wanted,
        now: BigInt(at),
      }),
    [trust, require, now],
  );
}
await page.evaluate(() => document.getElementById('judged').remove());

// By hand, as a person does it.
const picture = (name) =>
  page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
const byHand = async (name, trust) => {
  await page.setInputFiles('#bundle', join(folder, `${name}.zip`));
  await page.fill('#trust-text', trust);
  await page.click('#check');
  await page.waitForSelector('#result:not([hidden])');
  return {
    headline: await page.textContent('#outcome'),
    states: await page.locator('#claims .state').allTextContents(),
    focused: await page.evaluate(() => document.activeElement?.id),
  };
};
const good = JSON.parse(readFileSync(join(folder, 'good.json'), 'utf8'));
await page.emulateMedia({ colorScheme: 'light' });
await picture('begin-light');
const hand = await byHand('good', good.trust);
await picture('good-light');
await page.emulateMedia({ colorScheme: 'dark' });
await picture('good-dark');
await page.emulateMedia({ media: 'print', colorScheme: 'light' });
await picture('good-print');
await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
const [download] = await Promise.all([page.waitForEvent('download'), page.click('#download')]);
hand.download = JSON.parse(readFileSync(await download.path(), 'utf8'));
const alone = await byHand('good', '');
await picture('alone-light');
const broken = await byHand('head-root', good.trust);
await picture('broken-light');
await page.setViewportSize({ width: 400, height: 800 });
await picture('broken-narrow');

await browser.close();
process.stdout.write(
  `${JSON.stringify({ verdicts, requests, said, hand, alone, broken })}\n`,
);
