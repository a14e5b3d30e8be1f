import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { sha256 as noble } from '@noble/hashes/sha2.js';
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js';
import { fromBase64, fromHex, toBase64, toHex, toUtf8 } from '../../web/check/bytes.js';
import { CborReader } from '../../web/check/cbor.js';
import { Intervals } from '../../web/check/chains.js';
import { crc32 } from '../../web/check/crc32.js';
import { PlaceStack, growthFlaw, isIncluded, leafHash, nodeInto } from '../../web/check/merkle.js';
import { readCheckpoint, readNote, readVkey } from '../../web/check/notes.js';
import { PolicyChecker, readPolicy } from '../../web/check/policy.js';
import { readRequirements } from '../../web/check/requirements.js';
import { sha256, sha256Into } from '../../web/check/sha256.js';
import { checkOf } from '../../web/check/signatures.js';
import { timeText } from '../../web/check/times.js';
import { readTrust } from '../../web/check/trust.js';
import { AskedError, verify } from '../../web/check/verify.js';

const root = join(import.meta.dirname, '..', '..', '..', '..', '..');
const vectors = join(root, 'core/merkle/src/test/resources/vectors');

test('SHA-256 is that of two others, for every length around a block', () => {
  for (let length = 0; length < 200; length++) {
    const bytes = randomBytes(length);
    const expected = createHash('sha256').update(bytes).digest('hex');
    assert.equal(toHex(sha256(bytes)), expected, toHex(bytes));
    assert.equal(toHex(noble(bytes)), expected, toHex(bytes));
    const inside = new Uint8Array(length + 40);
    inside.set(bytes, 3);
    sha256Into(inside, 3, length, inside, 2);
    assert.equal(toHex(inside.subarray(2, 34)), expected, toHex(bytes));
  }
  assert.equal(
    toHex(sha256(new Uint8Array(1_000_000).fill(0x61))),
    'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0',
  );
});

test('CRC-32 is that of the check value, whatever the length', () => {
  assert.equal(crc32(toUtf8('123456789')), 0xcbf43926);
  assert.equal(crc32(new Uint8Array(0)), 0);
  assert.equal(crc32(toUtf8('a')), 0xe8b7be43);
});

/** The rows of a table of docs/formats/cbor.md whose first cell is bytes. */
function rows(heading, cells) {
  const page = readFileSync(join(root, 'docs/formats/cbor.md'), 'utf8');
  const section = page.slice(page.indexOf(heading)).split('\n## ')[0];
  return [...section.matchAll(/^\| `([0-9a-f]+)` \|(.*)\|$/gm)]
    .map(([, hex, rest]) => [fromHex(hex), ...rest.split('|').map((cell) => cell.trim())])
    .filter((row) => row.length === cells);
}

test('CBOR that the page of the format takes is taken', () => {
  const taken = rows('## 1. What is written', 2);
  assert.ok(taken.length > 15);
  for (const [bytes] of taken) {
    const reader = new CborReader(1000).reset(bytes);
    reader.skip();
    assert.ok(reader.end(), `${toHex(bytes)}: ${reader.refusal()}`);
  }
});

test('CBOR that the page of the format refuses is refused for its reason, at its place', () => {
  const refused = rows('## 2. What is refused', 4);
  assert.ok(refused.length > 20);
  for (const [bytes, reason, at] of refused) {
    const reader = new CborReader(1000).reset(bytes);
    reader.skip();
    assert.ok(!reader.end(), toHex(bytes));
    assert.equal(reader.fault, reason.replaceAll('`', ''), toHex(bytes));
    assert.equal(reader.faultAt, Number(at), toHex(bytes));
  }
});

test('no bytes whatever make the reader throw or read past their end', () => {
  for (let i = 0; i < 3000; i++) {
    const bytes = randomBytes(i % 40);
    const reader = new CborReader(1000).reset(bytes);
    reader.skip();
    reader.end();
    assert.ok(reader.at <= bytes.length, toHex(bytes));
  }
});

test('half floats are taken exactly when single ones that hold them are refused', () => {
  const view = new DataView(new ArrayBuffer(5));
  view.setUint8(0, 0xfa);
  const isTaken = (value) => {
    view.setFloat32(1, value);
    const reader = new CborReader(5).reset(new Uint8Array(view.buffer));
    reader.float();
    return reader.end();
  };
  for (const fits of [0, -0, 1.5, 65504, 2 ** -24, 3 * 2 ** -24, 2 ** -14, Infinity, -0.25]) {
    assert.ok(!isTaken(fits), String(fits));
  }
  for (const other of [65505, 65536, 2 ** -25, 2 ** -24 + 2 ** -34, 1 + 2 ** -11, 3.4e38]) {
    assert.ok(isTaken(Math.fround(other)), String(other));
  }
});

test('base64 has one spelling', () => {
  assert.deepEqual(fromBase64('AQI='), Uint8Array.of(1, 2));
  for (const other of ['AQJ=', 'AQI', 'AQI= ', 'A', '====', 'AQ-_']) {
    assert.equal(fromBase64(other), null, other);
  }
});

/** The root of leaf hashes by the definition, RFC 9162 §2.1.1, and the path of one of them. */
function tree(hashes, index) {
  if (hashes.length === 1) {
    return { root: hashes[0], path: [] };
  }
  let split = 1;
  while (2 * split < hashes.length) {
    split *= 2;
  }
  const left = tree(hashes.slice(0, split), index);
  const right = tree(hashes.slice(split), index - split);
  const root = new Uint8Array(32);
  nodeInto(left.root, 0, right.root, 0, root, 0);
  const path = index < split ? [...left.path, right.root] : [...right.path, left.root];
  return { root, path };
}

const joined = (path) => Uint8Array.from(path.flatMap((hash) => [...hash]));

test('every leaf of small trees is shown where it stands, and nowhere else', () => {
  for (let size = 1; size <= 20; size++) {
    const hashes = Array.from({ length: size }, (_, i) => leafHash(Uint8Array.of(i)));
    for (let index = 0; index < size; index++) {
      const { root, path } = tree(hashes, index);
      const bytes = joined(path);
      const shows = (at, of, hash) => isIncluded(BigInt(at), BigInt(of), bytes, hash, root);
      assert.ok(shows(index, size, hashes[index]));
      assert.ok(!shows(index + 1, size, hashes[index]));
      assert.ok(!shows(index, size, leafHash(Uint8Array.of(99))));
      for (let at = 0; at < bytes.length; at += 7) {
        const bent = bytes.slice();
        bent[at] ^= 1;
        assert.ok(!isIncluded(BigInt(index), BigInt(size), bent, hashes[index], root));
      }
    }
  }
});

test('places lead on from each other, and a place before the last is refused', () => {
  const hashes = Array.from({ length: 13 }, (_, i) => leafHash(Uint8Array.of(i)));
  const whole = tree(hashes, 2);
  const stack = new PlaceStack();
  stack.begin(13n, whole.root);
  assert.ok(stack.accepts(2n, joined(whole.path), hashes[2]));
  assert.ok(stack.accepts(3n, new Uint8Array(0), hashes[3]));
  assert.ok(stack.accepts(5n, joined(tree(hashes.slice(4, 8), 1).path), hashes[5]));
  assert.ok(!stack.accepts(4n, new Uint8Array(0), hashes[4]));
});

test('the notes of the vectors are those of their keys, and a changed letter shows', () => {
  const policy = readPolicy(readFileSync(join(vectors, 'policy.txt'), 'utf8'));
  assert.equal(typeof policy, 'object', String(policy));
  const note = readNote(readFileSync(join(vectors, 'log/checkpoint')));
  assert.equal(new PolicyChecker(policy).check(note).is, 'SATISFIED');
  assert.equal(readCheckpoint(note.text)?.size, 300n);
  const bent = { ...note, text: note.text.replace('300', '301') };
  assert.equal(new PolicyChecker(policy).check(bent).is, 'FORGED');
  for (const line of readFileSync(join(vectors, 'vkeys.txt'), 'utf8').trim().split('\n')) {
    const vkey = line.trim().split(/\s+/).at(-1);
    assert.equal(typeof readVkey(vkey), 'object', vkey);
    assert.equal(typeof readVkey(`x${vkey}`), 'string', vkey);
  }
});

test('texts that the vectors refuse are refused', { skip: !existsSync(vectors) }, () => {
  const refused = JSON.parse(readFileSync(join(vectors, 'refused.json'), 'utf8'));
  const readers = {
    note: (text) => readNote(toUtf8(text)),
    checkpoint: readCheckpoint,
    vkey: (text) => (typeof readVkey(text) === 'string' ? null : text),
    policy: (text) => (typeof readPolicy(text) === 'string' ? null : text),
  };
  let count = 0;
  for (const { text, ...rest } of refused) {
    const [kind] = Object.values(rest).filter((value) => value in readers);
    if (kind !== undefined) {
      count++;
      assert.equal(readers[kind](text), null, JSON.stringify(rest));
    }
  }
  assert.ok(count > 10, `${count} texts`);
});

test('signatures are checked by each algorithm, and one bit is enough to refuse them', () => {
  const message = toUtf8('what flowed');
  const ed = ed25519.utils.randomSecretKey();
  const ec = p256.utils.randomSecretKey();
  const ml = ml_dsa44.keygen();
  const pairs = [
    ['ED25519', ed25519.getPublicKey(ed), ed25519.sign(message, ed)],
    ['ECDSA_P256', p256.getPublicKey(ec, false), p256.sign(message, ec)],
    ['ML_DSA_44', ml.publicKey, ml_dsa44.sign(message, ml.secretKey)],
  ];
  for (const [algorithm, raw, signature] of pairs) {
    const check = checkOf({ algorithm, raw });
    assert.ok(check(message, signature), algorithm);
    assert.ok(!check(toUtf8('what Flowed'), signature), algorithm);
    assert.ok(!check(message, signature.slice(1)), algorithm);
    for (const at of [0, 31, 40, signature.length - 1]) {
      const bent = signature.slice();
      bent[at] ^= 1;
      assert.ok(!check(message, bent), `${algorithm} ${at}`);
    }
  }
});

test('high values of s are taken, as the standard says', () => {
  const secret = p256.utils.randomSecretKey();
  const message = toUtf8('s and n - s');
  const { r, s } = p256.Signature.fromBytes(p256.sign(message, secret), 'compact');
  const other = new p256.Signature(r, p256.Point.Fn.ORDER - s).toBytes('compact');
  assert.ok(checkOf({ algorithm: 'ECDSA_P256', raw: p256.getPublicKey(secret, false) })(
    message, other));
});

test('an Ed25519 key of small order signs nothing', () => {
  const small = new Uint8Array(32);
  small[0] = 1;
  const signature = new Uint8Array(64);
  signature[0] = 1;
  assert.ok(!checkOf({ algorithm: 'ED25519', raw: small })(toUtf8('anything'), signature));
});

test('a trust file is taken whole or refused', () => {
  const key = 'a301012006215820d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
  const good = `# mine\nblocks plant7.example ${key}\nquorum none\n`;
  const trust = readTrust(toUtf8(good));
  assert.equal(typeof trust, 'object', String(trust));
  assert.deepEqual([...trust.blocks.keys()], [
    '866eefbd6718c8846cd7ddfe43fc74ab1daac4538ff8514ea2ec2d410a415743',
  ]);
  const device = 'device plant7.example tank9.example tank9\n';
  const withDevice = readTrust(toUtf8(good + device + device));
  assert.deepEqual([...withDevice.devices], [['plant7.example tank9.example', 'tank9']]);
  const refused = [
    good + device + device.replace(' tank9\n', ' tank8\n'), good + device.replace(' tank9\n', '\n'),
    good + device.replace('tank9.example', 'plant7.example'),
    good.slice(0, -1), good.replace('quorum none\n', ''), `${good}quorum none\n`,
    good.replace('blocks', 'block'), good.replace('a3010120', 'a3010121'), `${good}${good}`, '',
    good.replace(key, key.slice(1)), good.replace('# mine', 'mine'),
  ];
  for (const text of refused) {
    assert.equal(typeof readTrust(toUtf8(text)), 'string', text);
  }
  assert.match(String(readTrust(toUtf8(good.replace('blocks', 'block')))), /^line 2: /);
});

test('lines about anchors are taken in their form, and no own key is a witness', () => {
  const key = 'a301012006215820d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
  const base = `blocks plant7.example ${key}\nquorum none\n`;
  const hash = `0x${'1b'.repeat(32)}`;
  const taken = [
    `tsa ${'ab'.repeat(32)}`, `tsa ${'AB:'.repeat(31)}AB`, 'tsa-policy 1.2.3', 'tsa-expired-ok',
    `block 1 0 ${hash}`,
  ];
  for (const line of taken) {
    assert.equal(typeof readTrust(toUtf8(`${line}\n${base}`)), 'object', line);
  }
  const refused = [
    'tsa abc', 'tsa-policy 3.1', 'tsa-expired-ok yes', `block 0 1 ${hash}`, 'block 1 1',
    `block 1 01 ${hash}`, `block 1 1 ${hash}\nblock 1 1 0x${'2b'.repeat(32)}`,
  ];
  for (const line of refused) {
    assert.equal(typeof readTrust(toUtf8(`${line}\n${base}`)), 'string', line);
  }
  // The same key in another guise.
  const raw = fromHex(key.slice(-64));
  const typed = Uint8Array.of(4, ...raw);
  const id = toHex(sha256(Uint8Array.of(...toUtf8('w.example\n'), ...typed)).subarray(0, 4));
  const witness = `witness w w.example+${id}+${toBase64(typed)}\n`;
  assert.equal(typeof readTrust(toUtf8(`${witness}quorum w\n`)), 'object');
  assert.match(String(readTrust(toUtf8(`${witness}${base}`))), /^witness w /);
});

test('requirements are those of the command', () => {
  assert.deepEqual(readRequirements('continuity, witness:2'), [
    { kind: 'continuity', count: 1 },
    { kind: 'witness', count: 2 },
  ]);
  for (const text of ['', 'witness:0', 'witness:100', 'complete:1', 'Witness', 'witness:', 'x']) {
    assert.equal(typeof readRequirements(text), 'string', text);
  }
});

test('what is asked wrongly is an error, and what is no bundle is a verdict', async () => {
  const file = new Blob([toUtf8('no bundle at all, but long enough to be looked at twice')]);
  await assert.rejects(verify({ file, require: 'nothing' }), AskedError);
  await assert.rejects(verify({ file, trust: 'nothing\n' }), AskedError);
  const verdict = await verify({ file });
  assert.equal(verdict.outcome, 'UNUSABLE');
  assert.equal(verdict.claims[0].reason, 'NOT_ZIP');
});

test('times have as many digits as they need', () => {
  assert.equal(timeText(0n), '1970-01-01T00:00:00Z');
  assert.equal(timeText(1_772_532_000_120_000_000n), '2026-03-03T10:00:00.120Z');
  assert.equal(timeText(1_772_532_000_000_000_001n), '2026-03-03T10:00:00.000000001Z');
  assert.equal(timeText(0x7fff_ffff_ffff_ffffn), '2262-04-11T23:47:16.854775807Z');
  assert.equal(timeText(-1n), '1969-12-31T23:59:59.999999999Z');
  assert.equal(timeText(-1_000_000_000n), '1969-12-31T23:59:59Z');
});

test('runs of numbers join, and what is missing between them is counted', () => {
  const numbers = new Intervals();
  [5n, 6n, 9n, 1n, 7n, 6n].forEach((number) => numbers.add(number));
  assert.deepEqual(numbers.runs(), [
    { first: 1n, last: 1n },
    { first: 5n, last: 7n },
    { first: 9n, last: 9n },
  ]);
  assert.equal(numbers.missing(), 4n);
});

test('growth from one size to another is shown by the right path only', () => {
  const hashes = Array.from({ length: 6 }, (_, i) => leafHash(Uint8Array.of(i)));
  const old = tree(hashes.slice(0, 4), 0).root;
  const { root, path } = tree(hashes, 0);
  const tail = path[path.length - 1];
  assert.equal(growthFlaw(4n, 6n, tail, old, root), null);
  assert.notEqual(growthFlaw(4n, 6n, new Uint8Array(32), old, root), null);
  assert.notEqual(growthFlaw(4n, 6n, new Uint8Array(0), old, root), null);
  assert.notEqual(growthFlaw(0n, 6n, tail, old, root), null);
  assert.notEqual(growthFlaw(6n, 4n, tail, root, old), null);
});
