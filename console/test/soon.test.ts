import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../src/api/problem';
import { isDueSoon, untilDue } from '../src/api/soon';

const problem = (code: string, retryAfterSeconds?: number): ApiProblem =>
  new ApiProblem({
    code,
    status: 404,
    title: '',
    detail: '',
    remedy: '',
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });

describe('what is due soon', () => {
  it('is asked for again after the time that the node says', () => {
    const due = problem('not-published-yet', 3);
    expect(isDueSoon(0, due)).toBe(true);
    expect(untilDue(0, due)).toBe(3_000);
    expect(untilDue(0, problem('not-published-yet'))).toBe(1_000);
  });

  it('is given up after a minute of tries', () => {
    expect(isDueSoon(59, problem('not-published-yet'))).toBe(true);
    expect(isDueSoon(60, problem('not-published-yet'))).toBe(false);
  });

  it('is nothing else that went wrong', () => {
    expect(isDueSoon(0, problem('record-unknown'))).toBe(false);
    expect(isDueSoon(0, new Error('cut'))).toBe(false);
  });
});
