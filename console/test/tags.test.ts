import { describe, expect, it } from 'vitest';
import {
  COLUMNS, NO_CELLS, REGISTERS_MAX, STEPS_MAX, aboutOf, askedOf, begun, cellsOf, isEdited, isMeant, put, rangeOf,
  readTable, removed, replaced, restored, stateOf, undone, wanted, writeTable, type Cells, type Edits,
} from '../src/show/tags';

const point = (name: string, more: Partial<Cells> = {}): Cells => ({ ...NO_CELLS, name, address: 'holding:1', ...more });
const TABLE = [point('level'), point('pump'), point('valve')];
const names = (edits: Edits): string[] => wanted(edits.tags).map((each) => each.cells.name);
const states = (edits: Edits): string[] => edits.tags.map(stateOf);

describe('a table of points', () => {
  it('is read as it was written, whatever stands in it', () => {
    const odd = [
      point('a,b', { description: 'say "so"; or not' }),
      point('=cmd()', { unit: '°C', low: '-5', expression: '-{a}' }),
      point("'=x", { description: "it's" }),
      point('@', { description: ' with spaces ' }),
    ];
    expect(readTable(writeTable(odd))).toEqual(odd);
  });

  it('has an apostrophe before what a spreadsheet would run, and none before numbers', () => {
    const [, line = ''] = writeTable([point('=cmd()', { low: '-5' })]).split('\r\n');
    expect(line.startsWith("'=cmd(),")).toBe(true);
    expect(line).toContain(',-5,');
  });

  it('has each point in one line, so that findings lead back', () => {
    const text = writeTable([point('a', { description: 'two\nlines' }), point('b')]);
    expect(text.trim().split('\r\n')).toHaveLength(3);
  });

  it('takes columns in any order, and cells of several lines', () => {
    expect(readTable('address,name\nholding:7,"a ""b"""')).toEqual([point('a "b"', { address: 'holding:7' })]);
    expect(cellsOf('a,"b\nc"\r\n')).toEqual([['a', 'b\nc']]);
    expect(cellsOf('')).toEqual([]);
  });
});

describe('points on their way', () => {
  it('are changed, added and removed, and told apart', () => {
    let edits = begun(TABLE);
    expect(isEdited(edits.tags)).toBe(false);
    edits = put(edits, 0, point('level', { unit: 'm' }));
    edits = put(edits, undefined, point('new'));
    edits = removed(edits, 2);
    expect(states(edits)).toEqual(['new', 'changed', 'same', 'gone']);
    expect(names(edits)).toEqual(['new', 'level', 'pump']);
    expect(isEdited(edits.tags)).toBe(true);
  });

  it('are taken back step by step, and one by one', () => {
    const first = begun(TABLE);
    const gone = removed(first, 1);
    const more = put(gone, undefined, point('new'));
    expect(states(undone(more))).toEqual(['same', 'gone', 'same']);
    expect(undone(undone(more)).tags).toEqual(first.tags);
    expect(undone(first)).toBe(first);
    expect(states(restored(more, 1))).toEqual(['new', 'same', 'same', 'same']);
    const key = more.tags[0]?.key as number;
    expect(states(removed(more, key))).toEqual(['same', 'gone', 'same']);
  });

  it('are as in force again where somebody writes it so', () => {
    const edits = put(put(begun(TABLE), 0, point('x')), 0, point('level'));
    expect(isEdited(edits.tags)).toBe(false);
  });

  it('never have one key twice, whatever was taken back', () => {
    let edits = put(begun(TABLE), undefined, point('a'));
    edits = put(undone(edits), undefined, point('b'));
    edits = replaced(edits, [point('level'), point('c'), point('d')]);
    const keys = edits.tags.map((each) => each.key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('become what a table says, which can be taken back too', () => {
    const edits = replaced(begun(TABLE), [point('valve', { unit: '%' }), point('new')]);
    expect(edits.tags.map((each) => [each.cells.name, stateOf(each)])).toEqual([
      ['new', 'new'], ['level', 'gone'], ['pump', 'gone'], ['valve', 'changed'],
    ]);
    expect(isEdited(undone(edits).tags)).toBe(false);
  });

  it('keep only so many steps', () => {
    let edits = begun(TABLE);
    for (let i = 0; i < STEPS_MAX + 20; i++) edits = put(edits, 0, point('level', { unit: String(i) }));
    expect(edits.past).toHaveLength(STEPS_MAX);
  });

  it('are found by the lines and cells of what was sent', () => {
    const sent = wanted(removed(begun(TABLE), 0).tags);
    const at = (line: number, column: number) => ({ line, column, path: '', what: '', allowed: '', advice: '' });
    expect(aboutOf(at(3, 2), sent)).toEqual({ tag: sent[1], column: 'address' });
    expect(aboutOf(at(2, 99), sent)).toEqual({ tag: sent[0], column: undefined });
    expect(aboutOf(at(0, 1), sent)).toEqual({ tag: undefined, column: undefined });
    expect(aboutOf(at(1, 1), sent).tag).toBeUndefined();
  });

  it('are searched by what somebody may remember of them', () => {
    const [tag] = begun([point('level', { description: 'Of the basin', unit: 'm', address: 'holding:100' })]).tags;
    for (const find of ['', ' LEVEL ', 'basin', ':100']) expect(isMeant(tag!, find), find).toBe(true);
    expect(isMeant(tag!, 'pump')).toBe(false);
  });
});

describe('what is tried out', () => {
  it('is a range in each type, without a half of a register pair', () => {
    const asked = rangeOf('holding', 100, 2);
    expect(asked.map(({ address, type }) => `${address} ${type}`)).toEqual([
      'holding:100 uint16', 'holding:100 int16', 'holding:100 float32', 'holding:100 float32 CDAB',
      'holding:101 uint16', 'holding:101 int16',
    ]);
    expect(rangeOf('input', 0, 1_000).length).toBeLessThanOrEqual(4 * REGISTERS_MAX);
    expect(rangeOf('input', 0, 1_000)).toHaveLength(4 * REGISTERS_MAX);
  });

  it('is read line by line, with the type behind the address', () => {
    expect(askedOf(' holding:1 float32 CDAB \n\ncoil:5\n')).toEqual([
      { address: 'holding:1', type: 'float32 CDAB' }, { address: 'coil:5', type: '' },
    ]);
    expect(askedOf(' \n')).toEqual([]);
  });

  it('has the columns of the command', () => {
    expect(COLUMNS).toHaveLength(17);
    expect(new Set(COLUMNS).size).toBe(17);
  });
});
