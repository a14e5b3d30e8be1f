import { describe, expect, it } from 'vitest';
import { Plant } from '../fixture/plant.mjs';
import type { AnchorResult, Proof } from '../src/api/types';
import { fromBase64, toBase64, type Bytes } from '../src/proof/bytes';
import { keysOfTrustFile } from '../src/proof/note';
import { recompute, STEP_NAMES, type Material, type Step } from '../src/proof/recompute';

const now = Date.parse('2026-11-22T06:00:00Z');
const plant = new Plant(now);
const PLACE = '4.2';

const proof = (): Proof => plant.ledger.proof(4, 2, now) as unknown as Proof;

function material(of: Proof, change: Partial<Material> = {}): Material {
  return {
    proof: of,
    trust: keysOfTrustFile(plant.ledger.trust()),
    anchors: plant.anchorResults() as unknown as AnchorResult[],
    anchorProof: async (digest) =>
      new TextEncoder().encode(plant.anchorProof(digest) as string) as Bytes,
    ...change,
  };
}

const states = (steps: readonly Step[]): string => steps.map((step) => step.state).join(' ');

/** The same proof with one bit of a base64 field altered. */
const flip = (text: string, at = -1): string => {
  const bytes = fromBase64(text);
  const i = at < 0 ? bytes.length + at : at;
  return toBase64(bytes.with(i, (bytes[i] as number) ^ 1));
};

const wrongStep = async (of: Proof, change: Partial<Material> = {}): Promise<Step | undefined> => {
  const steps = await recompute(PLACE, material(of, change));
  expect(steps.map((step) => step.name)).toEqual([...STEP_NAMES]);
  const wrong = steps.findIndex((step) => step.state === 'wrong');
  // Behind the first wrong step nothing is claimed.
  expect(steps.slice(wrong + 1).every((step) => step.state === 'unreached')).toBe(wrong >= 0);
  return steps[wrong];
};

describe('a proof', () => {
  it('holds from the event to the anchors', async () => {
    const steps = await recompute(PLACE, material(proof()));
    expect(states(steps)).toBe('right right right right right right right open');
    expect(steps.at(-1)?.marks?.every((mark) => mark.state === 'open')).toBe(true);
  });

  it('breaks at the block when the record is another', async () => {
    const of = structuredClone(proof()) as Proof & { disclosure: { records: string[] } };
    of.disclosure.records[0] = flip(of.disclosure.records[0] as string);
    const wrong = await wrongStep(of);
    expect(wrong).toMatchObject({ name: 'block', why: 'other-root' });
    expect(wrong?.found).toMatch(/^[0-9a-f]{64}$/);
    expect(wrong?.found).not.toBe(wrong?.expected);
  });

  it('breaks at the block when the salt is another', async () => {
    const of = structuredClone(proof()) as Proof & { disclosure: { salts: string[] } };
    of.disclosure.salts[0] = flip(of.disclosure.salts[0] as string);
    expect((await wrongStep(of))?.name).toBe('block');
  });

  it('breaks at the log when one hash of its path is another', async () => {
    for (let i = 0; i < proof().inclusion.path.length; i++) {
      const of = structuredClone(proof()) as Proof & { inclusion: { path: string[] } };
      of.inclusion.path[i] = flip(of.inclusion.path[i] as string, 7);
      expect(await wrongStep(of)).toMatchObject({ name: 'log', why: 'other-root' });
    }
  });

  it('breaks at the log when the signed header is another', async () => {
    const of = structuredClone(proof()) as Proof & { header: { cose: string } };
    of.header.cose = flip(of.header.cose);
    expect(await wrongStep(of)).toMatchObject({ name: 'log', why: 'other-root' });
  });

  it('breaks where the node hands out the proof of another place', async () => {
    expect(await wrongStep(plant.ledger.proof(4, 1, now) as unknown as Proof)).toMatchObject({
      name: 'event',
      why: 'other-place',
    });
  });

  it('breaks where the answer says another root than the note', async () => {
    const of = structuredClone(proof()) as Proof & { checkpoint: { root: string } };
    of.checkpoint.root = flip(of.checkpoint.root);
    expect(await wrongStep(of)).toMatchObject({ name: 'checkpoint', why: 'other-note' });
  });

  it('breaks where a known key has not signed', async () => {
    const of = structuredClone(proof()) as Proof & { checkpoint: { note: string } };
    of.checkpoint.note = of.checkpoint.note.replace(
      /(\u2014 waterworks.example\/log \S{20})(.)/,
      (_, head: string, letter: string) => head + (letter === 'A' ? 'B' : 'A'),
    );
    expect((await wrongStep(of))?.name).toBe('checkpoint');
  });

  it('breaks where an anchor holds another root at the same size', async () => {
    const size = proof().checkpoint.size;
    const anchors = (plant.anchorResults() as unknown as AnchorResult[]).map((each) =>
      each.size === size ? { ...each, root: flip(each.root) } : each,
    );
    const wrong = await wrongStep(proof(), { anchors });
    expect(wrong).toMatchObject({ name: 'anchors', why: 'anchor-other-root' });
  });

  it('breaks where the stored proof of an anchor is another', async () => {
    const wrong = await wrongStep(proof(), { anchorProof: async () => Uint8Array.of(1) });
    expect(wrong).toMatchObject({ name: 'anchors', why: 'anchor-other-proof' });
  });

  it('leaves open what it cannot decide', async () => {
    const steps = await recompute(
      PLACE,
      material(proof(), { trust: { logs: [], witnesses: [] }, anchors: [] }),
    );
    expect(states(steps)).toBe('right right right right right open open open');
    expect(steps.slice(5).map((step) => step.why)).toEqual(['key-unknown', 'key-unknown', 'no-anchor']);
  });

  it('names the log’s second key, which no browser checks, and takes it for no stranger', async () => {
    const of = structuredClone(proof()) as Proof & { checkpoint: { note: string } };
    const second = toBase64(new Uint8Array(4 + 8 + 2_420).fill(7) as Bytes);
    const [origin] = of.checkpoint.note.split('\n');
    of.checkpoint.note += `\u2014 ${origin} ${second}\n`;
    const steps = await recompute(PLACE, material(of));
    expect(steps[5]).toMatchObject({ name: 'checkpoint', state: 'right' });
    expect(steps[5]?.marks?.map(({ why }) => why)).toEqual(['signature-good', 'second-key']);
  });

  it('says that it cannot be read, whatever stands in it', async () => {
    for (const broken of ['', 'not base64', 'AAAA']) {
      const of = structuredClone(proof()) as Proof & { header: { cose: string } };
      of.header.cose = broken;
      expect((await wrongStep(of))?.why).toBe('unreadable');
    }
  });
});
