import { describe, expect, it } from 'vitest';
import { dayOf } from '../src/pages/ledger/Shred';
import { channelWords, levels, outline } from '../src/show/plant';

const zone = (id: string, parent: string | null = null) => ({
  id, name: id, parent, sources: [], kind: null, level: null, slT: null, criticality: null,
});
const told = (zones: Parameters<typeof outline>[0]): string =>
  outline(zones).map(({ zone: { id }, depth }) => `${'-'.repeat(depth)}${id}`).join(' ');

describe('the outline of a plant', () => {
  it('has what lies in a zone behind it', () => {
    expect(told([zone('control'), zone('dosing', 'treatment'), zone('treatment'), zone('uv', 'dosing')])).toBe(
      'control treatment -dosing --uv',
    );
  });

  it('stands a zone at the left where the reader does not see what it lies in', () => {
    expect(told([zone('dosing', 'treatment'), zone('uv', 'dosing')])).toBe('dosing -uv');
    expect(told([])).toBe('');
  });
});

describe('what a plant says of itself', () => {
  const target = { FR1: 2, FR2: 2, FR3: 3, FR4: 1, FR5: 2, FR6: 0, FR7: null, method: null, rationale: null };
  const channel = { id: 'scan', name: 'Scan', protocol: null, from: null, to: null, security: null, isDiode: false };

  it('is a level for each requirement, FR1 first, and a dash for what is not decided', () => {
    expect(levels(target)).toBe('2 2 3 1 2 0 –');
  });

  it('is a channel with as much as is known', () => {
    expect(channelWords(channel)).toBe('Scan');
    expect(channelWords({ ...channel, from: 'a' })).toBe('Scan');
    expect(channelWords({ ...channel, protocol: 'modbus-tcp', from: 'a', to: 'b', security: 'none', isDiode: true })).toBe(
      'Scan (modbus-tcp, a → b, none, diode)',
    );
  });
});

describe('the time of a shred', () => {
  it('is the whole day of a record, in UTC', () => {
    expect(dayOf('2026-12-31T23:59:59.999Z')).toEqual({ from: '2026-12-31T00:00', to: '2027-01-01T00:00' });
    expect(dayOf('')).toEqual({ from: '', to: '' });
  });
});
