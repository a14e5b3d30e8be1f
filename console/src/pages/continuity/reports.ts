import { useQuery } from '@tanstack/react-query';
import { address, type ApiClient } from '../../api/client';
import { asProblem, type ApiProblem } from '../../api/problem';
import type { Continuity } from '../../api/types';
import { useApi } from '../../parts/context';
import { rfc3339 } from '../../show/format';

/** The node answers eight queries at once, for everybody: the page takes no more than its share. */
const AT_ONCE = 3;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiting.shift()?.();
  }
}

export const spanOf = (
  source: number,
  from: number,
  to: number,
): { sourceNumber: number; from: string; to: string } => ({
  sourceNumber: source,
  from: rfc3339(from),
  to: rfc3339(to),
});

const PAGES_MAX = 16;

/** A whole report: one that ends early is gone on with. */
async function whole(api: ApiClient, path: string, signal: AbortSignal): Promise<Continuity> {
  let report = await api.get<Continuity>(path, { signal, background: true });
  for (let page = 1; report.next !== null && page < PAGES_MAX; page++) {
    const more: Continuity = await api.get<Continuity>(report.next, { signal, background: true });
    report = {
      ...more,
      from: report.from,
      stretches: [...report.stretches, ...more.stretches],
      findings: [...report.findings, ...more.findings],
      words: [...report.words, ...more.words],
    };
  }
  return report;
}

/** How a source was heard; asked for when its row comes into sight, a few at a time. */
export function useContinuity(
  source: number,
  from: number,
  to: number,
): { data: Continuity | undefined; problem: ApiProblem | undefined } {
  const api = useApi();
  const path = address('/api/v1/continuity', spanOf(source, from, to));
  const isToday = to > Date.now();
  const query = useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => inTurn(() => whole(api, path, signal)),
    staleTime: 60_000,
    ...(isToday ? { refetchInterval: 60_000 } : {}),
  });
  return {
    data: query.data,
    problem: query.error === null ? undefined : asProblem(query.error),
  };
}
