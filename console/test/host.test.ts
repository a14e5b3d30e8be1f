import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { whyNoPasskeys } from '../src/show/host';

const home = join(import.meta.dirname, '..');
const words = (language: string): object =>
  JSON.parse(readFileSync(join(home, 'src', 'words', language, 'words.json'), 'utf8'));

/** What the node's own judge may say: HostJudge, kind by kind. */
const JUDGE = readFileSync(
  join(home, '..', 'core', 'passkeys', 'src', 'main', 'java', 'dev', 'penstock', 'passkeys', 'HostJudge.java'),
  'utf8',
);

beforeAll(async () => {
  await i18next.init({
    lng: 'de',
    fallbackLng: false,
    ns: ['words'],
    defaultNS: 'words',
    resources: { de: { words: words('de') } },
    interpolation: { escapeValue: false },
  });
});

describe('why there are no passkeys here', () => {
  it('is said in the language of the page, with the name to open it by', () => {
    const text = whyNoPasskeys({
      isPasskeyPossible: false,
      why: 'An IP address is no name.',
      code: 'address',
      name: 'gate.plant7.example',
    });
    expect(text).toContain('IP-Adresse');
    expect(text).toContain('gate.plant7.example');
  });

  it('names the other name, or says that there is none', () => {
    const host = { isPasskeyPossible: false, why: 'words of the node' };
    expect(whyNoPasskeys({ ...host, code: 'other-name', name: 'a.example' })).toContain('a.example');
    expect(whyNoPasskeys({ ...host, code: 'no-name', name: null })).toContain('penstock.yaml');
  });

  it('is said in the words of the node where the catalogue has none', () => {
    const host = { isPasskeyPossible: false, why: 'words of the node' };
    expect(whyNoPasskeys(host)).toBe('words of the node');
    expect(whyNoPasskeys({ ...host, code: 'on-fire', name: null })).toBe('words of the node');
    expect(whyNoPasskeys({ isPasskeyPossible: false })).toBe('');
  });
});

describe('the words of the test of a name', () => {
  const found = [...JUDGE.matchAll(/(?:ok|failed|open)\(\s*Kind\.([A-Z]+),\s*"([a-z-]+)"/g)].map(
    ([, kind, code]) => `${(kind as string).toLowerCase()}.${code as string}`,
  );

  it('are there for whatever the node may say', () => {
    expect(found.length).toBeGreaterThan(15);
    for (const language of ['en', 'de']) {
      const { host } = words(language) as { host: Record<string, Record<string, { why?: string; do?: string }>> };
      for (const key of [...found, 'form.address', 'form.no-domain', 'form.not-secure', 'form.malformed']) {
        const [kind, code] = key.split('.') as [string, string];
        expect(host[kind]?.[code]?.why, `${language} ${key}`).toBeTruthy();
      }
      for (const kind of ['lookup', 'listens', 'answers', 'certificate', 'passkeys']) {
        expect(host[kind]?.['unasked']?.why, `${language} ${kind}`).toBeTruthy();
      }
    }
  });

  it('say what to do for each failure', () => {
    const failed = [...JUDGE.matchAll(/failed\(\s*Kind\.([A-Z]+),\s*"([a-z-]+)"/g)];
    const { host } = words('en') as { host: Record<string, Record<string, { do?: string }>> };
    for (const [, kind, code] of failed) {
      expect(host[(kind as string).toLowerCase()]?.[code as string]?.do, `${kind} ${code}`).toBeTruthy();
    }
  });
});
