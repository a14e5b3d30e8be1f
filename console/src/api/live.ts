import type { Door } from './gate';
import { asProblem } from './problem';
import { EventParser } from './sse';
import { Store } from './store';
import type { LiveItem, NodeState } from './types';

/** One value as it was said last. */
export interface LiveValue {
  readonly time: string;
  readonly value: unknown;
  readonly quality: unknown;
}

/** A line of the trend that is shown beside a chosen point. */
export interface TrendPoint {
  readonly at: number;
  readonly value: unknown;
}

const BACKOFF_MS = [1_000, 2_000, 5_000, 10_000];
/** The node speaks each second; so long a silence means that the connection is dead. */
const SILENCE_MS = 15_000;
const VALUES_MAX = 60_000;
const TREND_MAX = 600;

export const liveKey = (source: string | number, point: string | number): string =>
  `${source}\u0000${point}`;

/** The one stream of live data of this page. */
export class Live {
  /** Counts up with each batch: what is shown is drawn again at most once a second. */
  readonly beat = new Store(0);
  readonly state = new Store<NodeState | undefined>(undefined);
  private readonly values = new Map<string, LiveValue>();
  private readonly door: Door;
  private wanted: readonly number[] = [];
  private trendKey = '';
  private trendPoints: TrendPoint[] = [];
  private stop: AbortController | undefined;
  private round = 0;

  constructor(door: Door) {
    this.door = door;
  }

  value(source: string | number, point: string | number): LiveValue | undefined {
    return this.values.get(liveKey(source, point));
  }

  trend(): readonly TrendPoint[] {
    return this.trendPoints;
  }

  /** Which point's values are kept one behind the other. */
  follow(source: string, point: string): void {
    const key = liveKey(source, point);
    if (key !== this.trendKey) {
      this.trendKey = key;
      this.trendPoints = [];
    }
  }

  /** Which sources are asked for; the stream begins anew when that changes. */
  want(sources: readonly number[]): void {
    const sorted = [...new Set(sources)].toSorted((a, b) => a - b);
    if (sorted.join() !== this.wanted.join()) {
      this.wanted = sorted;
      if (this.stop !== undefined) {
        this.open();
      }
    }
  }

  open(): void {
    this.close();
    const stop = new AbortController();
    this.stop = stop;
    void this.run(stop.signal, ++this.round);
  }

  close(): void {
    this.stop?.abort();
    this.stop = undefined;
  }

  private async run(signal: AbortSignal, round: number): Promise<void> {
    for (let tries = 0; !signal.aborted && round === this.round; tries++) {
      try {
        await this.read(signal, () => {
          tries = 0;
        });
      } catch (caught) {
        const { status } = asProblem(caught);
        if (signal.aborted || status === 401 || status === 403) {
          return;
        }
      }
      await pause(BACKOFF_MS[Math.min(tries, BACKOFF_MS.length - 1)] ?? 10_000, signal);
    }
  }

  private async read(signal: AbortSignal, began: () => void): Promise<void> {
    const cut = new AbortController();
    const either = AbortSignal.any([signal, cut.signal]);
    let timer = setTimeout(() => cut.abort(), SILENCE_MS);
    try {
      const response = await this.door.api.stream('/api/v1/live', either);
      if (response.body === null) {
        return;
      }
      began();
      const parser = new EventParser();
      const decoder = new TextDecoder();
      for await (const piece of response.body) {
        clearTimeout(timer);
        timer = setTimeout(() => cut.abort(), SILENCE_MS);
        this.door.lastHeard.set(Date.now());
        for (const event of parser.push(decoder.decode(piece, { stream: true }))) {
          this.take(event.name, event.data);
        }
      }
    } finally {
      clearTimeout(timer);
    }
  }

  private take(name: string, data: string): void {
    if (name === 'state') {
      const state = JSON.parse(data) as Partial<NodeState>;
      if (Array.isArray(state.checks)) {
        this.state.set(state as NodeState);
      }
    } else if (name === 'values') {
      const { items } = JSON.parse(data) as { items?: readonly LiveItem[] };
      for (const item of items ?? []) {
        this.keep(item);
      }
    }
    this.beat.set(this.beat.get() + 1);
  }

  private keep(item: LiveItem): void {
    const key = liveKey(item.source, item.point);
    if (this.values.size >= VALUES_MAX && !this.values.has(key)) {
      this.values.clear();
    }
    this.values.set(key, { time: item.time, value: item.value, quality: item.quality });
    if (key === this.trendKey) {
      this.trendPoints = [
        ...this.trendPoints.slice(-TREND_MAX + 1),
        { at: Date.parse(item.time) / 1000, value: item.value },
      ];
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
