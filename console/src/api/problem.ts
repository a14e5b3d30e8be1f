/** What went wrong, as RFC 9457 and docs/api.md say it, or as the browser found it. */
export interface ProblemBody {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
  readonly where?: string;
  readonly allowed?: string;
  readonly at?: string;
  readonly reasons?: readonly string[];
  readonly retryAfterSeconds?: number;
}

export class ApiProblem extends Error implements ProblemBody {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
  readonly where?: string;
  readonly allowed?: string;
  readonly reasons?: readonly string[];
  readonly retryAfterSeconds?: number;

  constructor(body: ProblemBody) {
    super(`${body.code}: ${body.detail}`);
    this.code = body.code;
    this.status = body.status;
    this.title = body.title;
    this.detail = body.detail;
    this.remedy = body.remedy;
    if (body.where !== undefined) this.where = body.where;
    if (body.allowed !== undefined) this.allowed = body.allowed;
    if (body.reasons !== undefined) this.reasons = body.reasons;
    if (body.retryAfterSeconds !== undefined) this.retryAfterSeconds = body.retryAfterSeconds;
  }
}

/** The node did not answer at all. */
export const UNREACHABLE = 'unreachable';
/** It answered with something that this console does not understand. */
export const NOT_UNDERSTOOD = 'not-understood';

export const unreachable = (why: string): ApiProblem =>
  new ApiProblem({ code: UNREACHABLE, status: 0, title: '', detail: why, remedy: '' });

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Reads an answer that is no success. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const retry = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
  let body: Record<string, unknown> = {};
  try {
    const parsed: unknown = await response.json();
    if (typeof parsed === 'object' && parsed !== null) {
      body = parsed as Record<string, unknown>;
    }
  } catch {
    // Not JSON: a proxy in between, or a cut connection; the status is all there is to tell.
  }
  const where = text(body['where']);
  const allowed = text(body['allowed']);
  const reasons = Array.isArray(body['reasons'])
    ? body['reasons'].filter((each): each is string => typeof each === 'string')
    : undefined;
  return new ApiProblem({
    code: text(body['code']) ?? NOT_UNDERSTOOD,
    status: response.status,
    title: text(body['title']) ?? response.statusText,
    detail: text(body['detail']) ?? `HTTP ${response.status}`,
    remedy: text(body['remedy']) ?? '',
    ...(where === undefined ? {} : { where }),
    ...(allowed === undefined ? {} : { allowed }),
    ...(reasons === undefined ? {} : { reasons }),
    ...(Number.isNaN(retry) ? {} : { retryAfterSeconds: retry }),
  });
}

export const asProblem = (caught: unknown): ApiProblem =>
  caught instanceof ApiProblem
    ? caught
    : new ApiProblem({
        code: NOT_UNDERSTOOD,
        status: 0,
        title: '',
        detail: caught instanceof Error ? caught.message : String(caught),
        remedy: '',
      });
