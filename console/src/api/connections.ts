import type { Approval, Severity, Time, Value, Whole } from './types';

/** What is connected, and how it stands, as the API has it. */
export interface ConnectedDevice {
  readonly id: string;
  readonly name: string;
  readonly isEnabled: boolean;
  readonly protocol: string;
  readonly asset: string;
  readonly zone: string | null;
  readonly at: Readonly<Record<string, string>>;
  readonly rates: Readonly<Record<string, string>>;
  readonly pointCount: number;
  readonly writableCount: number;
}

export interface ConnectedDestination {
  readonly id: string;
  readonly name: string;
  readonly isEnabled: boolean;
  readonly protocol: string;
  readonly zone: string;
  readonly at: Readonly<Record<string, string>>;
  readonly send: readonly string[];
}

export interface ConnectedProxy {
  readonly id: string;
  readonly name: string;
  readonly isEnabled: boolean;
  readonly listen: string;
  readonly fromZone: string;
  readonly to: string | null;
}

export interface ConnectedServer {
  readonly id: string;
  readonly name: string;
  readonly isEnabled: boolean;
  readonly listen: string;
  readonly fromZone: string;
  readonly servedCount: number;
}

export interface Connections {
  readonly number: Whole;
  readonly model: string;
  readonly since: Time;
  readonly isWhole: boolean;
  readonly devices: readonly ConnectedDevice[];
  readonly destinations: readonly ConnectedDestination[];
  readonly proxies: readonly ConnectedProxy[];
  readonly servers: readonly ConnectedServer[];
}

export type LinkWord = 'connecting' | 'planning' | 'running' | 'waiting' | 'closed';

export interface DeviceLink {
  readonly device: string;
  readonly zone: string;
  readonly state: LinkWord;
  readonly since: Time;
  readonly reason: string | null;
  readonly lastFault: string | null;
  readonly lastAnswered: Time | null;
  readonly identity: {
    readonly vendor: string;
    readonly product: string;
    readonly revision: string;
    readonly others: Readonly<Record<string, string>>;
  } | null;
  readonly points: number;
  readonly faulty: number;
  readonly refused: number;
  readonly sessions: Whole;
  readonly failures: Whole;
  readonly reads: Whole;
  readonly samples: Whole;
  readonly unkept: Whole;
  readonly overruns: Whole;
  readonly pauses: Whole;
  readonly writes: Whole;
}

export interface DestinationLink {
  readonly destination: string;
  readonly isLinked: boolean;
  readonly fault: string | null;
  readonly lag: Whole;
  readonly behindMs: Whole;
  readonly sent: Whole;
  readonly acknowledged: Whole;
  readonly historyLeft: Whole;
  readonly overtaken: Whole;
}

export interface ProxyLink {
  readonly proxy: string;
  readonly address: string;
  readonly clients: number;
}

export interface ServerLink {
  readonly server: string;
  readonly address: string;
  readonly clients: number;
  readonly answered: Whole;
  readonly withoutValue: Whole;
  readonly unmapped: Whole;
  readonly refused: Whole;
}

export interface ConnectionLinks {
  readonly isWhole: boolean;
  readonly devices: readonly DeviceLink[];
  readonly destinations: readonly DestinationLink[];
  readonly proxies: readonly ProxyLink[];
  readonly servers: readonly ServerLink[];
  readonly obstacles: readonly string[];
}

/** What is wrong with a draft, and where: in a file a line and a column, in a table a cell. */
export interface DraftFinding {
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly what: string;
  readonly allowed: string;
  readonly advice: string;
}

export interface Draft {
  readonly isSound: boolean;
  readonly isInForce: boolean;
  readonly findings: readonly DraftFinding[];
  readonly leftOut: Whole;
  readonly misfits: readonly DraftFinding[];
  readonly diff: Approval['diff'];
}

export interface TableDraft extends Draft {
  readonly notTaken: readonly string[];
  readonly points: { readonly added: number; readonly removed: number; readonly changed: number };
  readonly table: string | null;
  readonly yaml: string | null;
}

export interface OncePoint {
  readonly address: string;
  readonly type: string | null;
  readonly value: Value;
  readonly quality: { readonly code: number; readonly severity: Severity };
  readonly reason: string | null;
}

export interface OnceRead {
  readonly at: Time;
  readonly points: readonly OncePoint[];
}
