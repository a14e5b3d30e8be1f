import assert from 'node:assert/strict';
import {
  constants, createHash, generateKeyPairSync, privateEncrypt, randomBytes, sign,
} from 'node:crypto';
import { test } from 'node:test';
import { Encoded } from '../../web/check/timestamp/der.js';
import { SHA_256, SHA_384, SHA_512 } from '../../web/check/timestamp/digests.js';
import { readSubjectKey } from '../../web/check/timestamp/keys.js';
import { accepts } from '../../web/check/timestamp/schemes.js';

const bytes = (buffer) => new Uint8Array(buffer);
const DIGESTS = [SHA_256, SHA_384, SHA_512];

/** A key of Node's, and the SubjectPublicKeyInfo of it. */
function keys(type, options) {
  const { privateKey, publicKey } = generateKeyPairSync(type, options);
  const info = bytes(publicKey.export({ type: 'spki', format: 'der' }));
  return { privateKey, info: new Encoded(info) };
}

/** That a signature is taken, and no other one, of no other message, and by no other scheme. */
function isTakenAlone(scheme, info, message, signature, name) {
  assert.ok(accepts(scheme, info, message, signature), name);
  const other = signature.slice();
  other[other.length - 1 - (message[0] % 20)] ^= 1;
  assert.ok(!accepts(scheme, info, message, other), name);
  assert.ok(!accepts(scheme, info, randomBytes(9), signature), name);
  assert.ok(!accepts(scheme, info, message, signature.subarray(1)), name);
  assert.ok(!accepts(scheme, info, message, new Uint8Array(0)), name);
  for (const digest of DIGESTS.filter((one) => one !== scheme.digest)) {
    if (scheme.family !== 'ED25519') {
      assert.ok(!accepts({ ...scheme, digest }, info, message, signature), name);
    }
  }
  for (const family of ['RSA_PKCS1', 'RSA_PSS', 'ECDSA', 'ED25519']) {
    if (family !== scheme.family) {
      assert.ok(!accepts({ ...scheme, family }, info, message, signature), name);
    }
  }
}

test('RSA signatures of another are taken, whatever the length of the modulus', () => {
  for (const modulusLength of [2048, 2049, 2050, 2055, 3072]) {
    const { privateKey, info } = keys('rsa', { modulusLength });
    for (const digest of DIGESTS) {
      const name = `${modulusLength} ${digest.text}`;
      const message = randomBytes(50);
      const hash = digest.text.replace('-', '').toLowerCase();
      const plain = bytes(sign(hash, message, privateKey));
      isTakenAlone({ family: 'RSA_PKCS1', digest }, info, message, plain, name);
      const options = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: digest.bytes };
      const pss = bytes(sign(hash, message, { key: privateKey, ...options }));
      isTakenAlone({ family: 'RSA_PSS', digest }, info, message, pss, name);
      const unsalted = { ...options, saltLength: digest.bytes - 1 };
      const less = bytes(sign(hash, message, { key: privateKey, ...unsalted }));
      assert.ok(!accepts({ family: 'RSA_PSS', digest }, info, message, less), name);
    }
  }
});

test('a digest without the null behind its identifier is taken, and no other padding', () => {
  const { privateKey, info } = keys('rsa', { modulusLength: 2048 });
  const message = randomBytes(50);
  const hash = createHash('sha256').update(message).digest();
  const oid = Buffer.from('0609608648016503040201', 'hex');
  const infos = {
    without: Buffer.concat([Buffer.of(0x30, 0x2f, 0x30, 0x0b), oid, Buffer.of(4, 32), hash]),
    with: Buffer.concat([Buffer.of(0x30, 0x31, 0x30, 0x0d), oid, Buffer.of(5, 0, 4, 32), hash]),
  };
  const signed = (digestInfo, filler) => {
    const padding = Buffer.alloc(256 - 3 - digestInfo.length, filler);
    const padded = Buffer.concat([Buffer.of(0, 1), padding, Buffer.of(0), digestInfo]);
    return bytes(
      privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, padded),
    );
  };
  const scheme = { family: 'RSA_PKCS1', digest: SHA_256 };
  assert.ok(accepts(scheme, info, message, signed(infos.with, 0xff)));
  assert.ok(accepts(scheme, info, message, signed(infos.without, 0xff)));
  assert.ok(!accepts(scheme, info, message, signed(infos.with, 0xfe)));
  const longer = Buffer.concat([infos.with, Buffer.of(0)]);
  assert.ok(!accepts(scheme, info, message, signed(longer, 0xff)));
});

test('signatures of the three curves and of Ed25519 are taken', () => {
  for (const namedCurve of ['prime256v1', 'secp384r1', 'secp521r1']) {
    const { privateKey, info } = keys('ec', { namedCurve });
    for (const digest of DIGESTS) {
      const message = randomBytes(50);
      const hash = digest.text.replace('-', '').toLowerCase();
      const signature = bytes(sign(hash, message, privateKey));
      const name = `${namedCurve} ${digest.text}`;
      isTakenAlone({ family: 'ECDSA', digest }, info, message, signature, name);
    }
  }
  const { privateKey, info } = keys('ed25519');
  const message = randomBytes(50);
  const signature = bytes(sign(null, message, privateKey));
  isTakenAlone({ family: 'ED25519', digest: SHA_512 }, info, message, signature, 'Ed25519');
});

test('short keys, other curves and keys of small order count for nothing', () => {
  assert.equal(readSubjectKey(keys('rsa', { modulusLength: 2047 }).info), null);
  assert.equal(readSubjectKey(keys('ec', { namedCurve: 'secp256k1' }).info), null);
  assert.equal(readSubjectKey(keys('ed448').info), null);
  const { info } = keys('ed25519');
  assert.equal(readSubjectKey(info).kind, 'ED25519');
  const head = info.bytes().subarray(0, 12);
  const small = [
    '00'.repeat(32), `01${'00'.repeat(31)}`, `01${'00'.repeat(30)}80`, `ec${'ff'.repeat(30)}7f`,
    `ed${'ff'.repeat(30)}7f`, `ee${'ff'.repeat(30)}7f`,
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  ];
  for (const y of small) {
    const whole = bytes(Buffer.concat([head, Buffer.from(y, 'hex')]));
    assert.equal(readSubjectKey(new Encoded(whole)), null, y);
  }
});
