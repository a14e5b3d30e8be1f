import i18next from 'i18next';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Command, Phase } from '../src/api/commands';
import type { ConnectedDevice } from '../src/api/connections';
import type { Action, Approval } from '../src/api/types';
import { CommandSaid } from '../src/pages/connections/CommandSaid';
import { CommandsPanel } from '../src/pages/connections/CommandsPanel';
import german from '../src/words/de/words.json';
import english from '../src/words/en/words.json';

const held = vi.hoisted(() => ({ may: new Set<string>(), newer: undefined as unknown, asked: [] as boolean[] }));

vi.mock('@tanstack/react-router', () => ({
  Link: ({ to, search, children }: { to: string; search: object; children: string }) =>
    createElement('a', { href: `${to}?${new URLSearchParams(search as Record<string, string>)}` }, children),
}));
vi.mock('../src/parts/When', () => ({ When: ({ at }: { at: string }) => createElement('time', { dateTime: at }, at) }));
vi.mock('../src/parts/context', () => ({ useMay: (action: Action) => held.may.has(action) }));
vi.mock('../src/parts/asking', () => ({
  POLL_MS: 5_000,
  useAsked: (_: string, { isWanted }: { isWanted: boolean }) => {
    held.asked.push(isWanted);
    return { data: held.newer, problem: undefined, again: () => undefined };
  },
}));

const device = (more: object = {}): ConnectedDevice =>
  ({ id: 'plc-1', name: 'Filter 1', isEnabled: true, writableCount: 2, ...more }) as unknown as ConnectedDevice;
const command = (phase: Phase, more: Partial<Command> = {}): Command => ({
  id: '5b'.repeat(16), phase, isOver: !['asked', 'waits', 'requested', 'dispatched'].includes(phase), text: '', status: '0', rule: 'set-points',
  until: '2026-11-23T10:00:00Z', source: 'plc-1', point: 'set point', value: { type: 'float64', value: 3.2 }, ...more,
});
const panel = (of: ConnectedDevice, given: readonly Command[] = []): string =>
  renderToStaticMarkup(createElement(CommandsPanel, { device: of, given: given.map((each) => ({ command: each, unit: 'm' })) }));
const said = (given: Command): string => renderToStaticMarkup(createElement(CommandSaid, { given, unit: 'm' }));

beforeAll(async () => {
  const resources = { de: { words: german }, en: { words: english } };
  await i18next.use(initReactI18next).init({ lng: 'en', ns: ['words'], defaultNS: 'words', resources, interpolation: { escapeValue: false } });
});

beforeEach(async () => {
  held.may = new Set(['command.write', 'evidence.view', 'live.view']);
  held.newer = undefined;
  held.asked = [];
  await i18next.changeLanguage('en');
});

describe('the commands of a device', () => {
  it('are not spoken of to who neither gives nor sees them', () => {
    held.may = new Set(['live.view', 'plant.view']);
    expect(panel(device())).toBe('');
  });

  it('say how many points may be written, or why none may', () => {
    expect(panel(device())).toContain('2 points may be written');
    expect(panel(device({ writableCount: 1 }))).toContain('1 point may be written');
    expect(panel(device({ writableCount: 0 }))).toContain(english.commands.none);
    expect(panel(device({ isEnabled: false }))).toContain(english.commands.off);
  });

  it('lead to the audit trail who may see it, and say so to who may not', () => {
    expect(panel(device())).toContain(english.commands.trailElsewhere);
    held.may = new Set(['audit.view']);
    const page = panel(device());
    expect(page).toContain(english.commands.mayNot);
    expect(page).toContain('/audit?action=command.write&amp;text=plc-1%2F');
    expect(page).not.toContain('may be written');
  });

  it('list what was given here, each as it stands', () => {
    expect(panel(device())).not.toContain('<table');
    const page = panel(device(), [command('done'), command('unknown', { id: '6c'.repeat(16) })]);
    expect(page).toContain('3.2 m');
    expect(page).toContain('outcome unknown');
    expect(page.match(/<tr>/g)).toHaveLength(3);
  });
});

describe('what became of a command', () => {
  it('is asked again until it is over', () => {
    said(command('requested'));
    said(command('waits'));
    said(command('done'));
    expect(held.asked).toEqual([true, true, false]);
  });

  it('is what the node said last, not first', () => {
    held.newer = command('refused', { status: '2', text: 'illegal data address' });
    const page = said(command('requested'));
    expect(page).toContain(english.commands.phase.refused);
    expect(page).toContain('illegal data address');
    expect(page).toContain(`<dt>${english.commands.status}</dt><dd class="mono">2</dd>`);
    expect(page).not.toContain(english.commands.phase.requested);
  });

  it('leads to the second person who must agree, also where only the command is known', () => {
    const approval = { id: 'a1' } as Approval;
    expect(said(command('waits', { approval }))).toContain('/approvals?state=open&amp;id=a1');
    expect(said(command('waits'))).toContain('/approvals?state=open"');
    expect(said(command('done'))).not.toContain('/approvals');
  });

  it('says of an unknown outcome that it is not sent again, and where to look', () => {
    const page = said(command('unknown'));
    expect(page).toContain('mark-critical');
    expect(page).toContain('It is never sent again.');
    expect(page).toContain('/proof?source=plc-1&amp;point=set+point');
  });

  it('leads to no records that somebody may not see', () => {
    held.may = new Set(['command.write']);
    expect(said(command('done'))).not.toContain('/proof');
  });

  it('marks what the node wrote as English where the page is German', async () => {
    await i18next.changeLanguage('de');
    const page = said(command('denied', { text: 'no rule' }));
    expect(page).toContain('<span lang="en">no rule</span>');
    expect(page).toContain(german.commands.phase.denied);
  });
});
