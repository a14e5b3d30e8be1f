import { describe, expect, it } from 'vitest';
import { dayOf } from '../src/pages/ledger/Shred';
import { outline } from '../src/show/plant';

const zone = (id: string, parent: string | null = null) => ({ id, name: id, parent, sources: [] });
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

describe('the time of a shred', () => {
  it('is the whole day of a record, in UTC', () => {
    expect(dayOf('2026-12-31T23:59:59.999Z')).toEqual({ from: '2026-12-31T00:00', to: '2027-01-01T00:00' });
    expect(dayOf('')).toEqual({ from: '', to: '' });
  });
});
