// An OpenID Connect provider on loopback: its port, and the address that browsers are sent back to.
// Anybody signs in with any password. Each client has its tokens signed in another way.
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';

const [port, redirect] = process.argv.slice(2);

const key = (use, kind, options) => ({
  ...generateKeyPairSync(kind, options).privateKey.export({ format: 'jwk' }),
  use: 'sig',
  ...use,
});

const client = (client_id, alg, more) => ({
  client_id,
  client_secret: 'a secret: with + and %',
  redirect_uris: [redirect],
  grant_types: ['authorization_code'],
  response_types: ['code'],
  token_endpoint_auth_method: 'client_secret_basic',
  id_token_signed_response_alg: alg,
  ...more,
});

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    client('by-rs256', 'RS256'),
    client('by-es256', 'ES256'),
    client('by-eddsa', 'EdDSA'),
    client('public', 'ES256', { client_secret: undefined, token_endpoint_auth_method: 'none' }),
  ],
  enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256', 'EdDSA'] },
  jwks: {
    keys: [
      key({ kid: 'r', alg: 'RS256' }, 'rsa', { modulusLength: 2048 }),
      key({ kid: 'e' }, 'ec', { namedCurve: 'P-256' }),
      key({ kid: 'd' }, 'ed25519', {}),
    ],
  },
  cookies: { keys: ['for tests alone'] },
  claims: { openid: ['sub'], profile: ['preferred_username'], email: ['email', 'email_verified'] },
  features: { devInteractions: { enabled: true } },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      preferred_username: `${id}.plant`,
      email: `${id}@plant.example`,
      email_verified: true,
    }),
  }),
});

provider.listen(Number(port), '127.0.0.1');
