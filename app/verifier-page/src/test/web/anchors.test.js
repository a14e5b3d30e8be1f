import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readAnchorTrust } from '../../web/check/anchor-trust.js';
import { fromBase64, fromHex, toBase64, toHex, toUtf8 } from '../../web/check/bytes.js';
import { checkChainAnchor } from '../../web/check/evm/check.js';
import { readHeader } from '../../web/check/evm/header.js';
import { keccak } from '../../web/check/evm/keccak.js';
import { RlpReader } from '../../web/check/evm/rlp.js';
import { sha256 } from '../../web/check/sha256.js';
import { checkStamp } from '../../web/check/timestamp/check.js';
import { DerReader } from '../../web/check/timestamp/der.js';
import { timeText } from '../../web/check/times.js';

const root = join(import.meta.dirname, '..', '..', '..', '..', '..');
const vectors = join(root, 'docs/formats/vectors');

/** What a line or two of a trust file say. */
const trusting = (lines) => readAnchorTrust(`${lines}\n`);

const nanos = (time) => BigInt(Date.parse(time)) * 1_000_000n;

test('the proofs of anchors in chains get the verdicts that the vectors say', () => {
  const cases = JSON.parse(readFileSync(join(vectors, 'chain-anchor/cases.json'), 'utf8'));
  assert.ok(cases.length > 15);
  for (const { shows, verdict, statement, trust, verifiedAt, proof } of cases) {
    const { chains } = trusting(trust.map((block) => `block ${block}`).join('\n'));
    const found = checkChainAnchor(fromHex(proof), toUtf8(statement), chains, nanos(verifiedAt));
    const said =
      'proven' in found
        ? `PROVEN ${found.proven.chainId} ${found.proven.block.number} ${found.proven.block.hash}` +
          ` at ${timeText(found.proven.block.seconds * 1_000_000_000n)}`
        : 'contradicted' in found
          ? `CONTRADICTED ${found.contradicted}`
          : `UNPROVEN ${found.unproven}`;
    assert.equal(said, verdict, shows);
  }
});

const folder = join(vectors, 'timestamp');
const statement = new Uint8Array(readFileSync(join(folder, 'statement.txt')));
const pem = readFileSync(join(folder, 'root.pem'));
const { stamps } = trusting(`tsa-certificate ${toBase64(pem)}`);
const later = nanos('2030-01-01T00:00:00Z');
const proof = (name) => new Uint8Array(readFileSync(join(folder, `${name}.cbor`)));

test('tokens that openssl made prove their time', () => {
  for (const name of ['rsa-sha256', 'p256-sha512', 'rsa-older-form', 'renewed']) {
    const verdict = checkStamp(proof(name), statement, stamps, later);
    assert.ok('proven' in verdict, `${name}: ${verdict.fault?.what}`);
    const { at, accuracy, authority, text } = verdict.proven;
    assert.equal(accuracy, 1_500_100_000n);
    assert.match(authority, /^CN=Vector clock /);
    assert.match(text, / under policy 1\.3\.6\.1\.4\.1\.99999\.1/);
    assert.equal(text.endsWith(', renewed 2 times'), name === 'renewed');
    assert.ok(at > nanos('2026-11-21T18:30:00Z') && at < nanos('2026-11-21T18:40:00Z'));
    const bent = statement.slice();
    bent[0] ^= 1;
    assert.equal(checkStamp(proof(name), bent, stamps, later).fault.why, 'CONTRADICTED');
    const nobody = trusting('# nobody').stamps;
    assert.equal(checkStamp(proof(name), statement, nobody, later).fault.why, 'UNTRUSTED');
    const early = checkStamp(proof(name), statement, stamps, nanos('2026-11-21T18:00:00Z'));
    assert.equal(early.fault.why, 'FUTURE');
  }
});

test('the one of a short-lived clock has expired', () => {
  assert.equal(checkStamp(proof('short'), statement, stamps, later).fault.why, 'EXPIRED');
});

test('an authority is named by its certificate, in DER or PEM, or by its fingerprint', () => {
  const der = fromBase64(pem.toString('latin1').replace(/-----[A-Z ]+-----|\s/g, ''));
  const colons = toHex(sha256(der)).toUpperCase().replace(/..(?!$)/g, '$&:');
  const lines = [
    `tsa-certificate ${toBase64(pem)}`, `tsa-certificate ${toBase64(der)}`,
    `tsa-certificate ${toBase64(der).replace(/=+$/, '')}`, `tsa ${toHex(sha256(der))}`,
    `  tsa\t${colons} \r`,
  ];
  for (const line of lines) {
    const trust = trusting(line);
    assert.equal(typeof trust, 'object', String(trust));
    const verdict = checkStamp(proof('rsa-sha256'), statement, trust.stamps, later);
    assert.ok('proven' in verdict, `${line}: ${verdict.fault?.what}`);
  }
  const refused = [
    'tsa-certificate', 'tsa-certificate AAAA', 'tsa-certificate A', 'tsa-certificate AA=',
    `tsa-certificate ${toBase64(der.subarray(1))}`, `tsa-certificate ${toBase64(der)} x`,
    `tsa ${'0'.repeat(63)}`, `tsa ${'0'.repeat(64)}\rtsa-expired-ok`,
  ];
  for (const line of refused) {
    assert.equal(typeof trusting(line), 'string', line);
  }
});

test('what the trust does not allow does not count', () => {
  const root = `tsa-certificate ${toBase64(pem)}`;
  const why = (name, lines) =>
    checkStamp(proof(name), statement, trusting(lines).stamps, later).fault?.why;
  assert.equal(why('rsa-sha256', `${root}\ntsa-policy 1.2.3`), 'POLICY');
  const both = `${root}\ntsa-policy 1.2.3\ntsa-policy 1.3.6.1.4.1.99999.1`;
  assert.equal(why('rsa-sha256', both), undefined);
  // Nothing that is stored says that the certificate was good then.
  assert.equal(why('short', `${root}\ntsa-expired-ok`), 'EXPIRED');
});

test('a changed byte never gives another time', () => {
  for (const name of ['p256-sha512', 'renewed']) {
    const whole = proof(name);
    const { text } = checkStamp(whole, statement, stamps, later).proven;
    for (let i = 0; i < 150; i++) {
      const bent = whole.slice();
      const at = randomBytes(4).readUInt32BE() % bent.length;
      bent[at] ^= 1 << (i % 8);
      const verdict = checkStamp(bent, statement, stamps, later);
      assert.equal(verdict.proven?.text ?? text, text, `${name}, byte ${at}`);
    }
  }
});

test('Keccak-256 is that of the contest', () => {
  const of = (text) => keccak(toUtf8(text));
  assert.equal(of(''), '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470');
  assert.equal(of('abc'), '0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45');
});

test('no bytes whatever make the readers throw or read past their end', () => {
  for (let i = 0; i < 3000; i++) {
    const some = new Uint8Array(randomBytes(i % 60));
    const rlp = new RlpReader(some);
    rlp.skip();
    rlp.end();
    assert.ok(rlp.at <= some.length);
    readHeader(some);
    some[0] = 0x30;
    some[1] = some.length - 2;
    const der = DerReader.ofBytes(some, 100);
    const inside = der.enter(0x30);
    inside.mustBeSorted();
    while (inside.hasNext()) {
      inside.skip();
    }
    der.end();
    assert.ok(der.at <= some.length);
  }
});

test('what is DER is read as what it says, and what is not is refused for its reason', () => {
  const read = (hex, how) => {
    const reader = DerReader.ofBytes(fromHex(hex), 1000);
    const value = how(reader);
    return reader.end() ? value : reader.reason();
  };
  const text = (ascii) => toHex(toUtf8(ascii));
  const integer = (reader) => reader.integer(8);
  const bool = (reader) => reader.bool();
  const oid = (reader) => reader.oid();
  const bits = (reader) => reader.namedBits();
  const skip = (reader) => reader.skip();
  const lengths = Array.from({ length: 33 }, (_, i) => 2 * (32 - i));
  const deep = toHex(Uint8Array.from(lengths.flatMap((length) => [0x30, length])));
  const time = (reader) => timeText(reader.time());
  const all = [
    ['020100', integer, 0n], ['0201ff', integer, -1n], ['02020080', integer, 128n],
    ['0202ff7f', integer, -129n], ['02020001', integer, 'INTEGER_NOT_SHORTEST'],
    ['0209008000000000000000', integer, 'OUT_OF_RANGE'], ['0200', integer, 'INTEGER_NOT_SHORTEST'],
    ['0101ff', bool, true], ['010101', bool, 'BAD_BOOLEAN'],
    ['06062a864886f70d', oid, '1.2.840.113549'], ['0603883703', oid, '2.999.3'],
    ['06022a86', oid, 'BAD_OID'], ['06028037', oid, 'BAD_OID'],
    ['03020780', bits, 1], ['03020640', bits, 2], ['03020781', bits, 'BAD_BIT_STRING'],
    ['0500', skip, undefined], ['050100', skip, 'BAD_NULL'],
    ['3080', skip, 'INDEFINITE_LENGTH'], ['308100', skip, 'LENGTH_NOT_SHORTEST'],
    ['30850100000000', skip, 'LENGTH_BEYOND_PARENT'],
    ['3084ffffffff', skip, 'LENGTH_BEYOND_PARENT'],
    ['1f0100', skip, 'HIGH_TAG'], ['0900', skip, 'UNKNOWN_TAG'], ['2400', skip, 'UNKNOWN_TAG'],
    ['', skip, 'TRUNCATED'], ['05000500', skip, 'TRAILING_BYTES'], [deep, skip, 'TOO_DEEP'],
    [`170d${text('260303100005Z')}`, time, '2026-03-03T10:00:05Z'],
    [`170d${text('500303100005Z')}`, time, '1950-03-03T10:00:05Z'],
    [`180f${text('00010101000000Z')}`, time, '0001-01-01T00:00:00Z'],
    [`1811${text('20240229235959.5Z')}`, time, '2024-02-29T23:59:59.500Z'],
    [`1812${text('20240229235959.50Z')}`, time, 'BAD_TIME'],
    [`180f${text('20230229235959Z')}`, time, 'BAD_TIME'],
    [`180f${text('20230228235960Z')}`, time, 'BAD_TIME'],
    [`180e${text('20230228235959')}`, time, 'BAD_TIME'],
  ];
  for (const [hex, how, expected] of all) {
    assert.equal(read(hex, how), expected, hex);
  }
});
