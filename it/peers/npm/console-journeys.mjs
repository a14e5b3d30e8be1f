// What people do in the console, step by step, as they would: by keyboard and pointer.
import { readFileSync } from 'node:fs';

/** Each gives what it saw; a step that cannot be done throws, and the walk fails with its name. */
export async function journeys(tools) {
  const seen = {};
  for (const [name, journey] of Object.entries(JOURNEYS)) {
    try {
      seen[name] = await journey(tools);
    } catch (problem) {
      seen[name] = { failed: String(problem).slice(0, 600) };
    }
  }
  return seen;
}

const posts = (page) => page.evaluate(() => fetch('/fixture/posts').then((answer) => answer.json()));

const authenticator = async (context, page) => {
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
  });
  return { devtools, authenticatorId };
};

const JOURNEYS = {
  async setUp({ open, settle }) {
    const { context, page } = await open('set-up');
    await settle(page);
    await page.getByLabel('Set-up code').fill('ABCD-EFGH-JKLM-NPQR-STUV');
    await page.getByLabel('User name').fill('j.lindqvist');
    await page.locator('[autocomplete=new-password]').first().fill('short');
    const isEarly = await page.getByRole('button', { name: 'Make the account' }).isEnabled();
    await page.locator('[autocomplete=new-password]').first().fill('river otter plum 41');
    await page.locator('[autocomplete=new-password]').last().fill('river otter plum 41');
    await page.getByRole('button', { name: 'Make the account' }).click();
    await page.waitForSelector('h1:has-text("Home")');
    await context.close();
    return { isEarly, arrived: true };
  },

  async signInWithPasswordAndCode({ open, settle, look }) {
    const { context, page, said } = await open('signed-out');
    await settle(page);
    await page.getByLabel('User name').fill('m.okafor');
    await page.locator('[autocomplete=current-password]').fill('wrong');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=alert]');
    await look('signed-out-refused', page, said);
    await page.locator('[autocomplete=current-password]').fill('river otter plum 41');
    await page.keyboard.press('Enter');
    await page.getByLabel('Code of your authenticator').fill('123 456');
    await page.keyboard.press('Enter');
    await page.waitForSelector('h1:has-text("Home")');
    const sent = await posts(page);
    await page.getByRole('button', { name: 'Lock' }).click();
    await page.waitForSelector('h1:has-text("Locked")');
    const isHidden = !(await page.content()).includes('filter-plc');
    await page.locator('[autocomplete=current-password]').fill('river otter plum 41');
    await page.keyboard.press('Enter');
    await page.waitForSelector('h1:has-text("Home")');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForSelector('h1:has-text("Sign in")');
    await context.close();
    return { tries: sent.filter((each) => each.path === '/api/v1/session').map((each) => each.body.totp ?? ''), isHidden };
  },

  async registerAPasskeyAndSignInWithIt({ open, settle, look, origin }) {
    const { context, page, said } = await open('officer');
    await authenticator(context, page);
    await page.goto(`${origin}/console/account`);
    await settle(page);
    await page.getByLabel('Label').fill('Key on my ring');
    await page.getByRole('button', { name: 'Register a passkey' }).click();
    // It needs a step-up: the dialog comes, and afterwards the request is sent once more.
    await page.waitForSelector('dialog[open]');
    await look('step-up', page, said, { isWhole: false });
    const focused = await page.evaluate(() => document.activeElement?.closest('dialog') !== null);
    await page.locator('dialog [autocomplete=current-password]').fill('river otter plum 41');
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=Key on my ring was registered.');
    const sent = await posts(page);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForSelector('h1:has-text("Sign in")');
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.waitForSelector('h1:has-text("My account")');
    const last = (await posts(page)).findLast((each) => each.path === '/api/v1/session/passkey');
    await context.close();
    return {
      focused,
      begins: sent.filter((each) => each.path.endsWith('/passkeys/begin')).length,
      finished: Object.keys(sent.find((each) => each.path.endsWith('/passkeys/finish'))?.body.credential.response ?? {}),
      asserted: Object.keys(last?.body.credential.response ?? {}),
      csrf: [...new Set(sent.filter((each) => !each.path.startsWith('/api/v1/session/passkey')).map((each) => each.csrf))],
    };
  },

  async approveWithAPasskey({ open, settle, origin }) {
    const { context, page } = await open('owner');
    await authenticator(context, page);
    // A passkey of this machine, made beforehand.
    await page.goto(`${origin}/console/account`);
    await settle(page);
    await page.getByLabel('Label').fill('Desk');
    await page.getByRole('button', { name: 'Register a passkey' }).click();
    await page.locator('dialog [autocomplete=current-password]').fill('river otter plum 41');
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=Desk was registered.');
    await page.getByRole('link', { name: /Approvals/ }).click();
    await page.waitForSelector('h2:has-text("Change of powerful roles")');
    const digest = (await page.locator('.facts .digest').first().textContent()).replace(/ /g, '');
    await page.getByLabel('Note (recorded)').fill('spoke with Jonas');
    await page.getByRole('button', { name: 'Approve with a passkey' }).click();
    await page.waitForFunction(() => !document.body.innerText.includes('takes over') && document.querySelectorAll('tbody tr th a').length < 2);
    const sent = (await posts(page)).find((each) => each.path.endsWith('/approve'));
    await context.close();
    return { isSameDigest: sent.body.digest === digest, note: sent.body.note, isSigned: sent.body.credential !== undefined };
  },

  async findAGapAndTakeItsCertificate({ open, settle, origin }) {
    const { context, page } = await open('officer');
    await page.goto(`${origin}/console/continuity`);
    await settle(page);
    // The legend has a cross as well: what is waited for is that of a cell, and the row that is marked.
    await page.locator('[role=gridcell][aria-label*="gap"]').first().waitFor({ state: 'attached' });
    await page.locator('#heat-0-0').waitFor({ state: 'attached' });
    // By keyboard alone: into the grid, along a row, marking four cells.
    await page.locator('[role=grid]').focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowRight');
    await page.locator('aside .rules li').first().waitFor();
    const marked = await page.locator('aside .rules').textContent();
    const active = await page.evaluate(() => {
      const grid = document.querySelector('[role=grid]');
      return document.getElementById(grid.getAttribute('aria-activedescendant'))?.getAttribute('aria-label');
    });
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download certificate' }).click();
    const file = await download;
    const bytes = readFileSync(await file.path(), 'utf8');
    await context.close();
    return { marked, active, name: file.suggestedFilename(), bytes };
  },

  async followAnAlteredRecord({ open, settle, origin }) {
    const { context, page } = await open('auditor');
    await page.goto(`${origin}/console/proof?place=9.2`);
    await settle(page);
    await page.locator('.proof-step.is-wrong h2').first().waitFor();
    const wrong = await page.locator('.proof-step.is-wrong h2').allTextContents();
    const values = await page.locator('.proof-step.is-wrong > .digest').allTextContents();
    const after = await page.locator('.proof-step.is-unreached').count();
    await page.goto(`${origin}/console/proof?place=4.2`);
    await settle(page);
    await page.locator('.proof-step.is-right').first().waitFor();
    const right = await page.locator('.proof-step.is-right').count();
    await context.close();
    return { wrong, differ: new Set(values).size, after, right };
  },

  async scrollThroughFiftyThousandRows({ open, settle, origin }) {
    const { context, page } = await open('large', {});
    await page.goto(`${origin}/console/sources`);
    await settle(page);
    await page.getByRole('button', { name: 'Open all' }).click();
    await page.waitForFunction(() => Number(document.querySelector('[role=table]')?.getAttribute('aria-rowcount')) > 50_000);
    const rows = Number(await page.locator('[role=table]').getAttribute('aria-rowcount'));
    const worst = await page.evaluate(async () => {
      const box = document.querySelector('.tree');
      const gaps = [];
      let last = performance.now();
      for (let i = 0; i < 90; i++) {
        box.scrollTop += 4_000;
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const now = performance.now();
        gaps.push(now - last);
        last = now;
      }
      gaps.sort((a, b) => a - b);
      return { median: gaps[45], most: gaps[85], drawn: document.querySelectorAll('.tree-row').length };
    });
    await context.close();
    return { rows, ...worst };
  },

  async giveACommandOnce({ open, settle, origin }) {
    const looking = await open('operator');
    await looking.page.goto(`${origin}/console/device?id=filter-plc-1`);
    await settle(looking.page);
    const offered = await looking.page.getByRole('button', { name: /^Write/ }).count();
    await looking.context.close();
    const { context, page } = await open('all');
    await page.goto(`${origin}/console/device?id=filter-plc-1`);
    await settle(page);
    const dialog = page.getByRole('dialog', { name: 'Write set point' });
    const value = dialog.getByLabel(/^New value/);
    const begin = () => page.getByRole('button', { name: 'Write\u2026 set point' }).click();
    await begin();
    await value.fill('1,5');
    const isCommaTaken = await dialog.getByRole('button', { name: 'Write', exact: true }).isEnabled();
    await value.fill('3.2');
    // The node takes it, and its answer is lost on the way.
    let isLost = false;
    await page.route('**/api/v1/commands', async (route) => {
      const answer = await route.fetch();
      if (isLost || !answer.ok()) return route.fulfill({ response: answer });
      isLost = true;
      return route.abort();
    });
    await dialog.getByRole('button', { name: 'Write 3.2 m' }).dblclick();
    await page.locator('dialog [autocomplete=current-password]').fill('river otter plum 41');
    await page.keyboard.press('Enter');
    await dialog.getByText('Nobody knows yet whether the node took the command.').waitFor();
    const isFree = await value.isEnabled();
    await dialog.getByRole('button', { name: 'Ask again' }).click();
    await dialog.getByText('done', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Close', exact: true }).click();
    const first = (await posts(page)).filter((each) => each.path === '/api/v1/commands');
    // Another window is another command.
    await begin();
    await value.fill('3.3');
    await dialog.getByRole('button', { name: 'Write 3.3 m' }).click();
    await dialog.getByText('done', { exact: true }).waitFor();
    const says = await dialog.locator('dl').first().innerText();
    await dialog.getByRole('button', { name: 'Close', exact: true }).click();
    const rows = page.getByRole('table', { name: /^Given on this page/ }).locator('tbody tr');
    await rows.filter({ hasText: '3.3 m' }).getByText('done', { exact: true }).waitFor();
    const given = await rows.allInnerTexts();
    const all = (await posts(page)).filter((each) => each.path === '/api/v1/commands');
    const trail = await page.getByRole('link', { name: /audit trail/ }).getAttribute('href');
    await context.close();
    return {
      offered, isCommaTaken, isFree, isLost, says, given, trail, sent: first.length,
      firstKeys: new Set(first.map((each) => each.body.key)).size,
      firstBodies: new Set(first.map((each) => JSON.stringify(each.body))).size,
      keys: new Set(all.map((each) => each.body.key)).size,
      last: all.at(-1).body,
    };
  },

  async walkByKeyboard({ open, settle }) {
    const { context, page } = await open('officer');
    await settle(page);
    await page.keyboard.press('Tab');
    const first = await page.evaluate(() => document.activeElement?.textContent);
    await page.keyboard.press('Enter');
    await page.waitForURL(/#./);
    const skipped = await page.evaluate(() => location.hash);
    const invisible = [];
    await page.evaluate(() => document.activeElement?.blur());
    for (let i = 0; i < 30; i++) {
      await page.keyboard.press('Tab');
      const found = await page.evaluate(() => {
        const at = document.activeElement;
        if (at === null || at === document.body) return null;
        const style = getComputedStyle(at);
        const inner = at.closest('.mantine-Input-wrapper') ?? at;
        const isSeen = (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || getComputedStyle(inner).outlineStyle !== 'none';
        return isSeen ? null : at.outerHTML.slice(0, 120);
      });
      if (found !== null) invisible.push(found);
    }
    await context.close();
    return { first, skipped, invisible };
  },
};
