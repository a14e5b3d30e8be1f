import { fromBase64Url, toBase64Url } from '../proof/bytes';

/** WebAuthn (Web Authentication Level 3) by the browser itself, in the API's spelling. */
export interface Challenge {
  readonly ticket: string;
  readonly challenge: string;
  readonly rpId: string;
  readonly timeoutMs?: number;
  readonly allow?: readonly string[];
}

export interface Registration extends Challenge {
  readonly rpName: string;
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly algorithms: readonly number[];
  readonly exclude: readonly string[];
}

export interface Assertion {
  readonly ticket: string;
  readonly credential: {
    readonly id: string;
    readonly response: {
      readonly clientDataJson: string;
      readonly authenticatorData: string;
      readonly signature: string;
      readonly userHandle: string | null;
    };
  };
}

const TIMEOUT_MS = 60_000;

/** Whether this page, as it was opened, can use passkeys; what the node says comes on top. */
export const isPasskeyHere = (): boolean =>
  window.isSecureContext && typeof window.PublicKeyCredential === 'function';

const url = (bytes: ArrayBuffer): string => toBase64Url(new Uint8Array(bytes));

const descriptors = (ids: readonly string[]): PublicKeyCredentialDescriptor[] =>
  ids.map((id) => ({ type: 'public-key', id: fromBase64Url(id) }));

/** Asks an authenticator to sign the challenge; throws what the browser throws when the person says no. */
export async function assert(challenge: Challenge): Promise<Assertion> {
  const found = await navigator.credentials.get({
    publicKey: {
      challenge: fromBase64Url(challenge.challenge),
      rpId: challenge.rpId,
      timeout: challenge.timeoutMs ?? TIMEOUT_MS,
      userVerification: 'required',
      allowCredentials: descriptors(challenge.allow ?? []),
    },
  });
  const credential = found as PublicKeyCredential;
  const response = credential.response as AuthenticatorAssertionResponse;
  return {
    ticket: challenge.ticket,
    credential: {
      id: url(credential.rawId),
      response: {
        clientDataJson: url(response.clientDataJSON),
        authenticatorData: url(response.authenticatorData),
        signature: url(response.signature),
        userHandle: response.userHandle === null ? null : url(response.userHandle),
      },
    },
  };
}

/** Makes a new passkey, as the answer of `finish` wants it. */
export async function register(wanted: Registration): Promise<unknown> {
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: fromBase64Url(wanted.challenge),
      rp: { id: wanted.rpId, name: wanted.rpName },
      user: {
        id: fromBase64Url(wanted.user.id),
        name: wanted.user.name,
        displayName: wanted.user.displayName,
      },
      pubKeyCredParams: wanted.algorithms.map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: descriptors(wanted.exclude),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
      timeout: wanted.timeoutMs ?? TIMEOUT_MS,
    },
  });
  const credential = made as PublicKeyCredential;
  const response = credential.response as AuthenticatorAttestationResponse;
  return {
    ticket: wanted.ticket,
    credential: {
      id: url(credential.rawId),
      response: {
        clientDataJson: url(response.clientDataJSON),
        attestationObject: url(response.attestationObject),
        transports: response.getTransports(),
      },
    },
  };
}
