import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../src/show/fingerprint';

const DER = Buffer.concat([Buffer.from([0x30, 0x82, 0x01, 0x00]), Buffer.alloc(256, 7)]);
const HEX = createHash('sha256').update(DER).digest('hex');
const pem = (label: string): string =>
  `-----BEGIN ${label}-----\r\n${DER.toString('base64').replace(/(.{64})/g, '$1\r\n')}\r\n-----END ${label}-----\r\n`;

describe('the fingerprint of a certificate', () => {
  it('is computed from its PEM, whatever stands before it', async () => {
    expect(await fingerprintOf(pem('CERTIFICATE'))).toEqual({ is: 'known', hex: HEX, isOfPem: true });
    expect(await fingerprintOf(`subject=CN=wall-1\n${pem('CERTIFICATE')}${pem('CERTIFICATE')}`)).toEqual({
      is: 'known',
      hex: HEX,
      isOfPem: true,
    });
  });

  it('is read as openssl, browsers and this console print it', async () => {
    const colons = HEX.toUpperCase().replace(/(..)(?!$)/g, '$1:');
    for (const text of [HEX, colons, `SHA256 Fingerprint=${colons}`, `sha256 fingerprint: ${colons}`,
      ` ${HEX.replace(/(.{8})/g, '$1 ')}\n`]) {
      expect(await fingerprintOf(text), text).toEqual({ is: 'known', hex: HEX, isOfPem: false });
    }
  });

  it('is never that of a key or a request', async () => {
    for (const label of ['PRIVATE KEY', 'EC PRIVATE KEY', 'ENCRYPTED PRIVATE KEY']) {
      expect(await fingerprintOf(pem(label)), label).toEqual({ is: 'wrong', why: 'key' });
    }
    expect(await fingerprintOf(pem('CERTIFICATE REQUEST'))).toEqual({ is: 'wrong', why: 'request' });
  });

  it('is refused where it cannot be one', async () => {
    expect(await fingerprintOf('  ')).toEqual({ is: 'nothing' });
    for (const text of [HEX.slice(1), `${HEX}0`, 'wall-1', pem('PUBLIC KEY'),
      '-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----',
      '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----']) {
      expect(await fingerprintOf(text), text).toEqual({ is: 'wrong', why: 'form' });
    }
  });
});
