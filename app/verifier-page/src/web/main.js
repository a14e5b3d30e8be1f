/** The page: takes what the auditor gives, asks a worker, and shows the verdict. */
import * as texts from './check/texts.js';

/** @typedef {import('./check/worker.js').Answer} Answer */
/** @typedef {import('./check/worker.js').TableRow} TableRow */
/** @typedef {Answer['json']} Json */

// The build puts the code of check/worker.js here.
const WORKER = URL.createObjectURL(
  // @ts-ignore
  new Blob([WORKER_SOURCE], { type: 'text/javascript' }),
);

/**
 * @typedef {object} Asked
 * @property {Blob} file
 * @property {string | Uint8Array | null} [trust]
 * @property {string} [require]
 * @property {bigint | number} [now]
 */

/** What the auditor asked cannot be understood. */
class AskedError extends Error {}

/**
 * Asks a worker of its own.
 *
 * @param {Asked} asked
 * @param {(done: number, all: number) => void} progress
 * @returns {{ answer: Promise<Answer>, stop: () => void }}
 */
function ask(asked, progress) {
  const worker = new Worker(WORKER);
  /** @type {Promise<Answer>} */
  const answer = new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      if (data.answer !== undefined) {
        resolve(data.answer);
      } else if (data.problem !== undefined) {
        reject(data.isAsked ? new AskedError(data.problem) : new Error(data.problem));
      } else {
        progress(data.done, data.all);
      }
    };
    worker.onerror = (event) => reject(new Error(event.message));
  });
  worker.postMessage(asked);
  const stop = () => worker.terminate();
  return { answer: answer.finally(stop), stop };
}

/** The same verdict for a program, as JSON: docs/verifier-page.md. */
Object.assign(window, {
  penstockVerify: async (/** @type {Asked} */ asked) => (await ask(asked, () => {}).answer).json,
});

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @returns {T}
 */
function byId(id) {
  return /** @type {T} */ (document.getElementById(id));
}

/** @param {string} id @returns {HTMLInputElement} */
const input = (id) => byId(id);

/**
 * @param {string} tag
 * @param {string} text
 * @param {string} [className]
 */
function element(tag, text, className = '') {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

/** @type {File | null} */
let bundle = null;
/** @type {File | null} */
let trustFile = null;
/** @type {(() => void) | null} */
let stop = null;
/** @type {Json | null} */
let result = null;

/** @param {File | null} file */
function takeBundle(file) {
  bundle = file;
  byId('bundle-said').textContent = file === null ? '' : texts.chosen(file.name, file.size);
}

/** @param {File | null} file */
function takeTrust(file) {
  trustFile = file;
  if (file !== null) {
    input('trust-text').value = '';
  }
  sayTrust();
}

function sayTrust() {
  const text = input('trust-text').value;
  const lines = text.split('\n').filter((line) => line.trim() !== '').length;
  byId('trust-said').textContent =
    lines > 0
      ? texts.pasted(lines)
      : trustFile === null
        ? ''
        : texts.chosen(trustFile.name, trustFile.size);
}

async function trust() {
  const text = input('trust-text').value;
  if (text.trim() !== '') {
    // A text area has no last line end of its own.
    return text.endsWith('\n') ? text : `${text}\n`;
  }
  return trustFile === null ? null : new Uint8Array(await trustFile.arrayBuffer());
}

function requirements() {
  const wanted = ['continuity', 'complete'].filter((kind) => input(`require-${kind}`).checked);
  for (const kind of ['witness', 'rfc3161', 'evm']) {
    const count = Number(input(`require-${kind}`).value);
    if (count !== 0) {
      wanted.push(`${kind}:${count}`);
    }
  }
  return wanted.join(',');
}

/** @param {number} done @param {number} all */
function sayProgress(done, all) {
  const percent = all === 0 ? 0 : Math.floor((100 * done) / all);
  /** @type {HTMLProgressElement} */ (byId('bar')).value = percent;
  byId('percent').textContent = texts.checking(percent);
}

/** @param {boolean} isBusy */
function setBusy(isBusy) {
  /** @type {HTMLButtonElement} */ (byId('check')).disabled = isBusy;
  byId('cancel').hidden = !isBusy;
  byId('progress').hidden = !isBusy;
}

/** @param {string} text */
function sayProblem(text) {
  byId('problem').textContent = text;
}

async function check() {
  sayProblem('');
  byId('result').hidden = true;
  if (bundle === null) {
    sayProblem(texts.NEED_BUNDLE);
    input('bundle').focus();
    return;
  }
  setBusy(true);
  sayProgress(0, 0);
  try {
    const asked = { file: bundle, trust: await trust(), require: requirements() };
    const asking = ask(asked, sayProgress);
    stop = asking.stop;
    show(await asking.answer);
  } catch (problem) {
    const words = problem instanceof Error ? problem.message : '';
    const isAsked = problem instanceof AskedError;
    sayProblem(isAsked ? texts.cannotCheck(words) : texts.cannotRead(words));
  } finally {
    stop = null;
    setBusy(false);
  }
}

function cancel() {
  stop?.();
  stop = null;
  setBusy(false);
  sayProblem(texts.STOPPED);
}

/** @param {Answer['json']} json */
function windowOf({ aloneSeconds }) {
  return aloneSeconds === null ? '' : ` ${texts.alone(aloneSeconds)}`;
}

/** @param {Answer} answer */
function show({ json, rows, shown }) {
  result = json;
  const [headline, meaning] = texts.OUTCOMES[json.verdict];
  byId('result').dataset.outcome = json.verdict;
  byId('outcome').textContent = headline;
  byId('meaning').textContent = meaning;
  byId('time').textContent =
    json.notLaterThan === null
      ? json.exit === 2
        ? ''
        : texts.NO_TIME
      : `${texts.notLater(json.notLaterThan)} ${json.by}${windowOf(json)}`;
  const { about } = json;
  byId('about').textContent =
    about === null ? '' : texts.aboutLine(about.source, about.gateway, about.from, about.to);
  list('unmet', json.unmet);
  list('rests', json.rests);
  byId('claims').replaceChildren(...json.claims.map(claim));
  table(rows, shown);
  byId('result').hidden = false;
  byId('outcome').focus();
}

/**
 * @param {string} id
 * @param {string[]} lines
 */
function list(id, lines) {
  byId(id).hidden = lines.length === 0;
  byId(id).querySelector('ul')?.replaceChildren(...lines.map((line) => element('li', line)));
}

/** @param {Json['claims'][number]} claim */
function claim({ code, state, reason, where, words, details }) {
  const item = document.createElement('li');
  const box = document.createElement('details');
  const summary = document.createElement('summary');
  summary.append(
    element('span', texts.STATES[state], `state ${state}`),
    element('strong', texts.CLAIMS[code]),
    element('span', words, 'words'),
  );
  box.append(summary);
  const place = [code, state, reason, where].filter((part) => part).join(' · ');
  box.append(element('p', place, 'code'));
  if (details.length > 0) {
    const lines = document.createElement('ul');
    lines.append(...details.map((line) => element('li', line)));
    box.append(lines);
  }
  box.open = state === 'CONTRADICTED' || state === 'UNPROVEN';
  item.append(box);
  return item;
}

/**
 * @param {TableRow[]} rows
 * @param {number} shown
 */
function table(rows, shown) {
  byId('records').hidden = rows.length === 0;
  byId('records-said').textContent = texts.recordsListed(rows.length, shown);
  const heads = texts.TABLE_HEADS.map((head) => {
    const cell = element('th', head);
    cell.setAttribute('scope', 'col');
    return cell;
  });
  byId('records').querySelector('thead tr')?.replaceChildren(...heads);
  const lines = rows.map(({ time, clock, point, kind, value }) => {
    const line = document.createElement('tr');
    const cells = [time, texts.CLOCKS[clock] ?? clock, point, kind, value];
    line.append(...cells.map((cell) => element('td', cell)));
    return line;
  });
  byId('records').querySelector('tbody')?.replaceChildren(...lines);
}

function download() {
  const blob = new Blob([`${JSON.stringify(result, null, 2)}\n`], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${bundle?.name.replace(/\.zip$/i, '') ?? 'bundle'}-verdict.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * @param {string} id of a file input
 * @param {(file: File | null) => void} take
 */
function takeFiles(id, take) {
  const field = input(id);
  field.addEventListener('change', () => take(field.files?.[0] ?? null));
  const zone = /** @type {HTMLElement} */ (field.closest('.drop'));
  zone.addEventListener('dragover', (event) => {
    event.preventDefault();
    zone.classList.add('over');
  });
  zone.addEventListener('dragleave', () => zone.classList.remove('over'));
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    zone.classList.remove('over');
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) {
      take(file);
    }
  });
}

function begin() {
  for (const place of document.querySelectorAll('[data-text]')) {
    place.textContent = texts.PAGE[/** @type {HTMLElement} */ (place).dataset.text ?? ''];
  }
  byId('commands').textContent = texts.COMMANDS;
  takeFiles('bundle', takeBundle);
  takeFiles('trust', takeTrust);
  input('trust-text').addEventListener('input', sayTrust);
  byId('form').addEventListener('submit', (event) => {
    event.preventDefault();
    void check();
  });
  byId('cancel').addEventListener('click', cancel);
  byId('download').addEventListener('click', download);
  byId('print').addEventListener('click', () => window.print());
  // Beside a drop zone a dropped file would be opened in place of this page.
  for (const kind of ['dragover', 'drop']) {
    window.addEventListener(kind, (event) => event.preventDefault());
  }
  window.addEventListener('beforeprint', () => {
    for (const box of document.querySelectorAll('#claims details')) {
      /** @type {HTMLDetailsElement} */ (box).open = true;
    }
  });
}

begin();
