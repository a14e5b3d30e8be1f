import i18next from 'i18next';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ConnectedDevice, DraftFinding } from '../src/api/connections';
import { FindingsTable } from '../src/pages/connections/FindingsTable';
import { LinkSaid, whereOf } from '../src/pages/connections/Said';
import german from '../src/words/de/words.json';
import english from '../src/words/en/words.json';
import { COLUMNS, stateOf } from '../src/show/tags';

const WHAT = 'address "nowhere" names no table';
const finding: DraftFinding = { line: 3, column: 2, path: 'points[level].address', what: WHAT, allowed: 'holding', advice: 'correct it' };
const device = { id: 'plc-1', isEnabled: true } as unknown as ConnectedDevice;

beforeAll(async () => {
  const resources = { de: { words: german }, en: { words: english } };
  await i18next.use(initReactI18next).init({ lng: 'de', ns: ['words'], defaultNS: 'words', resources });
});

describe('the pages of connections', () => {
  it('lead from a finding to its place, where there is a way to it', () => {
    const of = (more: object) => renderToStaticMarkup(createElement(FindingsTable, { findings: [finding], placeOf: ({ path }) => path, ...more }));
    expect(of({ onFinding: () => undefined })).toContain('<button');
    expect(of({})).not.toContain('<button');
    expect(of({})).toContain('points[level].address');
  });

  it('mark what the node wrote as English where the page is German', () => {
    const page = renderToStaticMarkup(createElement(FindingsTable, { findings: [finding], placeOf: () => '' }));
    expect(page).toContain(`<span lang="en">${WHAT.replace(/"/g, '&quot;')}</span>`);
    expect(page).toContain(`<caption>${german.connections.findings}</caption>`);
  });

  it('tell a device that is switched off from one that is not connected', () => {
    const said = (of: ConnectedDevice, isKnown: boolean) => renderToStaticMarkup(createElement(LinkSaid, { device: of, link: undefined, isKnown }));
    expect(said({ ...device, isEnabled: false }, true)).toContain(german.connections.off);
    expect(said(device, true)).toContain(german.connections.notUp);
    expect(said(device, false)).not.toContain(german.connections.notUp);
  });

  it('say where something is by whichever setting says it', () => {
    expect(whereOf({ tcp: '10.0.0.7:502', unit: '1' })).toBe('10.0.0.7:502');
    expect(whereOf({ serial: '/dev/ttyUSB0 19200 even 1' })).toContain('ttyUSB0');
    expect(whereOf({})).toBe('');
  });

  it('have a word for each column and each state of a point', () => {
    expect(Object.keys(english.connections.column)).toEqual([...COLUMNS]);
    const cells = { name: 'a' } as never;
    const states = [stateOf({ key: 0, cells, before: null, isGone: false }), stateOf({ key: 0, cells, before: cells, isGone: true })];
    for (const state of states) expect(Object.keys(english.connections.tag)).toContain(state);
  });
});
