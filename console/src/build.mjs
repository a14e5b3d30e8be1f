// Makes the pages: node src/build.mjs FOLDER. Fails when the shell is larger than it may be, when a
// script is inline, or when something would be asked of another origin.
import { readFileSync, writeFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const home = join(import.meta.dirname, '..');
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  throw new Error('which folder? node src/build.mjs FOLDER');
}

/** What has to come before the first page is seen, and what a page may add to it; gzip, in bytes. */
const SHELL_MAX = 230_000;
const PAGE_MAX = 120_000;

await build({
  root: join(home, 'src'),
  configFile: false,
  base: '/console/',
  publicDir: join(home, 'src', 'public'),
  logLevel: 'warn',
  plugins: [react()],
  build: {
    outDir: join(home, folder),
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: ['chrome120', 'firefox128', 'safari17'],
    // Small pictures as files too: the content security policy names no data addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    reportCompressedSize: false,
  },
});

const out = join(home, folder);
const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
const zipped = (file) => gzipSync(readFileSync(join(out, file)), { level: 9 }).length;

const reached = (key, found = new Set()) => {
  if (!found.has(key)) {
    found.add(key);
    (manifest[key].imports ?? []).forEach((each) => reached(each, found));
  }
  return found;
};
const filesOf = (keys) => [...new Set(keys.flatMap((key) => [manifest[key].file, ...(manifest[key].css ?? [])]))];
const sizeOf = (files) => files.reduce((sum, file) => sum + zipped(file), 0);

const shellKeys = [...reached('index.html')];
const words = Object.keys(manifest).find((key) => key.endsWith('en/words.json'));
const shell = sizeOf(filesOf([...shellKeys, ...(words === undefined ? [] : [words])]));
if (shell > SHELL_MAX) {
  throw new Error(`the shell has ${shell} bytes, ${SHELL_MAX} are allowed`);
}
let largest = 0;
for (const [key, entry] of Object.entries(manifest)) {
  if (entry.isDynamicEntry) {
    const own = [...reached(key)].filter((each) => !shellKeys.includes(each));
    const size = sizeOf(filesOf(own));
    largest = Math.max(largest, size);
    if (size > PAGE_MAX) {
      throw new Error(`${key} has ${size} bytes, ${PAGE_MAX} are allowed`);
    }
  }
}
const html = readFileSync(join(out, 'index.html'), 'utf8');
if (/<script(?![^>]*\bsrc=)|<style|\son[a-z]+=|https?:/i.test(html)) {
  throw new Error('the page has something inline, or names another origin');
}

// What of others is in the pages, with their licences: handed out as licences.txt.
const lock = JSON.parse(readFileSync(join(home, 'package-lock.json'), 'utf8')).packages;
const shipped = Object.entries(lock)
  .filter(([path, entry]) => path !== '' && entry.dev !== true && entry.optional !== true)
  .map(([path, entry]) => ({ path, name: path.replace(/^.*node_modules\//, ''), ...entry }))
  .filter(({ name }) => !name.startsWith('@types/') && name !== 'csstype');
const textOf = ({ path, name, version, license }) => {
  const at = join(home, path);
  const file = readdirSync(at).find((each) => /^licen[cs]e(\.(md|txt))?$/i.test(each));
  const text = file === undefined ? '' : `\n\n${readFileSync(join(at, file), 'utf8').trim()}`;
  return `${name} ${version}\nlicence: ${license}${text}\n`;
};
const line = `${'-'.repeat(80)}\n`;
writeFileSync(join(out, 'licences.txt'), shipped.map((each) => line + textOf(each)).join(''));
writeFileSync(
  join(out, 'files.txt'),
  readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && !['manifest.json', 'files.txt'].includes(each.name))
    .map((each) => join(each.parentPath, each.name).slice(out.length + 1).replaceAll('\\', '/'))
    .sort()
    .join('\n') + '\n',
);
process.stdout.write(`console: shell ${shell} bytes, largest page ${largest} bytes, gzip\n`);
