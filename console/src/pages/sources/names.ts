import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ApiClient } from '../../api/client';
import { asProblem, type ApiProblem } from '../../api/problem';
import type { Point, PointPage, Source, SourcePage } from '../../api/types';
import { useApi } from '../../parts/context';

const SOURCES_MAX = 20_000;
const AT_ONCE = 4;

/** All sources, page after page; what has come is there at once. */
export function useSources(): {
  sources: readonly Source[] | undefined;
  isWhole: boolean;
  problem: ApiProblem | undefined;
  again: () => void;
} {
  const api = useApi();
  const client = useQueryClient();
  const [sources, setSources] = useState<readonly Source[] | undefined>(() =>
    client.getQueryData(['all-sources']),
  );
  const [isWhole, setWhole] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    setProblem(undefined);
    setWhole(false);
    readAll(api, stop.signal, setSources, client).then(
      () => setWhole(true),
      (caught: unknown) => {
        if (!stop.signal.aborted) {
          setProblem(asProblem(caught));
        }
      },
    );
    return () => stop.abort();
  }, [api, client, round]);
  return { sources, isWhole, problem, again: () => setRound(round + 1) };
}

async function readAll(
  api: ApiClient,
  signal: AbortSignal,
  take: (sources: readonly Source[]) => void,
  client: QueryClient,
): Promise<void> {
  let all: Source[] = [];
  let next: string | null = '/api/v1/sources?limit=999';
  while (next !== null && all.length < SOURCES_MAX) {
    const page: SourcePage = await api.get<SourcePage>(next, { signal });
    all = [...all, ...page.sources];
    next = page.next;
    take(all);
  }
  client.setQueryData(['all-sources'], all);
}

/** The points of the sources that were opened; a few sources are asked for at once, others wait. */
export function usePoints(): {
  points: ReadonlyMap<number, readonly Point[]>;
  problem: ApiProblem | undefined;
  ask: (numbers: readonly number[]) => void;
} {
  const api = useApi();
  const [points, setPoints] = useState<ReadonlyMap<number, readonly Point[]>>(new Map());
  const [problem, setProblem] = useState<ApiProblem>();
  const waiting = useRef<number[]>([]);
  const asked = useRef(new Set<number>());
  const running = useRef(0);
  const stop = useRef(new AbortController());
  useEffect(() => {
    stop.current = new AbortController();
    return () => stop.current.abort();
  }, []);
  const work = useCallback(async (): Promise<void> => {
    const { signal } = stop.current;
    running.current++;
    try {
      for (let one = waiting.current.shift(); one !== undefined; one = waiting.current.shift()) {
        const number = one;
        const list = await pointsOf(api, number, signal);
        setPoints((before) => new Map(before).set(number, list));
      }
    } catch (caught) {
      if (!signal.aborted) {
        setProblem(asProblem(caught));
      }
    } finally {
      running.current--;
    }
  }, [api]);
  const ask = useCallback(
    (numbers: readonly number[]) => {
      const fresh = numbers.filter((each) => !asked.current.has(each));
      for (const number of fresh) {
        asked.current.add(number);
        waiting.current.push(number);
      }
      // Each takes its first number before it waits for anything.
      while (running.current < AT_ONCE && waiting.current.length > 0) {
        void work();
      }
    },
    [work],
  );
  return { points, problem, ask };
}

async function pointsOf(api: ApiClient, number: number, signal: AbortSignal): Promise<Point[]> {
  const all: Point[] = [];
  let next: string | null = `/api/v1/sources/${number}/points?limit=100`;
  while (next !== null) {
    const page: PointPage = await api.get<PointPage>(next, { signal });
    all.push(...page.points);
    next = page.next;
  }
  return all;
}
