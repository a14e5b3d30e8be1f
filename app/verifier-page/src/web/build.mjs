// Makes the one file: node src/web/build.mjs FOLDER writes verifier.html and its SHA-256 there.
// The same inputs give the same bytes on every machine.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const here = join(import.meta.dirname, '..', '..');
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  throw new Error('which folder? node src/web/build.mjs FOLDER');
}

const read = (...path) => readFileSync(join(here, ...path), 'utf8');

const bundled = async (entry, define) => {
  const result = await build({
    entryPoints: [join(here, entry)],
    absWorkingDir: here,
    bundle: true,
    charset: 'utf8',
    define,
    format: 'iife',
    legalComments: 'none',
    minify: true,
    target: ['firefox128', 'chrome120'],
    write: false,
  });
  return result.outputFiles[0].text.trim();
};

const sha256 = (text, form) => createHash('sha256').update(text).digest(form);

const worker = await bundled('src/web/check/worker.js', {});
const script = await bundled('src/web/main.js', { WORKER_SOURCE: JSON.stringify(worker) });
const style = read('src', 'web', 'page.css').replace(/\n\s*/g, '\n').trim();
if (/<\/script|<!--/i.test(script) || /<\//.test(style)) {
  throw new Error('the script or the style would end its element');
}

const libraries = ['curves', 'hashes', 'post-quantum'].map((name) => {
  const home = ['node_modules', '@noble', name];
  const { version } = JSON.parse(read(...home, 'package.json'));
  return `@noble/${name} ${version}\n${read(...home, 'LICENSE').trim()}`;
});
const escaped = (text) =>
  text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]);

const csp = [
  "default-src 'none'",
  `script-src 'sha256-${sha256(script, 'base64')}'`,
  `style-src 'sha256-${sha256(style, 'base64')}'`,
  'worker-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const parts = {
  '%CSP%': csp,
  '%STYLE%': style,
  '%LICENCES%': escaped(libraries.join('\n\n')),
  '%SCRIPT%': script,
};
// A function, so that nothing in the parts is taken for a pattern.
const page = read('src', 'web', 'page.html').replace(/%[A-Z]+%/g, (name) => parts[name] ?? name);

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'verifier.html'), page);
writeFileSync(join(folder, 'verifier.html.sha256'), `${sha256(page, 'hex')}  verifier.html\n`);
process.stdout.write(`verifier.html: ${Buffer.byteLength(page)} bytes\n`);
