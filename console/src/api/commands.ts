import type { Approval, Time, Value, Whole } from './types';

/** Commands to devices as the API has them (docs/commands.md). */
export const PHASES = [
  'asked', 'waits', 'requested', 'dispatched', 'done', 'refused', 'not-sent', 'expired', 'denied',
  'unknown',
] as const;
export type Phase = (typeof PHASES)[number];

/** What a point may be written with: a number in its unit, a yes or no, or a text. */
export type Wanted = number | boolean | string;

export interface NewCommand {
  readonly source: string;
  readonly point: string;
  readonly value: Wanted;
  /** The same key is the same command: it is safe to send it again. */
  readonly key: string;
  readonly withinSeconds?: number;
}

export interface Command {
  readonly id: string;
  readonly phase: Phase;
  readonly isOver: boolean;
  readonly text: string;
  readonly status: Whole;
  readonly rule: string | null;
  readonly until: Time;
  readonly source: string | null;
  readonly point: string | null;
  readonly value: Value;
  /** Only of the answer that began it: what a second person is asked. */
  readonly approval?: Approval;
}
