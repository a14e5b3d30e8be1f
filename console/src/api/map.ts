import type { Time, Whole } from './types';

/** The zone and conduit map, as the API has it. */
export type ConduitState = 'denied' | 'live' | 'silent' | 'unknown';

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface MapLine {
  readonly points: readonly Spot[];
  readonly label: Spot;
}

/** When it is, and by which version of the model. */
export interface MapMoment {
  readonly number: Whole;
  readonly digest: string;
  readonly first: Time;
  readonly since: Time;
  readonly at: Time;
  readonly from: Time;
  readonly to: Time;
  readonly isWhole: boolean;
  readonly isRead: boolean;
  readonly isPruned: boolean;
}

export interface MapZone {
  readonly id: string;
  readonly name: string;
  readonly parent: string | null;
  readonly kind: string | null;
  readonly level: string | null;
  readonly assets: number;
  readonly sources: number;
  readonly heard: number;
  readonly lastHeard: Time | null;
  readonly denied: Whole;
  readonly waited: Whole;
  readonly isOutside: boolean;
  readonly box: (Spot & { readonly width: number; readonly height: number }) | null;
}

export interface ConduitFacts {
  readonly id: string;
  readonly name: string;
  readonly between: readonly string[];
  readonly state: ConduitState;
  readonly isToFirst: boolean;
  readonly isToSecond: boolean;
  readonly isDiode: boolean;
  readonly channels: number;
  readonly rules: number;
  readonly unusedRules: number;
  readonly passed: Whole;
  readonly denied: Whole;
  readonly waited: Whole;
  readonly heard: number;
  readonly last: Time | null;
}

export interface MapConduit extends ConduitFacts {
  readonly line: MapLine | null;
}

export interface MapGhost {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly reason: 'no-conduit' | 'no-channel';
  readonly protocols: readonly string[];
  readonly passed: Whole;
  readonly denied: Whole;
  readonly waited: Whole;
  readonly heard: number;
  readonly last: Time | null;
  readonly line: MapLine | null;
}

/** A strip across the whole map, for one level of the Purdue model. */
export interface MapBand {
  readonly level: string;
  readonly y: number;
  readonly height: number;
}

export interface PlantMap extends MapMoment {
  readonly unplaced: Whole;
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly bands: readonly MapBand[];
  readonly zones: readonly MapZone[];
  readonly conduits: readonly MapConduit[];
  readonly ghosts: readonly MapGhost[];
}

export interface RuleUse {
  readonly id: string;
  readonly effect: 'allow' | 'two-people' | 'deny';
  readonly who: readonly string[];
  readonly operations: readonly string[];
  readonly functions: readonly string[];
  readonly objects: readonly string[];
  readonly values: readonly string[];
  readonly rate: string | null;
  readonly when: readonly string[];
  readonly from: string | null;
  readonly until: string | null;
  readonly passed: Whole;
  readonly denied: Whole;
  readonly waited: Whole;
  readonly last: Time | null;
}

export interface ChannelUse {
  readonly id: string;
  readonly protocol: string;
  readonly from: string;
  readonly to: string;
  readonly reads: 'allow' | 'deny';
  readonly rules: readonly RuleUse[];
}

export interface SeenFlow {
  readonly from: string;
  readonly to: string;
  readonly protocol: string | null;
  readonly operation: string;
  readonly channel: string | null;
  readonly rule: string | null;
  readonly outcome: 'passed' | 'denied' | 'needed-two';
  readonly cause: string | null;
  readonly count: Whole;
  readonly last: Time;
}

export interface ConduitUse extends MapMoment, ConduitFacts {
  readonly hasPolicy: boolean;
  readonly policy: readonly ChannelUse[];
  readonly observed: readonly SeenFlow[];
}
