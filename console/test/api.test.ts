import { describe, expect, it } from 'vitest';
import { address, ApiClient, type ClientEvents } from '../src/api/client';
import { ApiProblem } from '../src/api/problem';
import { EventParser } from '../src/api/sse';

interface Sent {
  readonly path: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(status === 204 ? null : JSON.stringify(body), { status, headers });

/** A client with a network that gives these answers in turn, and notes of what it was asked. */
function client(answers: readonly (Response | Error)[], canStepUp = true) {
  const sent: Sent[] = [];
  const told: string[] = [];
  const events: ClientEvents = {
    sessionNeeded: () => told.push('session-needed'),
    sessionLocked: () => told.push('session-locked'),
    passwordChangeDue: () => told.push('password-change-due'),
    stepUp: async (by) => {
      told.push(['step-up', ...by].join(' '));
      return canStepUp;
    },
    heard: () => undefined,
  };
  const left = [...answers];
  const api = new ApiClient(async (path, init) => {
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    const headers = init.headers as Record<string, string>;
    sent.push({ path, method: init.method ?? '', headers, body });
    const next = left.shift();
    if (next === undefined || next instanceof Error) {
      throw next ?? new Error('asked once too often');
    }
    return next;
  }, events);
  return { api, sent, told };
}

const problem = (code: string, status: number, more: object = {}): Response =>
  answer(status, { code, title: 'T', detail: 'D', remedy: 'R', ...more });

async function refusal(promise: Promise<unknown>): Promise<ApiProblem> {
  try {
    await promise;
  } catch (caught) {
    expect(caught).toBeInstanceOf(ApiProblem);
    return caught as ApiProblem;
  }
  throw new Error('it was not refused');
}

describe('the client', () => {
  // Req: 62443-4-2 CR 3.8 as far as the page owes it: the token on each change.
  it('sends the token of the session with each change, and never with a question', async () => {
    const { api, sent } = client([answer(200, {}), answer(204, null)]);
    api.useCsrf('token-1');
    await api.get('/api/v1/node');
    expect(await api.post('/api/v1/account/language', { language: 'de' })).toBeUndefined();
    expect(sent[0]?.headers).not.toHaveProperty('Penstock-Csrf');
    expect(sent[1]?.headers).toMatchObject({
      'Penstock-Csrf': 'token-1',
      'Content-Type': 'application/json',
    });
  });

  it('marks what it asks by itself, so that nobody seems to be at the screen', async () => {
    const { api, sent } = client([answer(200, {}), answer(200, {})]);
    await api.get('/api/v1/node', { background: true });
    await api.get('/api/v1/node');
    expect(sent[0]?.headers['Penstock-Background']).toBe('1');
    expect(sent[1]?.headers).not.toHaveProperty('Penstock-Background');
  });

  it('asks for a step-up once, and sends the same request once more', async () => {
    const { api, sent, told } = client([problem('step-up-needed', 403), answer(200, { done: true })]);
    expect(await api.post('/api/v1/people/1/disable', { a: 1 })).toEqual({ done: true });
    expect(told).toEqual(['step-up']);
    expect(sent.map((each) => each.body)).toEqual([{ a: 1 }, { a: 1 }]);
  });

  it('says by what, where a password alone will not do', async () => {
    const reasons = ['passkey', 'password-totp'];
    const { api, told } = client([problem('step-up-needed', 403, { reasons }), answer(200, {})]);
    await api.post('/api/v1/account/passkeys/begin', {});
    expect(told).toEqual(['step-up passkey password-totp']);
  });

  it('does not try a third time, nor without the person', async () => {
    const twice = client([problem('step-up-needed', 403), problem('step-up-needed', 403)]);
    expect((await refusal(twice.api.post('/api/v1/x', {}))).code).toBe('step-up-needed');
    expect(twice.sent).toHaveLength(2);
    const no = client([problem('step-up-needed', 403)], false);
    expect((await refusal(no.api.post('/api/v1/x', {}))).code).toBe('step-up-needed');
    expect(no.sent).toHaveLength(1);
  });

  it('tells the page when the session is gone, locked, or owes a password', async () => {
    for (const [code, status] of [
      ['session-needed', 401],
      ['session-locked', 401],
      ['password-change-due', 403],
    ] as const) {
      const { api, told } = client([problem(code, status)]);
      expect((await refusal(api.get('/api/v1/node'))).code).toBe(code);
      expect(told).toEqual([code]);
    }
  });

  it('leaves a refused sign-in to its form', async () => {
    const { api, told } = client([problem('session-needed', 401)]);
    await refusal(api.post('/api/v1/session', {}));
    expect(told).toEqual([]);
  });

  it('says what a problem says', async () => {
    const refused = answer(
      422,
      { code: 'password-refused', title: 'T', detail: 'D', remedy: 'R', where: 'password', reasons: ['too-short', 7] },
      { 'Retry-After': '30' },
    );
    expect(await refusal(client([refused]).api.post('/api/v1/set-up', {}))).toMatchObject({
      code: 'password-refused',
      status: 422,
      where: 'password',
      reasons: ['too-short'],
      retryAfterSeconds: 30,
    });
  });

  it('has words for silence, and for answers that are none', async () => {
    const silent = client([new TypeError('network')]);
    expect((await refusal(silent.api.get('/api/v1/node'))).code).toBe('unreachable');
    const proxy = client([new Response('<html>', { status: 502 })]);
    expect(await refusal(proxy.api.get('/api/v1/node'))).toMatchObject({
      code: 'not-understood',
      status: 502,
    });
    const cut = client([new Response('{"a":', { status: 200 })]);
    expect((await refusal(cut.api.get('/api/v1/node'))).code).toBe('not-understood');
  });

  it('asks nobody but the node', async () => {
    for (const path of ['https://elsewhere.example/', '//elsewhere.example/', 'api']) {
      const { api, sent } = client([]);
      expect((await refusal(api.get(path))).code).toBe('not-understood');
      expect(sent).toEqual([]);
    }
  });
});

describe('an address', () => {
  it('leaves out what has no value, and writes the rest so that it is read as meant', () => {
    expect(address('/a', {})).toBe('/a');
    expect(address('/a', { b: undefined, c: '', d: 0, e: 'x y&z' })).toBe('/a?d=0&e=x+y%26z');
  });
});

describe('server-sent events', () => {
  const text = ': beat\n\nevent: values\ndata: {"a":\ndata: 1}\n\ndata: plain\r\n\r\nevent: cut\ndata: x';

  it('are the same however they are cut', () => {
    const whole = new EventParser().push(text);
    expect(whole).toEqual([
      { name: 'values', data: '{"a":\n1}' },
      { name: 'message', data: 'plain' },
    ]);
    for (let size = 1; size < text.length; size++) {
      const parser = new EventParser();
      const events = [];
      for (let at = 0; at < text.length; at += size) {
        events.push(...parser.push(text.slice(at, at + size)));
      }
      expect(events).toEqual(whole);
    }
  });

  it('have an end', () => {
    const parser = new EventParser();
    expect(() => {
      for (let i = 0; i < 20; i++) parser.push('data: ' + 'x'.repeat(1_000_000));
    }).toThrow('without an end');
  });
});
