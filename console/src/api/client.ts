import { ApiProblem, NOT_UNDERSTOOD, problemOf, unreachable } from './problem';
import type { Bytes } from '../proof/bytes';

/** How the console asks the node: same origin only, and with the headers that people's requests owe. */
export interface ClientEvents {
  /** The session is gone: sign in again. */
  readonly sessionNeeded: () => void;
  /** The session is locked: what was on the screen goes away. */
  readonly sessionLocked: () => void;
  readonly passwordChangeDue: () => void;
  /** Shows the step-up dialog; true when the person went through with it. */
  readonly stepUp: (by: readonly string[]) => Promise<boolean>;
  /** The node answered, whatever it said. */
  readonly heard: () => void;
}

export interface Asking {
  /** The console asks by itself, so it is no sign of a person at the screen. */
  readonly background?: boolean;
  readonly signal?: AbortSignal;
}

export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

/** A body that says itself what it is. */
class Typed {
  readonly type: string;
  readonly text: string;

  constructor(type: string, text: string) {
    this.type = type;
    this.text = text;
  }
}

export class ApiClient {
  private csrf = '';
  private readonly fetcher: Fetch;
  private readonly events: ClientEvents;

  constructor(fetcher: Fetch, events: ClientEvents) {
    this.fetcher = fetcher;
    this.events = events;
  }

  /** The token of the session answer; every POST carries it. */
  useCsrf(token: string | undefined): void {
    this.csrf = token ?? '';
  }

  async get<T>(path: string, asking: Asking = {}): Promise<T> {
    return (await json(await this.send('GET', path, undefined, asking))) as T;
  }

  async text(path: string, asking: Asking = {}): Promise<string> {
    return (await this.send('GET', path, undefined, asking)).text();
  }

  async bytes(path: string, asking: Asking = {}): Promise<Bytes> {
    return new Uint8Array(await (await this.send('GET', path, undefined, asking)).arrayBuffer());
  }

  /** A file, with the name that the node gives it. */
  async file(path: string): Promise<{ name: string; content: Blob }> {
    const response = await this.send('GET', path, undefined, {});
    const disposition = response.headers.get('Content-Disposition') ?? '';
    const name = /filename="([A-Za-z0-9._@+-]{1,128})"/.exec(disposition)?.[1];
    return { name: name ?? 'penstock-download', content: await response.blob() };
  }

  async post<T>(path: string, body: unknown, asking: Asking = {}): Promise<T> {
    return (await json(await this.send('POST', path, body, asking))) as T;
  }

  /** The same with a body that is no JSON. */
  async postText<T>(path: string, type: string, body: string): Promise<T> {
    return (await json(await this.send('POST', path, new Typed(type, body), {}))) as T;
  }

  /** An answer that is read while it comes: server-sent events. */
  stream(path: string, signal: AbortSignal): Promise<Response> {
    return this.send('GET', path, undefined, { background: true, signal }, 'text/event-stream');
  }

  private async send(
    method: 'GET' | 'POST',
    path: string,
    body: unknown,
    asking: Asking,
    accept = 'application/json',
  ): Promise<Response> {
    const response = await this.once(method, path, body, asking, accept);
    if (response.ok) {
      return response;
    }
    const problem = await problemOf(response);
    if (problem.code === 'step-up-needed' && asking.background !== true) {
      return this.again(method, path, body, asking, accept, problem);
    }
    this.tell(problem, path);
    throw problem;
  }

  /** Once more, after the person has shown again who it is; never a third time. */
  private async again(
    method: 'GET' | 'POST',
    path: string,
    body: unknown,
    asking: Asking,
    accept: string,
    refused: ApiProblem,
  ): Promise<Response> {
    if (!(await this.events.stepUp(refused.reasons ?? []))) {
      throw refused;
    }
    const response = await this.once(method, path, body, asking, accept);
    if (response.ok) {
      return response;
    }
    const problem = await problemOf(response);
    this.tell(problem, path);
    throw problem;
  }

  private async once(
    method: 'GET' | 'POST',
    path: string,
    body: unknown,
    asking: Asking,
    accept: string,
  ): Promise<Response> {
    if (!/^\/[^/]/.test(path)) {
      throw new ApiProblem({
        code: NOT_UNDERSTOOD,
        status: 0,
        title: '',
        detail: 'an address that is not of this node',
        remedy: '',
      });
    }
    const headers: Record<string, string> = { Accept: accept };
    if (asking.background === true) {
      headers['Penstock-Background'] = '1';
    }
    const init: RequestInit = {
      method,
      headers,
      credentials: 'same-origin',
      redirect: 'error',
      cache: 'no-store',
    };
    if (method === 'POST') {
      headers['Content-Type'] = body instanceof Typed ? body.type : 'application/json';
      headers['Penstock-Csrf'] = this.csrf;
      init.body = body instanceof Typed ? body.text : JSON.stringify(body ?? {});
    }
    if (asking.signal !== undefined) {
      init.signal = asking.signal;
    }
    let response: Response;
    try {
      response = await this.fetcher(path, init);
    } catch (failure) {
      if (asking.signal?.aborted === true) {
        throw failure;
      }
      throw unreachable(failure instanceof Error ? failure.message : String(failure));
    }
    this.events.heard();
    return response;
  }

  private tell(problem: ApiProblem, path: string): void {
    // Who signs in is told by the form itself what is wrong.
    if (path === '/api/v1/session' || path.startsWith('/api/v1/session/unlock')) {
      return;
    }
    switch (problem.code) {
      case 'session-needed':
        this.events.sessionNeeded();
        break;
      case 'session-locked':
        this.events.sessionLocked();
        break;
      case 'password-change-due':
        this.events.passwordChangeDue();
        break;
      default:
        break;
    }
  }
}

async function json(response: Response): Promise<unknown> {
  if (response.status === 204) {
    return undefined;
  }
  try {
    return await response.json();
  } catch (failure) {
    throw new ApiProblem({
      code: NOT_UNDERSTOOD,
      status: response.status,
      title: '',
      detail: failure instanceof Error ? failure.message : String(failure),
      remedy: '',
    });
  }
}

/** An address with parameters; those without a value are left out. */
export function address(
  path: string,
  parameters: Readonly<Record<string, string | number | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') {
      query.set(name, String(value));
    }
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
