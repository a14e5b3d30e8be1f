import type { AnchorResult, Proof } from '../api/types';
import { equal, fromBase64, toHex, type Bytes } from './bytes';
import { readHeader, type SealedHeader } from './cbor';
import { climbInclusion, climbRange, leafHash, sha256, type Climb, type Walk } from './merkle';
import { checkSignature, readNote, type Note, type Signed, type VerifierKey } from './note';

/**
 * One step from the event to those who vouch for the log. `right` was computed here and agrees;
 * `wrong` was computed here and does not; `open` could not be decided here and says why;
 * `unreached` stands behind a wrong step.
 */
export interface Step {
  readonly name: StepName;
  readonly state: 'right' | 'wrong' | 'open' | 'unreached';
  /** What the step computed, in hexadecimal or as a word. */
  readonly found?: string;
  /** What it had to be. */
  readonly expected?: string;
  /** A code for why it is wrong or open; the catalogue has its words. */
  readonly why?: string;
  readonly climbs?: readonly Climb[];
  /** Index and size of the tree that is climbed. */
  readonly place?: { readonly index: number; readonly size: number };
  readonly marks?: readonly Mark[];
}

export const STEP_NAMES = [
  'event',
  'leaf',
  'block',
  'header',
  'log',
  'checkpoint',
  'cosignatures',
  'anchors',
] as const;
export type StepName = (typeof STEP_NAMES)[number];

/** Who vouches, and what came of checking it. */
export interface Mark {
  readonly name: string;
  readonly kind: string;
  readonly state: 'right' | 'wrong' | 'open';
  readonly why: string;
  readonly at?: string;
  readonly size?: string;
}

export interface Trust {
  readonly logs: readonly VerifierKey[];
  readonly witnesses: readonly VerifierKey[];
}

/** What the node was asked for, beside the proof itself. */
export interface Material {
  readonly proof: Proof;
  readonly trust: Trust;
  readonly anchors: readonly AnchorResult[];
  /** The bytes of an anchor's proof, by the digest that its answer names. */
  readonly anchorProof: (digest: string) => Promise<Bytes>;
}

/** A proof's parts as bytes; making it throws where one is not what its field should hold. */
class Parts {
  readonly record: Bytes;
  readonly salt: Bytes;
  readonly index: number;
  readonly count: number;
  readonly blockPath: Bytes[];
  readonly cose: Bytes;
  readonly logIndex: number;
  readonly logSize: number;
  readonly logPath: Bytes[];

  constructor(proof: Proof) {
    this.record = fromBase64(only(proof.disclosure.records));
    this.salt = fromBase64(only(proof.disclosure.salts));
    this.index = Number(proof.disclosure.start);
    this.count = Number(proof.disclosure.count);
    this.blockPath = proof.disclosure.path.map(fromBase64);
    this.cose = fromBase64(proof.header.cose);
    this.logIndex = Number(proof.inclusion.index);
    this.logSize = Number(proof.inclusion.size);
    this.logPath = proof.inclusion.path.map(fromBase64);
  }
}

function only(list: readonly string[]): string {
  const [first, second] = list;
  if (first === undefined || second !== undefined) {
    throw new Error('not exactly one');
  }
  return first;
}

class Wrong extends Error {
  readonly step: Step;

  constructor(step: Omit<Step, 'state'>) {
    super(step.name);
    this.step = { ...step, state: 'wrong' };
  }
}

/** Computes every step anew, in order; stops at the first that does not agree. */
export async function recompute(place: string, material: Material): Promise<Step[]> {
  const steps: Step[] = [];
  try {
    await walk(place, material, steps);
  } catch (problem) {
    const at = STEP_NAMES[steps.length] ?? 'event';
    steps.push(
      problem instanceof Wrong
        ? problem.step
        : { name: at, state: 'wrong', why: 'unreadable', found: words(problem) },
    );
  }
  for (const name of STEP_NAMES.slice(steps.length)) {
    steps.push({ name, state: 'unreached' });
  }
  return steps;
}

const words = (problem: unknown): string =>
  problem instanceof Error ? problem.message : String(problem);

async function walk(place: string, material: Material, steps: Step[]): Promise<void> {
  const { proof } = material;
  const parts = new Parts(proof);
  const claimed = `${parts.logIndex}.${parts.index}`;
  if (claimed !== place || proof.place !== place) {
    throw new Wrong({ name: 'event', why: 'other-place', found: claimed, expected: place });
  }
  steps.push({ name: 'event', state: 'right', found: toHex(await sha256(parts.record)) });

  const leaf = await leafHash(parts.salt, parts.record);
  steps.push({ name: 'leaf', state: 'right', found: toHex(leaf) });

  const header = readHeader(parts.cose);
  steps.push(await blockStep(parts, header, leaf));

  const entry = await leafHash(parts.cose);
  steps.push({ name: 'header', state: 'right', found: toHex(entry) });

  const note = readNote(proof.checkpoint.note);
  steps.push(await logStep(parts, note, entry));
  steps.push(await checkpointStep(note, material));
  steps.push(await cosignatureStep(note, material.trust));
  steps.push(await anchorStep(note, material));
}

async function blockStep(parts: Parts, header: SealedHeader, leaf: Bytes): Promise<Step> {
  const name = 'block';
  if (header.count !== parts.count) {
    const [found, expected] = [String(parts.count), String(header.count)];
    throw new Wrong({ name, why: 'other-count', found, expected });
  }
  const climbed = await climbRange(leaf, parts.index, header.count, parts.blockPath);
  const place = { index: parts.index, size: header.count };
  return arrived(name, climbed, header.root, place);
}

async function logStep(parts: Parts, note: Note, entry: Bytes): Promise<Step> {
  const name = 'log';
  if (note.size !== parts.logSize) {
    const [found, expected] = [String(parts.logSize), String(note.size)];
    throw new Wrong({ name, why: 'other-size', found, expected });
  }
  const climbed = await climbInclusion(entry, parts.logIndex, note.size, parts.logPath);
  return arrived(name, climbed, note.root, { index: parts.logIndex, size: note.size });
}

function arrived(
  name: StepName,
  climbed: Walk,
  root: Bytes,
  place: { index: number; size: number },
): Step {
  const expected = toHex(root);
  const { climbs } = climbed;
  if (climbed.kind === 'refused') {
    throw new Wrong({ name, why: climbed.why, expected, climbs, place });
  }
  const found = toHex(climbed.root);
  if (found !== expected) {
    throw new Wrong({ name, why: 'other-root', found, expected, climbs, place });
  }
  return { name, state: 'right', found, expected, climbs, place };
}

/** A time of 8 bytes and a signature of the log's second key, docs/formats/log.md §4: no browser checks it. */
const ML_DSA_44_BYTES = 8 + 2_420;

/** The log's own signature, with the key that the node names; an auditor brings that key himself. */
async function checkpointStep(note: Note, material: Material): Promise<Step> {
  const name = 'checkpoint';
  const claimed = material.proof.checkpoint;
  if (!equal(fromBase64(claimed.root), note.root) || Number(claimed.size) !== note.size) {
    const expected = toHex(note.root);
    throw new Wrong({ name, why: 'other-note', found: toHex(fromBase64(claimed.root)), expected });
  }
  const marks: Mark[] = [];
  for (const signature of note.signatures.filter((each) => each.name === note.origin)) {
    const signed = await checkSignature(note, signature, material.trust.logs);
    const isSecond = signed.kind === 'key-unknown' && signature.bytes.length === ML_DSA_44_BYTES;
    const open = { state: 'open', why: 'second-key' } as const;
    marks.push({ name: signature.name, kind: 'log', ...(isSecond ? open : judged(signed)) });
  }
  const found = toHex(note.root);
  if (marks.some((mark) => mark.state === 'wrong')) {
    throw new Wrong({ name, why: 'bad-signature', found, marks });
  }
  if (marks.some((mark) => mark.state === 'right')) {
    return { name, state: 'right', found, marks };
  }
  return { name, state: 'open', why: marks[0]?.why ?? 'no-signature', found, marks };
}

async function cosignatureStep(note: Note, trust: Trust): Promise<Step> {
  const name = 'cosignatures';
  const marks: Mark[] = [];
  for (const signature of note.signatures.filter((each) => each.name !== note.origin)) {
    const signed = await checkSignature(note, signature, trust.witnesses);
    marks.push({ name: signature.name, kind: 'witness', ...judged(signed) });
  }
  if (marks.some((mark) => mark.state === 'wrong')) {
    throw new Wrong({ name, why: 'bad-signature', marks });
  }
  if (marks.length === 0) {
    return { name, state: 'open', why: 'no-cosignature' };
  }
  const isShown = marks.some((mark) => mark.state === 'right');
  return isShown
    ? { name, state: 'right', marks }
    : { name, state: 'open', why: marks[0]?.why ?? 'key-unknown', marks };
}

function judged(signed: Signed): Pick<Mark, 'state' | 'why' | 'at'> {
  switch (signed.kind) {
    case 'good':
      return {
        state: 'right',
        why: 'signature-good',
        ...(signed.time === undefined ? {} : { at: signed.time.toISOString() }),
      };
    case 'bad':
      return { state: 'wrong', why: 'bad-signature' };
    case 'key-unknown':
    case 'not-checkable':
      return { state: 'open', why: signed.kind };
  }
}

/**
 * What the page can see of an anchor by itself: that its answer names this very root, and that the
 * stored proof has the digest it is named by. Judging the proof is for `penstock verify`.
 */
async function anchorStep(note: Note, material: Material): Promise<Step> {
  const name = 'anchors';
  const marks: Mark[] = [];
  for (const answer of material.anchors.filter((each) => each.outcome !== 'failed')) {
    marks.push(await anchorMark(note, answer, material));
  }
  if (marks.some((mark) => mark.state === 'wrong')) {
    throw new Wrong({ name, why: marks.find((mark) => mark.state === 'wrong')?.why ?? '', marks });
  }
  if (marks.length === 0) {
    return { name, state: 'open', why: 'no-anchor' };
  }
  return { name, state: 'open', why: 'anchor-judged-elsewhere', marks };
}

async function anchorMark(note: Note, answer: AnchorResult, material: Material): Promise<Mark> {
  const mark = {
    name: answer.name,
    kind: answer.kind,
    size: answer.size,
    ...(answer.at === null ? {} : { at: answer.at }),
  };
  if (Number(answer.size) === note.size && !equal(fromBase64(answer.root), note.root)) {
    return { ...mark, state: 'wrong', why: 'anchor-other-root' };
  }
  if (answer.proof === null) {
    return { ...mark, state: 'open', why: 'anchor-no-proof' };
  }
  const digest = toHex(await sha256(await material.anchorProof(answer.proof)));
  if (digest !== answer.proof) {
    return { ...mark, state: 'wrong', why: 'anchor-other-proof' };
  }
  const isSameRoot = Number(answer.size) === note.size;
  return { ...mark, state: 'open', why: isSameRoot ? 'anchor-same-root' : 'anchor-later-root' };
}
