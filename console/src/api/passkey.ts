import { fromBase64Url, toBase64Url } from '../proof/bytes';

/** WebAuthn (Web Authentication Level 3) by the browser itself, in the API's spelling. */
export interface Challenge {
  readonly ticket: string;
  readonly challenge: string;
  readonly rp_id: string;
  readonly timeout_ms?: number;
  readonly allow?: readonly string[];
}

export interface Registration extends Challenge {
  readonly rp_name: string;
  readonly user: { readonly id: string; readonly name: string; readonly display_name: string };
  readonly algorithms: readonly number[];
  readonly exclude: readonly string[];
}

export interface Assertion {
  readonly ticket: string;
  readonly credential: {
    readonly id: string;
    readonly response: {
      readonly client_data_json: string;
      readonly authenticator_data: string;
      readonly signature: string;
      readonly user_handle: string | null;
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
      rpId: challenge.rp_id,
      timeout: challenge.timeout_ms ?? TIMEOUT_MS,
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
        client_data_json: url(response.clientDataJSON),
        authenticator_data: url(response.authenticatorData),
        signature: url(response.signature),
        user_handle: response.userHandle === null ? null : url(response.userHandle),
      },
    },
  };
}

/** Makes a new passkey, as the answer of `finish` wants it. */
export async function register(wanted: Registration): Promise<unknown> {
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: fromBase64Url(wanted.challenge),
      rp: { id: wanted.rp_id, name: wanted.rp_name },
      user: {
        id: fromBase64Url(wanted.user.id),
        name: wanted.user.name,
        displayName: wanted.user.display_name,
      },
      pubKeyCredParams: wanted.algorithms.map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: descriptors(wanted.exclude),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
      timeout: wanted.timeout_ms ?? TIMEOUT_MS,
    },
  });
  const credential = made as PublicKeyCredential;
  const response = credential.response as AuthenticatorAttestationResponse;
  return {
    ticket: wanted.ticket,
    credential: {
      id: url(credential.rawId),
      response: {
        client_data_json: url(response.clientDataJSON),
        attestation_object: url(response.attestationObject),
        transports: response.getTransports(),
      },
    },
  };
}
