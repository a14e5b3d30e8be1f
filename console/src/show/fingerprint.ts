import { fromBase64, toHex } from '../proof/bytes';

/** What somebody pasted to name a certificate. */
export type Fingerprint =
  | { readonly is: 'nothing' }
  | { readonly is: 'wrong'; readonly why: 'key' | 'request' | 'form' }
  | { readonly is: 'known'; readonly hex: string; readonly isOfPem: boolean };

const PEM = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/;

/** As openssl, browsers and this console print it: with colons or blanks, with a name before it. */
const SPELLED = /^(?:sha-?256)?(?: ?fingerprint)? ?[:=]? ?((?:[0-9a-f]{2}[: ]?){31}[0-9a-f]{2})$/i;

/** The SHA-256 of a certificate, out of its PEM or out of how others print it. */
export async function fingerprintOf(pasted: string): Promise<Fingerprint> {
  const text = pasted.trim();
  if (text === '') {
    return { is: 'nothing' };
  }
  const pem = PEM.exec(text);
  if (pem !== null) {
    return ofPem(pem[1] ?? '', pem[2] ?? '');
  }
  const spelled = SPELLED.exec(text.replace(/\s+/g, ' '))?.[1]?.replace(/[: ]/g, '').toLowerCase();
  return spelled?.length === 64
    ? { is: 'known', hex: spelled, isOfPem: false }
    : { is: 'wrong', why: 'form' };
}

async function ofPem(label: string, body: string): Promise<Fingerprint> {
  if (label.endsWith('PRIVATE KEY')) {
    return { is: 'wrong', why: 'key' };
  }
  if (label.endsWith('REQUEST')) {
    return { is: 'wrong', why: 'request' };
  }
  try {
    const der = fromBase64(body.replace(/\s/g, ''));
    // X.690: a certificate is a SEQUENCE of more than a few bytes.
    if (label !== 'CERTIFICATE' || der.length < 64 || der[0] !== 0x30) {
      return { is: 'wrong', why: 'form' };
    }
    const digest = await crypto.subtle.digest('SHA-256', der);
    return { is: 'known', hex: toHex(new Uint8Array(digest)), isOfPem: true };
  } catch {
    return { is: 'wrong', why: 'form' };
  }
}
