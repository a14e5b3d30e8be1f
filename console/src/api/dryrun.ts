import type { Time, Whole } from './types';

/** What another model of the plant would have made of the traffic on record, as the API has it. */
export interface DryRun {
  readonly model: string;
  readonly number: Whole | null;
  readonly isWhole: boolean;
  readonly from: Time;
  readonly to: Time;
  readonly readTo: Time;
  readonly isRead: boolean;
  readonly isPruned: boolean;
  readonly obstacle: string | null;
  readonly looked: Whole;
  readonly nowDenied: Whole;
  readonly nowPassing: Whole;
  readonly nowPaired: Whole;
  readonly nowSingle: Whole;
  readonly notToldApart: Whole;
  readonly byRates: Whole;
  readonly unknown: Whole;
  readonly decidedByOther: Whole;
  readonly leftOut: Whole;
  readonly unplaced: Whole;
  readonly changes: readonly DryRunChange[];
  readonly reads: readonly DryRunReads[];
  readonly own: readonly DryRunOwn[];
}

/** Requests that would have been answered differently, for the same reason. */
export interface DryRunChange {
  readonly certainty: 'sure' | 'by-rates' | 'not-told-apart';
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  readonly identity: string | null;
  readonly operation: string;
  readonly objects: string;
  readonly before: DryRunAnswer;
  readonly after: DryRunAnswer;
  readonly count: Whole;
  readonly first: Time;
  readonly last: Time;
  readonly examples: readonly DryRunExample[];
}

export type Verdict = 'allow' | 'needs-two-people' | 'deny';

export interface DryRunAnswer {
  readonly verdicts: readonly Verdict[];
  readonly cause: string | null;
  readonly channel: string | null;
  readonly rule: string | null;
}

export interface DryRunExample {
  readonly place: string;
  readonly at: Time;
  readonly count: Whole;
  readonly peer: string;
  readonly objects: string;
}

/** A channel in which other things may be read. */
export interface DryRunReads {
  readonly channel: string;
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
}

/** What the node itself would no longer read of a device, or read in addition. */
export interface DryRunOwn {
  readonly device: string;
  readonly zone: string | null;
  readonly points: Whole;
  readonly lost: Whole;
  readonly gained: Whole;
  readonly examples: readonly DryRunOwnPoint[];
}

export interface DryRunOwnPoint {
  readonly point: string;
  /** Whether it is read by what is in force. */
  readonly isLost: boolean;
  readonly reason: string;
}
