import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { address } from '../api/client';
import type { Continuity, Source, SourcePage } from '../api/types';
import { rfc3339 } from '../show/format';
import { HEARD_MS } from '../show/heard';
import { POLL_MS, useAsked } from './asking';
import { useApi, useMay } from './context';

/** The node answers eight questions at once, for everybody: the lamp asks few, and few at each poll. */
const AT_ONCE = 2;
const AT_A_POLL = 6;
/** So old may an answer become before the source is asked again; with many sources it is older. */
const FRESH_MS = 15_000;
/** Of more sources than these, the ones that spoke last are asked; how many were not is said. */
const SOURCES_MAX = 300;

export interface Heard {
  readonly reports: readonly Continuity[];
  /** How many sources the last day is not known of yet. */
  readonly unaskedCount: number;
}

interface Kept {
  readonly at: number;
  readonly report: Continuity | undefined;
}

const KEY = ['heard-lately'];
const NONE: ReadonlyMap<number, Kept> = new Map();

/** How the sources were heard in the last day: a few of them at each poll, the oldest answer first. */
export function useHeard(): Heard {
  const api = useApi();
  const client = useQueryClient();
  const mayLook = useMay('live.view');
  const { data } = useAsked<SourcePage>('/api/v1/sources?limit=999', {
    everyMs: 60_000,
    keepMs: 60_000,
    isWanted: mayLook,
  });
  // Home and the lamp read the same answers, whoever of them asked.
  const { data: kept = NONE } = useQuery<ReadonlyMap<number, Kept>>({
    queryKey: KEY,
    queryFn: () => NONE,
    enabled: false,
    gcTime: Infinity,
  });
  const sources = data?.sources;
  useEffect(() => {
    if (sources === undefined) {
      return;
    }
    const stop = new AbortController();
    const round = async (): Promise<void> => {
      const held: ReadonlyMap<number, Kept> = client.getQueryData(KEY) ?? NONE;
      const due = [...dueOf(sources, held, Date.now())];
      // Whoever else shows the lamp sees that they are being asked.
      const marked = new Map(held);
      for (const { number } of due) {
        marked.set(number, { at: Date.now(), report: held.get(number)?.report });
      }
      client.setQueryData(KEY, marked);
      const next = new Map<number, Kept>();
      const ask = async (): Promise<void> => {
        for (let one = due.shift(); one !== undefined; one = due.shift()) {
          const report = await reportOf(api, one.number, stop.signal).catch(() => undefined);
          if (report !== undefined) {
            next.set(one.number, { at: Date.now(), report });
          }
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, ask));
      const all: ReadonlyMap<number, Kept> = client.getQueryData(KEY) ?? marked;
      client.setQueryData(KEY, new Map([...all, ...next]));
    };
    void round();
    const timer = setInterval(() => void round(), POLL_MS);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [api, client, sources]);
  const isMore = data !== undefined && data.next !== null;
  return useMemo(() => {
    const reports = asked(sources ?? []).flatMap(({ number }) => {
      const report = kept.get(number)?.report;
      return report === undefined ? [] : [report];
    });
    // Until the sources themselves are known, one stands for all of them.
    const count = sources === undefined ? (mayLook ? 1 : 0) : sources.length - reports.length;
    return { reports, unaskedCount: count + (isMore ? 1 : 0) };
  }, [sources, kept, isMore, mayLook]);
}

const asked = (sources: readonly Source[]): readonly Source[] =>
  sources.length <= SOURCES_MAX
    ? sources
    : sources
        .toSorted((a, b) => (b.lastTime ?? '').localeCompare(a.lastTime ?? ''))
        .slice(0, SOURCES_MAX);

/** Whom to ask now: those whose answer is the oldest, and none whose answer is fresh. Pure. */
export function dueOf(
  sources: readonly Source[],
  kept: ReadonlyMap<number, { readonly at: number }>,
  now: number,
): readonly Source[] {
  const at = (source: Source): number => kept.get(source.number)?.at ?? 0;
  return asked(sources)
    .filter((each) => at(each) <= now - FRESH_MS)
    .toSorted((a, b) => at(a) - at(b))
    .slice(0, AT_A_POLL);
}

async function reportOf(
  api: ReturnType<typeof useApi>,
  sourceNumber: number,
  signal: AbortSignal,
): Promise<Continuity> {
  const now = Date.now();
  const span = { sourceNumber, from: rfc3339(now - HEARD_MS), to: rfc3339(now) };
  let report = await api.get<Continuity>(address('/api/v1/continuity', span), { signal, background: true });
  // A report that ends early is gone on with; one that has so many parts is looked at on its page.
  for (let page = 1; report.next !== null && page < 4; page++) {
    const more: Continuity = await api.get<Continuity>(report.next, { signal, background: true });
    report = {
      ...more,
      from: report.from,
      stretches: [...report.stretches, ...more.stretches],
      findings: [...report.findings, ...more.findings],
    };
  }
  return report;
}
