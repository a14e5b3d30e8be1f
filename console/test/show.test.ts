import { describe, expect, it } from 'vitest';
import { exceptionsOf, windowSort } from '../src/show/exceptions';
import * as format from '../src/show/format';
import { severityOf } from '../src/show/severity';
import { standingOf, whyOf } from '../src/show/trail';
import { placeOf } from '../src/pages/home/WindowScale';
import { rowsOf, zonesOf } from '../src/pages/sources/rows';
import { step } from '../src/pages/continuity/HeatMap';
import { conflictOf, grantOf } from '../src/pages/people/Grants';
import { rulesOf } from '../src/gate/NewPassword';
import { Plant } from '../fixture/plant.mjs';
import type { NodeState, Point, Roles, Source } from '../src/api/types';

describe('a time', () => {
  it('says its zone', () => {
    expect(format.time('2026-11-22T04:36:57.123456789Z', 'utc')).toBe('2026-11-22 04:36:57Z');
    expect(format.time('2026-11-22T04:36:57Z', 'local')).toMatch(/^2026-11-2\d \d\d:36:57[+-]\d\d:\d\d$/);
    expect(format.time(null, 'utc')).toBe('');
    expect(format.time('no time', 'utc')).toBe('');
  });

  it('is a day from its first instant on', () => {
    const at = format.dayStart('2026-11-22', 'utc');
    expect(format.rfc3339(at)).toBe('2026-11-22T00:00:00.000Z');
    expect(format.day(at, 'utc')).toBe('2026-11-22');
    expect(format.day(format.dayStart('2026-11-22', 'local'), 'local')).toBe('2026-11-22');
  });
});

describe('a duration', () => {
  it('has its two largest units and is never rounded up', () => {
    expect([0, 0.9, 1, 59, 60, 61, 3_599, 3_600, 86_399, 86_400 * 3 + 7_200].map(format.duration)).toEqual([
      '0 s', '0 s', '1 s', '59 s', '1 min', '1 min 1 s', '59 min 59 s', '1 h', '23 h 59 min', '3 d 2 h',
    ]);
    expect(format.duration(-5)).toBe('0 s');
  });
});

describe('a number', () => {
  it('of 64 bits is whole', () => {
    expect(format.whole('9223372036854775807', 'en')).toBe('9,223,372,036,854,775,807');
    expect(format.whole('9223372036854775807', 'de')).toBe('9.223.372.036.854.775.807');
    expect(format.whole('many', 'en')).toBe('many');
    expect(format.whole(null, 'en')).toBe('');
  });
});

describe('a value', () => {
  it('is one line, whatever it is', () => {
    expect(format.value({ type: 'float64', value: 1.5 })).toBe('1.5');
    expect(format.value({ type: 'float64', value: 'NaN' })).toBe('NaN');
    expect(format.value({ type: 'bytes', value: 'AA==', text: 'door open' })).toBe('door open');
    expect(format.value({ type: 'null' })).toBe('null');
    expect(format.value({ type: 'text', value: 'x'.repeat(500) })).toHaveLength(121);
    expect(format.anyValue({ a: 1 })).toBe('{"a":1}');
    expect(format.anyValue(undefined)).toBe('');
  });

  it('is drawn where it is a number', () => {
    expect(format.drawable({ type: 'int64', value: '12' })).toBe(12);
    expect(format.drawable(true)).toBe(1);
    expect(format.drawable({ type: 'message', text: '2.84' })).toBe(2.84);
    expect(format.drawable({ type: 'message', text: 'open' })).toBeUndefined();
    expect(format.drawable('NaN')).toBeUndefined();
    expect(format.drawable('')).toBeUndefined();
    expect(format.drawable(null)).toBeUndefined();
  });

  it('has a quality in one of three ways', () => {
    expect(severityOf('bad')).toBe('bad');
    expect(severityOf({ code: 0, severity: 'uncertain' })).toBe('uncertain');
    expect([0, 0x40000000, 0x80000000, 0xc0000000].map(severityOf)).toEqual(['good', 'uncertain', 'bad', 'bad']);
  });
});

describe('exceptions', () => {
  const now = Date.now();
  const plant = new Plant(now);
  const node = plant.node() as unknown as NodeState;
  const calm: NodeState = {
    ...node,
    checks: node.checks.map((each) => ({ ...each, right: true })),
    brokers: node.brokers.map((each) => ({ ...each, up: true })),
    trail: node.trail.map((each) => ({ ...each, up: true })),
    lastSealed: new Date(now).toISOString(),
    remarks: [],
  };
  const codes = (of: NodeState, at = now): string[] =>
    exceptionsOf(of, undefined, [], at).map((each) => `${each.sort} ${each.code}`);

  it('are none where all is well', () => {
    expect(codes(calm)).toEqual([]);
  });

  it('come with the gravest first', () => {
    const all = exceptionsOf(node, plant.anchors() as never, [], now).map((each) => each.sort);
    expect(all).toEqual(all.toSorted((a, b) => 'cwn'.indexOf(a[0] as string) - 'cwn'.indexOf(b[0] as string)));
    expect(all).toContain('critical');
  });

  it('name a ledger that stands still after a minute', () => {
    expect(codes(calm, now + 60_000)).toEqual([]);
    expect(codes(calm, now + 61_000)).toEqual(['critical not-sealing']);
  });

  it('name who does not take the audit trail, as a warning', () => {
    const trail = node.trail.filter((each) => !each.up);
    expect(exceptionsOf({ ...calm, trail }, undefined, [], now)).toEqual([
      {
        sort: 'warning', code: 'trail', about: 'archive', place: 'health', since: trail[0]?.since,
        detail: 'archive.plant7.example:6514 does not answer',
      },
    ]);
  });

  it('name a log that nobody vouches for', () => {
    const anchoring = { ...calm.anchoring, windowSeconds: null };
    expect(codes({ ...calm, anchoring })).toEqual(['warning never-anchored']);
    expect(codes({ ...calm, anchoring: { ...anchoring, anchorCount: 0 } })).toEqual(['notice never-anchored']);
    expect(codes({ ...calm, anchoring: { ...calm.anchoring, windowSeconds: '3601' } })).toEqual(['critical window']);
  });

  it('name certificates in time', () => {
    const at = (days: number) => [{ subject: 'a', notAfter: new Date(now + days * 86_400_000).toISOString() }];
    expect(exceptionsOf(calm, undefined, at(31), now)).toEqual([]);
    expect(exceptionsOf(calm, undefined, at(29), now)[0]).toMatchObject({ sort: 'warning', code: 'expires' });
    expect(exceptionsOf(calm, undefined, at(-1), now)[0]).toMatchObject({ sort: 'critical', code: 'expired' });
  });

  it('have a scale that keeps its ends', () => {
    expect(placeOf(0)).toBe(0);
    expect(placeOf(1e9)).toBe(placeOf(86_400));
    expect([600, 601, 3_601].map(windowSort)).toEqual(['calm', 'warning', 'critical']);
  });
});

describe('how a destination of the trail stands', () => {
  it('is taken out of what the node says of it', () => {
    expect(standingOf('up to date')).toEqual({ sort: 'up' });
    expect(standingOf('sending, behind')).toEqual({ sort: 'sending' });
    expect(standingOf('sending, behind with what happened since 2026-11-22T10:00:00Z')).toEqual({
      sort: 'sending', behind: '2026-11-22T10:00:00Z',
    });
    expect(standingOf('waits with what happened since 2026-11-22T10:00:00Z, no answer, twice')).toEqual({
      sort: 'waits', behind: '2026-11-22T10:00:00Z', why: 'no answer, twice',
    });
    expect(standingOf('waits, no answer')).toEqual({ sort: 'waits', why: 'no answer' });
    expect(standingOf('something else')).toEqual({ sort: 'other' });
    expect(whyOf('something else')).toBe('something else');
  });
});

describe('rows of sources', () => {
  const source = (number: number, name: string, zone: string | null): Source => ({
    number, name, zone, protocol: null, pointCount: '1', recordCount: '0', lastTime: null, points: '',
  });
  const point = (number: number, name: string): Point => ({
    number, name, dataType: null, unit: null, contentType: null, last: null, lastPruned: null,
  });
  const sources = [source(1, 'pump-1', 'intake'), source(2, 'filter-1', 'treatment'), source(3, 'gate', null)];
  const points = new Map([[1, [point(1, 'flow'), point(2, 'speed')]]]);
  const kinds = (find: string, zone: string, open: number[]): string[] =>
    rowsOf(sources, points, new Set(open), find, zone).map((row) => (row.kind === 'point' ? row.point.name : `${row.kind} ${row.source.name}`));

  it('show what is open, and that more is to come', () => {
    expect(kinds('', '', [1, 2])).toEqual(['source pump-1', 'flow', 'speed', 'source filter-1', 'waiting filter-1', 'source gate']);
  });

  it('are found by source, zone or tag', () => {
    expect(kinds('PUMP', '', [1])).toEqual(['source pump-1', 'flow', 'speed']);
    expect(kinds('speed', '', [1])).toEqual(['source pump-1', 'speed']);
    expect(kinds('', 'treatment', [])).toEqual(['source filter-1']);
    expect(kinds('nothing', '', [])).toEqual([]);
    expect(zonesOf(sources)).toEqual(['intake', 'treatment']);
  });
});

describe('the grid', () => {
  it('is walked by keys and never left by them', () => {
    expect(step('ArrowLeft', { row: 0, cell: 0 }, 96, 3)).toEqual({ row: 0, cell: 0 });
    expect(step('End', { row: 1, cell: 5 }, 96, 3)).toEqual({ row: 1, cell: 95 });
    expect(step('PageDown', { row: 1, cell: 5 }, 96, 3)).toEqual({ row: 2, cell: 5 });
    expect(step('Tab', { row: 1, cell: 5 }, 96, 3)).toBeUndefined();
  });
});

describe('roles', () => {
  const roles = {
    items: [
      { role: 'administrator', actions: [], separatedFrom: ['auditor'] },
      { role: 'auditor', actions: [], separatedFrom: ['administrator'] },
    ],
    dualControl: [],
  } satisfies Roles;
  const form = (role: string) => ({ role, zone: '', until: '' });

  it('that never go together are named once', () => {
    expect(conflictOf(roles, [form('administrator'), form('auditor')])).toEqual(['administrator + auditor']);
    expect(conflictOf(roles, [form('auditor'), form('auditor')])).toEqual([]);
  });

  it('end at the end of a day', () => {
    expect(grantOf({ role: 'auditor', zone: ' intake ', until: '2026-12-31' })).toEqual({
      role: 'auditor', zone: 'intake', until: '2026-12-31T23:59:59Z',
    });
    expect(grantOf(form('viewer'))).toEqual({ role: 'viewer' });
  });
});

describe('a new password', () => {
  it('is counted in characters, not in bytes', () => {
    expect(rulesOf('x'.repeat(11), '').isLong).toBe(false);
    expect(rulesOf('🌊'.repeat(12), '').isLong).toBe(true);
    expect(rulesOf('x'.repeat(129), '').isLong).toBe(false);
    expect(rulesOf('M.Okafor', 'm.okafor').isNotName).toBe(false);
  });
});
