/** What the node answers. Whole numbers that may have more than 32 bits are strings: docs/api.md. */
export type Whole = string;
export type Time = string;

export type Action =
  | 'live.view'
  | 'evidence.view'
  | 'evidence.export'
  | 'event.send'
  | 'audit.view'
  | 'audit.export'
  | 'health.view'
  | 'support.export'
  | 'people.view'
  | 'people.manage'
  | 'roles.grant'
  | 'sessions.end'
  | 'tokens.manage'
  | 'certificates.manage'
  | 'settings.change'
  | 'plant.view'
  | 'plant.change'
  | 'command.write'
  | 'approve'
  | 'shred'
  | 'notices.manage';

export interface Grant {
  readonly role: string;
  readonly zone?: string | null;
  readonly until?: Time | null;
}

export interface SessionPerson {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly Grant[];
  readonly language?: string | null;
  /** The account of the sealed code: it opens once for each code, and gets no way in that lasts. */
  readonly isBreakGlass?: boolean;
}

export type SessionState =
  | 'set-up-needed'
  | 'signed-out'
  | 'second-factor-due'
  | 'password-change-due'
  | 'locked'
  | 'signed-in';

export interface Session {
  readonly state: SessionState;
  readonly notice?: { readonly title: string; readonly text: string } | null;
  readonly ways: readonly string[];
  readonly oidcName?: string | null;
  readonly hostOk: {
    readonly isPasskeyPossible: boolean;
    readonly why?: string | null;
    /** What is in the way, for programs. */
    readonly code?: string | null;
    /** The host name that passkeys of this node are bound to. */
    readonly name?: string | null;
  };
  readonly node: { readonly name: string; readonly version: string };
  readonly person?: SessionPerson | null;
  readonly actions?: readonly Action[];
  readonly csrf?: string;
  /** A screen on the wall: it looks, and is refused whatever it sends. */
  readonly isDisplay?: boolean;
  readonly startedAt?: Time;
  readonly locksAt?: Time;
  readonly endsAt?: Time;
  readonly steppedUpUntil?: Time | null;
}

export interface Source {
  readonly number: number;
  readonly name: string;
  readonly zone: string | null;
  readonly protocol: string | null;
  readonly pointCount: Whole;
  readonly recordCount: Whole;
  readonly lastTime: Time | null;
  readonly points: string;
}

export interface SourcePage {
  readonly sources: readonly Source[];
  readonly next: string | null;
  readonly indexed: Whole;
}

export interface Point {
  readonly number: number;
  readonly name: string;
  readonly dataType: string | null;
  readonly unit: string | null;
  readonly contentType: string | null;
  readonly last: SealedRecord | null;
  readonly lastPruned: string | null;
}

export interface PointPage {
  readonly source: Source;
  readonly points: readonly Point[];
  readonly next: string | null;
}

export type Severity = 'good' | 'uncertain' | 'bad';

export interface SealedRecord {
  readonly place: string;
  readonly block: { readonly entry: Whole; readonly origin: string; readonly seq: Whole };
  readonly kind: string;
  readonly seq: Whole;
  readonly source: { readonly number: number; readonly name: string | null };
  readonly point: { readonly number: number; readonly name: string | null } | null;
  readonly times: {
    readonly source: Time | null;
    readonly received: Time | null;
    readonly sealed: Time | null;
    readonly anchored: Time | null;
    readonly verified: Time;
  };
  readonly quality: { readonly code: number; readonly severity: Severity };
  readonly value: Value;
  readonly sealedValue: { readonly state: string; readonly words: string } | null;
  readonly proof: string;
}

export interface Value {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface RecordPage {
  readonly records: readonly SealedRecord[];
  readonly next: string | null;
  readonly pruned: { readonly words: string } | null;
}

export interface Proof {
  readonly place: string;
  readonly entry: Whole;
  readonly record: number;
  readonly verified: Time;
  readonly header: {
    readonly cose: string;
    readonly origin: string;
    readonly chain: string;
    readonly seq: Whole;
    readonly wall: Time | null;
  };
  readonly disclosure: {
    readonly start: Whole;
    readonly count: Whole;
    readonly salts: readonly string[];
    readonly records: readonly string[];
    readonly path: readonly string[];
  };
  readonly inclusion: {
    readonly index: Whole;
    readonly size: Whole;
    readonly path: readonly string[];
  };
  readonly checkpoint: {
    readonly origin: string;
    readonly size: Whole;
    readonly root: string;
    readonly published: Time;
    readonly note: string;
  };
  readonly tlogProof: string;
}

export interface Anchor {
  readonly name: string;
  readonly kind: string;
  readonly last: {
    readonly size: Whole;
    readonly root: string;
    readonly asked: Time;
    readonly stored: Time;
    readonly at: Time;
    readonly proof: string;
  } | null;
  readonly failureCount: number;
  readonly failing: { readonly since: Time; readonly last: Time; readonly why: string } | null;
  readonly next: Time | null;
  readonly renewal: Time | null;
  readonly contradiction: string | null;
}

export interface Anchors {
  readonly windowSeconds: Whole | null;
  readonly vouchedSize: Whole | null;
  readonly vouchedUntil: Time | null;
  readonly anchors: readonly Anchor[];
}

export interface AnchorResult {
  readonly number: Whole;
  readonly size: Whole;
  readonly root: string;
  readonly kind: string;
  readonly name: string;
  readonly outcome: 'anchored' | 'failed' | 'replaced';
  readonly stored: Time;
  readonly at: Time | null;
  readonly proof: string | null;
}

export interface AnchorResultPage {
  readonly results: readonly AnchorResult[];
  readonly next: string | null;
  readonly count: Whole;
}

export interface Stretch {
  readonly state: 'heard' | 'listening' | 'deaf' | 'unknown';
  readonly from: Time;
  readonly to: Time;
  readonly count?: Whole;
  readonly why?: string;
}

export interface Finding {
  readonly kind: string;
  readonly code: string;
  readonly reason: string | null;
  readonly from: Time | null;
  readonly to: Time | null;
  readonly at: Time;
  readonly count: Whole | null;
  readonly words: string;
}

export interface Continuity {
  readonly scope: string;
  readonly source: { readonly number: number; readonly name: string };
  readonly from: Time;
  readonly to: Time;
  readonly heardCount: Whole;
  readonly listeningThroughout: boolean;
  readonly words: readonly string[];
  readonly stretches: readonly Stretch[];
  readonly findings: readonly Finding[];
  readonly findingsLeftOut: Whole;
  readonly next: string | null;
}

export interface Listener {
  readonly name: string;
  readonly up: boolean;
  readonly state: string;
  readonly since: Time | null;
  readonly messageCount: Whole;
}

/** Another system that gets the audit trail as it is sealed. */
export interface Destination {
  readonly name: string;
  readonly up: boolean;
  readonly state: string;
  /** When something was sent last; where it is not up, from when on something waits. */
  readonly since: Time | null;
  readonly sentCount: Whole;
}

export interface NodeState {
  readonly software: string;
  readonly started: Time;
  readonly origin: string;
  readonly logKey: string;
  readonly logSize: Whole;
  readonly checkpoint: {
    readonly size: Whole;
    readonly root: string;
    readonly published: Time;
  } | null;
  readonly lastSealed: Time | null;
  readonly sourceCount: Whole;
  readonly anchoring: {
    readonly anchorCount: number;
    readonly failingCount: number;
    readonly windowSeconds: Whole | null;
    readonly vouchedUntil: Time | null;
  };
  readonly lags: readonly {
    readonly reader: string;
    readonly waiting: Whole;
    readonly unit: string;
  }[];
  readonly brokers: readonly Listener[];
  readonly syslog: readonly Listener[];
  readonly trail: readonly Destination[];
  readonly checks: readonly {
    readonly name: string;
    readonly right: boolean;
    readonly detail: string;
  }[];
  readonly remarks: readonly string[];
}

export interface Items<T> {
  readonly items: readonly T[];
  readonly next?: string | null;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly state: 'active' | 'disabled' | 'locked' | 'erased';
  readonly lockedUntil?: Time | null;
  readonly roles: readonly Grant[];
  readonly hasTotp: boolean;
  readonly passkeyCount: number;
  /** The account of the sealed code: a person comes in by it once. */
  readonly isBreakGlass?: boolean;
  readonly lastSignInAt?: Time | null;
  readonly createdAt: Time;
}

export interface OpenSession {
  readonly id: string;
  readonly person: string;
  readonly personName?: string | null;
  readonly startedAt: Time;
  readonly lastActiveAt: Time;
  readonly origin: string;
  readonly way: string;
  readonly state: string;
  readonly isOwn?: boolean;
}

export interface Token {
  readonly id: string;
  readonly label: string;
  readonly roles: readonly Grant[];
  readonly until?: Time | null;
  readonly createdAt?: Time;
  readonly lastUsedAt?: Time | null;
  readonly state?: string;
}

export interface Certificate {
  readonly subject?: string;
  readonly name?: string;
  readonly use?: string;
  readonly issuer?: string;
  readonly serial?: string;
  readonly notBefore?: Time;
  readonly notAfter?: Time;
  readonly fingerprint?: string;
}

/** Something that people must know, from when it began until it is over. */
export interface Notice {
  readonly kind: string;
  readonly subject: string;
  readonly subjectName: string | null;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly text: string;
  readonly remedy: string;
  /** What the text says, in pieces by name. */
  readonly details?: Readonly<Record<string, string>>;
  readonly since: Time;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedByName: string | null;
  readonly acknowledgedAt: Time | null;
  readonly told: readonly string[];
}

export interface IssuedCertificate {
  readonly serial: string;
  readonly kind: string;
  readonly subject: string;
  readonly notBefore: Time;
  readonly notAfter: Time;
  readonly fingerprint: string;
  readonly revokedAt: Time | null;
  readonly reason: string | null;
}

/** What this node shows, and what the site's authority issued. */
export interface Certificates extends Items<Certificate> {
  readonly issued?: readonly IssuedCertificate[];
}

export interface Roles {
  readonly items: readonly {
    readonly role: string;
    readonly actions: readonly string[];
    readonly separatedFrom: readonly string[];
  }[];
  readonly dualControl: readonly {
    readonly kind: string;
    readonly grade: string;
    readonly why: string;
  }[];
}

export interface Named {
  readonly id: string;
  readonly name?: string | null;
}

export interface Approval {
  readonly id: string;
  readonly kind: string;
  readonly author: Named;
  readonly createdAt: Time;
  readonly expiresAt: Time;
  readonly state: string;
  readonly digest: string;
  /** JSON in its one spelling, RFC 8785: what the digest is of. */
  readonly request: string;
  readonly diff: readonly {
    readonly path: string;
    readonly before?: unknown;
    readonly after?: unknown;
  }[];
  readonly gradeNeeded: string;
  readonly decisions: readonly {
    readonly person: Named;
    readonly decision: string;
    readonly grade: string;
    readonly at: Time;
    readonly note?: string | null;
  }[];
  readonly outcome?: string | null;
}

export interface Trace {
  readonly index?: Whole;
  readonly place?: string | null;
  readonly time: Time;
  readonly person?: string | null;
  readonly personName?: string | null;
  readonly action: string;
  readonly object?: string | null;
  readonly outcome: string;
  readonly session?: string | null;
  readonly origin?: string | null;
  /** Plain text, by name. */
  readonly details?: Readonly<Record<string, string>>;
}

export interface Passkey {
  readonly id: string;
  readonly label: string;
  readonly createdAt: Time;
  readonly lastUsedAt?: Time | null;
  readonly backedUp?: boolean;
}

export interface Account {
  readonly person: SessionPerson;
  readonly ways: {
    readonly password?: { readonly changedAt?: Time | null } | null;
    readonly totp: boolean;
    readonly passkeys: readonly Passkey[];
  };
  readonly sessions: readonly OpenSession[];
}

export interface LiveItem {
  readonly source: string | number;
  readonly point: string | number;
  readonly time: Time;
  readonly quality?: unknown;
  readonly value: unknown;
}

/** What came of testing a host name while nobody has set the node up. */
export interface HostVerdict {
  readonly host: string;
  readonly checks: readonly {
    readonly check: string;
    readonly state: 'ok' | 'failed' | 'open';
    readonly code: string;
    readonly about: string;
    readonly why: string;
    readonly remedy: string;
  }[];
  /** The lines that must stand in penstock.yaml. */
  readonly settings: readonly string[];
  readonly address: string | null;
}

/** What outside of this node counts as one person. */
export interface Ties {
  readonly subjects: readonly { readonly issuer: string; readonly subject: string }[];
  readonly certificates: readonly string[];
}

interface Titled {
  readonly id: string;
  readonly name: string;
}

/** The model of the plant, as far as the reader sees it. */
export interface PlantModel {
  readonly number: Whole;
  readonly digest: string;
  readonly model: string;
  readonly since: Time;
  readonly isWhole: boolean;
  readonly organisation: Titled;
  readonly site: Titled;
  readonly format: string;
  readonly system: (Titled & { readonly boundary: string | null }) | null;
  readonly zones: readonly (Titled & {
    readonly parent: string | null;
    readonly sources: readonly string[];
    readonly kind: string | null;
    readonly level: string | null;
    readonly slT: PlantTarget | null;
    readonly criticality: string | null;
  })[];
  readonly conduits: readonly (Titled & {
    readonly between: readonly string[];
    readonly channels: readonly PlantChannel[];
    readonly slT: PlantTarget | null;
  })[];
  readonly assets: readonly (Titled & { readonly zone: string | null })[];
}

/** The level that is wanted for each foundational requirement; null for what is not decided. */
export interface PlantTarget {
  readonly FR1: number | null;
  readonly FR2: number | null;
  readonly FR3: number | null;
  readonly FR4: number | null;
  readonly FR5: number | null;
  readonly FR6: number | null;
  readonly FR7: number | null;
  readonly method: string | null;
  readonly rationale: string | null;
}

export interface PlantChannel extends Titled {
  readonly protocol: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly security: string | null;
  readonly isDiode: boolean;
}

/** One validation that one thing of the model does not keep. */
export interface PlantObservation {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'advice';
  readonly requirement: string;
  readonly isAcceptable: boolean;
  readonly at: string;
  readonly what: string;
  readonly acceptedUntil: string | null;
  readonly rationale: string | null;
}

export interface PlantReview {
  readonly number: Whole;
  readonly day: string;
  /** False while records of what was observed are still to be read. */
  readonly isRead: boolean;
  readonly items: readonly PlantObservation[];
  readonly leftOut: readonly { readonly rule: string; readonly severity: string; readonly count: Whole }[];
}

export interface PlantVersion {
  readonly number: Whole;
  readonly digest: string;
  readonly model: string;
  readonly at: Time;
  readonly cause: string;
  readonly author: Named | null;
  readonly approvedBy: readonly Named[];
  readonly isActive: boolean;
}

export interface PlantVersions extends Items<PlantVersion> {
  readonly waiting: readonly { readonly model: string; readonly at: Time; readonly origin: string }[];
}

/** What came of wanting another model: in force, or a request that waits. */
export interface PlantWish {
  readonly outcome?: string;
  readonly approval?: Approval;
  readonly number: Whole;
  readonly model: string;
  readonly diff: Approval['diff'];
}

/** What a shred would take, and the request that waits for it. */
export interface ShredWish {
  readonly outcome?: string;
  readonly approval?: Approval;
  readonly plan: readonly string[];
  readonly figures?: ShredFigures;
}

/** What a shred would take, in numbers; of periods the first of each sort. */
export interface ShredFigures {
  readonly recordCount: Whole;
  readonly blockCount: Whole;
  readonly isAll: boolean;
  readonly goes: readonly ShredPeriod[];
  readonly goesCount: number;
  readonly stays: readonly ShredPeriod[];
  readonly staysCount: number;
  readonly clearCount: Whole;
  readonly orderedCount: number;
  readonly goneCount: number;
}

export interface ShredPeriod {
  readonly from: Time;
  readonly to: Time;
}
