import { describe, expect, it } from 'vitest';
import { problemOfReturn } from '../src/api/returned';

describe('the return from a provider', () => {
  it('is no problem where the address names none', () => {
    expect(problemOfReturn('')).toBeUndefined();
    expect(problemOfReturn('?source=1')).toBeUndefined();
  });

  it('tells that the provider does not answer', () => {
    expect(problemOfReturn('?problem=provider-unreachable')?.code).toBe('provider-unreachable');
    expect(problemOfReturn('?problem=too-many-tries')?.code).toBe('too-many-tries');
  });

  it('says the same of everything else, whoever wrote the address', () => {
    for (const code of ['sign-in-refused', '', 'disk-on-fire', '<b>']) {
      const problem = problemOfReturn(`?problem=${encodeURIComponent(code)}`);
      expect(problem?.code).toBe('provider-refused');
      expect(problem?.detail).toBe('');
    }
  });
});
