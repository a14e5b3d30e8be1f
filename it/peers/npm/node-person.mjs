// A person with a browser of their own and a passkey in it, and what people do everywhere.
import { join } from 'node:path';
import { PATIENCE_MS, settled, until } from './patience.mjs';

/** A refusal that somebody asked for is said by the browser too; it is no fault of the page. */
const isFault = (text) => !/Failed to load resource/.test(text);

export class Person {
  constructor(world, name, display, context, page) {
    Object.assign(this, { world, name, display, context, page });
    this.password = 'seven tall herons by noon';
  }

  static async of(world, name, display) {
    const context = await world.browser.newContext({
      viewport: { width: 1366, height: 850 }, locale: 'en-GB', timezoneId: 'Europe/Zurich',
      acceptDownloads: true, colorScheme: 'light', reducedMotion: 'reduce', ...world.context,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    page.on('console', (message) => isFault(message.text()) && world.said.push(`${name} ${message.type()}: ${message.text()}`));
    page.on('pageerror', (problem) => world.said.push(`${name} error: ${problem}`));
    context.on('request', (request) => world.origins.add(new URL(request.url()).origin));
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
        isUserVerified: true, automaticPresenceSimulation: true,
      },
    });
    return new Person(world, name, display, context, page);
  }

  /** The field of just this label; that it must be filled is no part of its name. */
  field(label, within = this.page) {
    return within.getByLabel(new RegExp(`^${label}( ?\\*)?$`));
  }

  close() {
    return this.context.close();
  }

  async picture(name) {
    await this.page.screenshot({
      path: join(this.world.pictures, `${name}.png`), fullPage: true, animations: 'disabled',
    });
  }

  /**
   * Until what was asked for has come; a page that lives never falls silent. It holds of a page that was
   * loaded: behind a link the heading may still be the old page's, so wait for something of the new one.
   */
  async settle() {
    await settled(this.page);
    await this.page.waitForTimeout(150);
  }

  async go(path) {
    await this.page.goto(`${this.world.origin}/console/${path}`);
    await this.settle();
  }

  /** Until the pages behind the door are there. */
  async arrive() {
    await this.page.getByRole('button', { name: 'Sign out' }).waitFor();
    await this.settle();
  }

  async signOut() {
    await this.page.getByRole('button', { name: 'Sign out' }).click();
    await this.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  }

  async fillSignIn(password) {
    await this.page.goto(`${this.world.origin}/console/`);
    await this.page.getByLabel('User name').fill(this.name);
    await this.field('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  async signIn() {
    await this.fillSignIn(this.password);
    await this.arrive();
  }

  /** With the password that somebody else has seen, which has to go before anything opens. */
  async signInFirst() {
    await this.fillSignIn(this.firstPassword);
    await this.page.getByLabel('Present password').fill(this.firstPassword);
    await this.picture('gate-password-due');
    await this.field('New password').fill(this.password);
    await this.field('New password again').fill(this.password);
    await this.page.getByRole('button', { name: 'Change password' }).click();
    await this.arrive();
  }

  async signInByPasskey() {
    await this.page.getByRole('button', { name: 'Use a passkey' }).click();
    await this.arrive();
  }

  /** Confirms the dialog that comes when the last sign of who one is has grown old. */
  async stepUpIfAsked(done) {
    const password = this.page.locator('dialog[open] [autocomplete=current-password]');
    await done.or(password).first().waitFor();
    if (await password.count() > 0) {
      await password.fill(this.password);
      await this.page.keyboard.press('Enter');
      await done.waitFor();
    }
  }

  async addPasskey(label) {
    await this.page.locator('.bar a[href$="/account"]').click();
    await this.page.getByLabel('Label').fill(label);
    await this.page.getByRole('button', { name: 'Register a passkey' }).click();
    await this.stepUpIfAsked(this.page.getByText(`${label} was registered.`));
    // The word comes before the list has been asked for again.
    const row = this.page.locator('tbody th[scope=row]', { hasText: label });
    await row.first().waitFor();
    return row.count();
  }

  /** Makes somebody with one role, and gives the password that is shown once. */
  async makePerson({ name, display }, role, until = '') {
    await this.go('people');
    await this.page.getByRole('button', { name: 'New person' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'New person' });
    await dialog.getByLabel('User name').fill(name);
    await dialog.getByLabel('Display name').fill(display);
    await this.field('Role', dialog).selectOption(role);
    if (until !== '') await dialog.getByLabel('Until').fill(until);
    await dialog.getByRole('button', { name: 'Make the account' }).click();
    const secret = dialog.locator('.digest');
    await this.stepUpIfAsked(secret);
    const password = await secret.textContent();
    await dialog.getByRole('button', { name: 'Close' }).click();
    return password;
  }

  /** Chooses a language, until the node has kept it with the person: the next page loaded is in it too. */
  async speak(language) {
    const { person } = (await this.ask('/api/v1/session')).body;
    // A page just loaded may still be in the browser's language, and would take this choice back.
    await this.spoken(person.language);
    if (person.language === language) return;
    await Promise.all([
      this.page.waitForResponse((answer) => answer.url().endsWith('/api/v1/account/language')),
      this.page.getByLabel(/^(Language|Sprache)$/).selectOption(language),
    ]);
    await this.spoken(language);
  }

  /** Until the page is in a language. */
  spoken(language) {
    return this.page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
  }

  /** What comes of an act that may itself have to wait: from then on it is as patient once more. */
  async download(act) {
    const coming = this.page.waitForEvent('download', { timeout: 2 * PATIENCE_MS });
    // Where the act fails, it is the act that is told about.
    coming.catch(() => undefined);
    await act();
    const file = await coming;
    const path = join(this.world.files, file.suggestedFilename());
    await file.saveAs(path);
    return path;
  }

  /** Asks the node as this page may: with its cookie and its token. */
  send(method, path, body) {
    return this.page.evaluate(async ([verb, at, text]) => {
      const { csrf } = await (await fetch('/api/v1/session')).json();
      const init = { method: verb.toUpperCase() };
      if (text !== null) {
        init.body = text;
        init.headers = { 'Content-Type': 'application/json', 'Penstock-Csrf': csrf };
      }
      const answer = await fetch(at, init);
      const said = await answer.text();
      return { status: answer.status, body: said.startsWith('{') ? JSON.parse(said) : said };
    }, [method, path, body === undefined ? null : JSON.stringify(body)]);
  }

  ask(path) {
    return this.send('get', path);
  }

  /** Asks again until the answer is enough: what the node does in the background takes its time. */
  askUntil(what, path, isEnough) {
    return until(what, () => this.ask(path), isEnough);
  }

  post(path, body) {
    return this.send('post', path, body);
  }
}
