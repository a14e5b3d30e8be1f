// Opens the page that checks bundles in a Firefox and asks it about some bundles of a folder.
//   node page-firefox.mjs FIREFOX PAGE FOLDER NAME...
// As page-judge.mjs, over Marionette, the remote protocol that every Firefox speaks. Answers with
// one line of JSON: the verdict on each bundle.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const [program, pageFile, folder, ...names] = process.argv.slice(2);
const PORT = 2828 + (process.pid % 20_000);

const profile = mkdtempSync(join(tmpdir(), 'penstock-firefox-'));
writeFileSync(join(profile, 'user.js'), `user_pref("marionette.port", ${PORT});\n`);
const firefox = spawn(program, ['--headless', '--marionette', '--profile', profile], {
  stdio: 'ignore',
});

const reach = async () => {
  for (let tries = 0; tries < 240; tries++) {
    const socket = connect(PORT, '127.0.0.1');
    const isOpen = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    if (isOpen) {
      return socket;
    }
    await sleep(500);
  }
  throw new Error('Firefox did not open its port');
};

// A message is its length in bytes, a colon, and JSON.
let held = Buffer.alloc(0);
const waiting = [];
const take = (bytes) => {
  held = Buffer.concat([held, bytes]);
  for (;;) {
    const colon = held.indexOf(0x3a);
    const length = Number(held.subarray(0, Math.max(colon, 0)).toString());
    if (colon < 1 || held.length < colon + 1 + length) {
      return;
    }
    waiting.shift()?.(JSON.parse(held.subarray(colon + 1, colon + 1 + length).toString()));
    held = held.subarray(colon + 1 + length);
  }
};

const verdicts = {};
try {
  const socket = await reach();
  const next = () => new Promise((resolve) => waiting.push(resolve));
  const hello = next();
  socket.on('data', take);
  await hello;
  let id = 0;
  const ask = async (command, parameters) => {
    const answer = next();
    const message = JSON.stringify([0, ++id, command, parameters]);
    socket.write(`${Buffer.byteLength(message)}:${message}`);
    const [, , problem, result] = await answer;
    if (problem) {
      throw new Error(`${command}: ${problem.message}`);
    }
    return result;
  };
  await ask('WebDriver:NewSession', {});
  await ask('WebDriver:SetTimeouts', { script: 120_000, pageLoad: 120_000 });
  await ask('WebDriver:Navigate', { url: pathToFileURL(pageFile).href });
  for (const name of names) {
    const bundle = readFileSync(join(folder, `${name}.zip`)).toString('base64');
    const { trust, require, now } = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
    const { value } = await ask('WebDriver:ExecuteAsyncScript', {
      script: `
        const [bundle, trust, require, now, done] = arguments;
        const bytes = Uint8Array.from(atob(bundle), (c) => c.charCodeAt(0));
        window.penstockVerify({
          file: new Blob([bytes]),
          trust: trust === '' ? null : trust,
          require,
          now: Number(BigInt(now) / 1000000n),
        }).then((verdict) => done(JSON.stringify(verdict)), (why) => done(String(why)));
      `,
      args: [bundle, trust, require, now],
      sandbox: null,
    });
    verdicts[name] = JSON.parse(value);
  }
  await ask('Marionette:Quit', {}).catch(() => {});
  socket.destroy();
} finally {
  firefox.kill();
  await sleep(500);
  rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
}
process.stdout.write(`${JSON.stringify({ verdicts })}\n`);
