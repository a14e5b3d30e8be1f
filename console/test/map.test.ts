import { describe, expect, it } from 'vitest';
import { conduitUse, mapOf } from '../fixture/map.mjs';
import type { ConduitUse, PlantMap } from '../src/api/map';
import { kept } from '../src/pages/map/asked';
import {
  ghostSort, lineWidth, momentOf, nameOf, quartersOf, QUARTER_MS, rowsOf, SORT_OF, stepInTree, type Row, type Step,
} from '../src/show/map';

const NOW = Date.parse('2026-11-22T12:07:00Z');
const url = (query: string): URL => new URL(`http://localhost/api/v1/map${query}`);
const map = mapOf(NOW, url('')) as unknown as PlantMap;
const NONE: ReadonlySet<string> = new Set();
const rows = rowsOf(map, NONE);
const at = (key: string): number => rows.findIndex((row) => row.key === key);

describe('the map as a tree', () => {
  it('has every zone once, and every conduit and way beside the model at both its ends', () => {
    for (const zone of map.zones) {
      expect(rows.filter((row) => row.key === `zone:${zone.id}`)).toHaveLength(1);
    }
    const names = rows.map((row) => nameOf(row.of));
    for (const conduit of map.conduits) {
      expect(names.filter((name) => name === `conduit:${conduit.id}`)).toHaveLength(2);
    }
    for (const ghost of map.ghosts) {
      expect(names.filter((name) => name === `ghost:${ghost.id}`)).toHaveLength(2);
    }
    expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
  });

  it('puts a zone into the one it lies in', () => {
    const dosing = rows[at('zone:dosing')] as Row;
    expect(dosing.depth).toBe(1);
    expect(dosing.parent).toBe(at('zone:treatment'));
  });

  it('is reached by keys alone, from the first line to the last', () => {
    let place = 0;
    const met = new Set([0]);
    for (let i = 0; i < rows.length; i++) {
      const step = stepInTree('ArrowDown', place, rows, NONE) as { go: number };
      place = step.go;
      met.add(place);
    }
    expect(met.size).toBe(rows.length);
    expect(stepInTree('Home', place, rows, NONE)).toEqual({ go: 0 });
    expect(stepInTree('End', 0, rows, NONE)).toEqual({ go: rows.length - 1 });
    expect(stepInTree('ArrowUp', 0, rows, NONE)).toEqual({ go: 0 });
    expect(stepInTree('a', 0, rows, NONE)).toBeUndefined();
    expect(stepInTree('ArrowDown', 0, [], NONE)).toBeUndefined();
  });

  it('closes and opens a zone, and goes out of it', () => {
    const treatment = at('zone:treatment');
    const step = (key: string, from: number, closed = NONE): Step | undefined => stepInTree(key, from, rows, closed);
    expect(step('ArrowLeft', treatment)).toEqual({ close: 'zone:treatment' });
    expect(step('ArrowRight', treatment)).toEqual({ go: treatment + 1 });
    expect(step('ArrowLeft', treatment + 1)).toEqual({ go: treatment });
    const closed = new Set(['zone:treatment']);
    const fewer = rowsOf(map, closed);
    expect(fewer.some((row) => row.key === 'zone:dosing')).toBe(false);
    const there = fewer.findIndex((row) => row.key === 'zone:treatment');
    expect(stepInTree('ArrowRight', there, fewer, closed)).toEqual({ open: 'zone:treatment' });
    expect(stepInTree('ArrowLeft', there, fewer, closed)).toEqual({ go: there });
  });
});

describe('what the map shows', () => {
  it('has a shape of its own for each state', () => {
    expect(new Set(Object.values(SORT_OF)).size).toBe(4);
  });

  it('takes what came through beside the model for worse than what was turned away', () => {
    const [scan, heard] = map.ghosts;
    expect(ghostSort(scan!)).toBe('warning');
    expect(ghostSort(heard!)).toBe('critical');
  });

  it('draws a line thicker, and never too thick', () => {
    const widths = ['0', '10', '1000', '100000000000'].map((passed) => lineWidth({ passed, heard: 0 }));
    expect(widths).toEqual(widths.toSorted((a, b) => a - b));
    expect(widths.at(-1)).toBe(5);
  });
});

describe('the slider', () => {
  const start = Date.parse('2026-11-22T00:00:00Z');

  it('ends with now on the day that runs', () => {
    const quarters = quartersOf(undefined, start, NOW);
    expect(quarters).toEqual({ start, count: 49, index: 49 });
    expect(momentOf(quarters, 49, NOW)).toBeUndefined();
    expect(momentOf(quarters, 48, NOW)).toBe(start + 48 * QUARTER_MS);
  });

  it('has 96 quarters on a day that is over', () => {
    const before = start - 86_400_000;
    const quarters = quartersOf(before + 5 * QUARTER_MS, before, NOW);
    expect(quarters).toEqual({ start: before, count: 96, index: 5 });
    expect(momentOf(quarters, 96, NOW)).toBe(start);
  });

  it('is somewhere when the day has just begun', () => {
    expect(quartersOf(undefined, start, start)).toEqual({ start, count: 1, index: 1 });
  });

  it('leaves out of an address what is not chosen', () => {
    expect(kept({})).toEqual({});
    expect(kept({ at: 'x' })).toEqual({ at: 'x' });
    expect(kept({ at: 'x', minutes: '15' })).toEqual({ at: 'x', minutes: '15' });
  });
});

describe('the fixture', () => {
  it('says the same of a conduit on its page as on the map', () => {
    for (const conduit of map.conduits) {
      const use = conduitUse(NOW, url(''), conduit.id) as unknown as ConduitUse;
      expect({ state: use.state, denied: use.denied, rules: use.policy.flatMap((each) => each.rules).length }).toEqual({
        state: conduit.state,
        denied: conduit.denied,
        rules: conduit.rules,
      });
    }
    expect(mapOf(NOW, url('?at=2020-01-01T00:00:00Z'))).toBeUndefined();
  });
});
