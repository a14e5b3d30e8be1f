import i18next from 'i18next';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { DryRun } from '../src/api/dryrun';
import type { Approval } from '../src/api/types';
import { plantOf } from '../src/pages/approvals/ApprovalView';
import { Tried } from '../src/parts/DryRun';
import german from '../src/words/de/words.json';
import english from '../src/words/en/words.json';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ search, children }: { search: { place?: string }; children: string }) =>
    createElement('a', { href: `/proof?place=${search.place ?? ''}` }, children),
}));

vi.mock('../src/parts/When', () => ({
  When: ({ at }: { at: string }) => createElement('time', { dateTime: at }, at),
}));

const NOTHING: DryRun = {
  model: '00', number: '2', isWhole: true, isRead: true, isPruned: false, obstacle: null,
  from: '2026-11-22T10:00:00Z', to: '2026-11-23T10:00:00Z', readTo: '2026-11-23T10:00:00Z',
  looked: '12', nowDenied: '0', nowPassing: '0', nowPaired: '0', nowSingle: '0', notToldApart: '0',
  byRates: '0', unknown: '0', decidedByOther: '0', leftOut: '0', unplaced: '0', changes: [], reads: [], own: [],
};

const FOUND: DryRun = {
  ...NOTHING, nowDenied: '1234', notToldApart: '7', unknown: '3', isPruned: true,
  reads: [{ channel: 'readings', from: 'control', to: 'field', protocol: 'modbus' }],
  changes: [
    {
      certainty: 'sure', from: 'control', to: 'field', protocol: 'modbus', identity: 'scada',
      operation: 'write', objects: 'unit 1 holding 110..120', count: '1234',
      first: '2026-11-22T11:00:00Z', last: '2026-11-22T12:00:00Z',
      before: { verdicts: ['allow'], cause: 'rule', channel: 'c', rule: 'set-points' },
      after: { verdicts: ['deny'], cause: 'no-rule', channel: 'c', rule: null },
      examples: [{ place: '12.3', at: '2026-11-22T11:00:00Z', count: '1', peer: '10.0.0.7', objects: 'unit 1 holding 110' }],
    },
    {
      certainty: 'not-told-apart', from: 'dmz', to: 'field', protocol: 'modbus', identity: null,
      operation: 'write', objects: 'unit 1..2 coil 0..9', count: '7',
      first: '2026-11-22T11:00:00Z', last: '2026-11-22T11:00:00Z',
      before: { verdicts: ['deny'], cause: 'no-channel', channel: null, rule: null },
      after: { verdicts: ['allow', 'deny'], cause: null, channel: 'aside', rule: null },
      examples: [],
    },
  ],
};

const page = (run: DryRun): string => renderToStaticMarkup(createElement(Tried, { run }));

beforeAll(async () => {
  const resources = { de: { words: german }, en: { words: english } };
  await i18next.use(initReactI18next).init({ lng: 'en', ns: ['words'], defaultNS: 'words', resources, interpolation: { escapeValue: false } });
});

describe('what a change would have done', () => {
  it('says that all would have been answered the same, and what it looked at', () => {
    expect(page(NOTHING)).toContain(english.dryrun.same);
    expect(page(NOTHING)).toContain('12 requests on record');
    expect(page(NOTHING)).not.toContain('<table');
  });

  it('says that nothing is on record rather than that nothing would change', () => {
    const none = page({ ...NOTHING, looked: '0' });
    expect(none).toContain(english.dryrun.nothing);
    expect(none).not.toContain(english.dryrun.same);
  });

  it('claims nothing while it is still being read', () => {
    const reading = page({ ...NOTHING, isRead: false });
    expect(reading).toContain(english.dryrun.reading);
    expect(reading).not.toContain(english.dryrun.same);
  });

  it('lists each group with both answers and a link to its records', () => {
    const found = page(FOUND);
    expect(found).toContain(`<caption>${english.dryrun.list}</caption>`);
    expect(found).toContain('1,234 passed and would have been denied');
    expect(found).toContain('unit 1 holding 110..120');
    expect(found).toContain('set-points');
    expect(found).toContain('href="/proof?place=12.3"');
    expect(found).toContain(english.dryrun.cause['no-rule']);
  });

  it('never says more than is known', () => {
    const found = page(FOUND);
    expect(found).toContain('some of 7');
    expect(found).toContain(`${english.dryrun.verdict.allow} ${english.dryrun.or} ${english.dryrun.verdict.deny}`);
    expect(found).toContain('3 cannot be judged');
    expect(found).toContain(english.dryrun.pruned);
    expect(found).toContain('channel readings');
    expect(page({ ...NOTHING, isWhole: false })).toContain(english.dryrun.part);
  });

  it('says what the node itself would read otherwise, and why', () => {
    const lost = page({
      ...NOTHING, looked: '0',
      own: [{ device: 'plc-1', zone: 'field', points: '1200', lost: '1100', gained: '0', examples: [{ point: 'level', isLost: true, reason: 'no-rule' }] }],
    });
    expect(lost).toContain('1,100 of 1,200 points that this node reads of plc-1 would no longer be read');
    expect(lost).toContain('<span class="mono">level</span>: no-rule');
    expect(lost).not.toContain(english.dryrun.nothing);
  });

  it('says it in German too', async () => {
    await i18next.changeLanguage('de');
    expect(page(FOUND)).toContain('1.234 kamen durch und wären abgelehnt worden');
    const obstacle = page({ ...NOTHING, obstacle: 'it cannot be enforced' });
    expect(obstacle).toContain('<span lang="en">it cannot be enforced</span>');
    await i18next.changeLanguage('en');
  });
});

describe('a request for a change', () => {
  const of = (request: object): Approval => ({ request: JSON.stringify({ request }) }) as unknown as Approval;

  it('is tried where it is about the plant, and no other', () => {
    expect(plantOf(of({ do: 'plant', model: 'ab' }))).toBe('ab');
    expect(plantOf(of({ do: 'connections', model: 'ab' }))).toBeUndefined();
    expect(plantOf(of({ do: 'plant' }))).toBeUndefined();
  });
});
