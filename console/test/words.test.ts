import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BY_FINDING, CELL_STATES } from '../src/heat/cells';
import { GATE_NAMES } from '../src/gate/Card';
import { FINDING_PARTS } from '../src/parts/FindingHelp';
import { PAGE_NAMES } from '../src/parts/Page';
import { FAMILIES, codeOf, familyOf, isFound, isOpened, type Finding } from '../src/show/findings';
import { LANGUAGES } from '../src/words/words';

const home = join(import.meta.dirname, '..', 'src', 'words');
const read = (language: string, file: string): unknown =>
  JSON.parse(readFileSync(join(home, language, file), 'utf8'));

type Leaves = Map<string, string>;

function leaves(of: unknown, path = '', into: Leaves = new Map()): Leaves {
  if (typeof of === 'string') {
    into.set(path, of);
  } else {
    for (const [name, value] of Object.entries(of as object)) {
      leaves(value, path === '' ? name : `${path}.${name}`, into);
    }
  }
  return into;
}

const holes = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name as string).toSorted();

const english = leaves(read('en', 'words.json'));
const help = leaves(read('en', 'help.json'));
const findings = leaves(read('en', 'findings.json'));

describe('catalogues', () => {
  const languages = Object.keys(LANGUAGES);

  it('are there for each language, and for no other', () => {
    const folders = readdirSync(home, { withFileTypes: true }).filter((each) => each.isDirectory()).map((each) => each.name);
    expect(folders.toSorted()).toEqual(languages.toSorted());
  });

  for (const language of languages) {
    it(`say everything, with the same holes: ${language}`, () => {
      const words = leaves(read(language, 'words.json'));
      expect([...words.keys()]).toEqual([...english.keys()]);
      for (const [key, text] of words) {
        expect(text.trim(), key).not.toBe('');
        expect(holes(text), key).toEqual(holes(english.get(key) as string));
      }
      expect([...leaves(read(language, 'help.json')).keys()]).toEqual([...help.keys()]);
      expect([...leaves(read(language, 'findings.json')).keys()]).toEqual([...findings.keys()]);
    });
  }

  it('are not each other', () => {
    const german = leaves(read('de', 'words.json'));
    const same = [...german].filter(([key, text]) => text === english.get(key) && /[a-z]{3} [a-z]{3}/.test(text));
    expect(same).toEqual([]);
  });

  it('say of each finding what it means, where it comes from, what to do, and what an auditor would ask', () => {
    const kinds = Object.keys((read('en', 'words.json') as { found: object }).found);
    const exceptions = Object.keys((read('en', 'words.json') as { exception: object }).exception);
    const named = new Set([...kinds, ...exceptions, ...Object.keys(BY_FINDING)]);
    const names = Object.keys(read('en', 'findings.json') as object);
    for (const name of [...named, ...names]) {
      for (const part of FINDING_PARTS) {
        expect(findings.has(`${name}.${part}`), `${name}.${part}`).toBe(true);
      }
    }
    expect(findings.size).toBe(FINDING_PARTS.length * names.length);
    // The house holds those of the other families to the code of the node.
    expect(names.filter((name) => familyOf(name) === 'page').toSorted()).toEqual([...named].toSorted());
    expect(new Set(names.map(familyOf))).toEqual(new Set(FAMILIES));
  });

  it('say the same of nothing twice in German and English', () => {
    const german = leaves(read('de', 'findings.json'));
    expect([...german].filter(([key, text]) => text === findings.get(key) && /[a-z]{3} [a-z]{3}/.test(text) && !text.startsWith('penstock'))).toEqual([]);
  });

  it('find a finding by its code or by its words', () => {
    const all = Object.entries(read('en', 'findings.json') as Record<string, Finding>);
    const found = (find: string): string[] => all.filter(([name, each]) => isFound(name, '', each, find)).map(([name]) => name);
    expect(found('')).toHaveLength(all.length);
    expect(found('clone suspect')).toContain('CLONE_SUSPECT');
    expect(found('two senders use one key')).toEqual(['CLONE_SUSPECT']);
    expect(found('no such word anywhere')).toEqual([]);
    expect(codeOf('store-SEGMENT_MISSING')).toBe('SEGMENT_MISSING');
    expect(codeOf('never-anchored')).toBe('never-anchored');
  });

  it('have words for each page, its help, and each sort of cell', () => {
    for (const name of PAGE_NAMES) {
      expect(english.has(`place.${name}`) && english.has(`lead.${name}`), name).toBe(true);
      expect((read('en', 'help.json') as Record<string, unknown[]>)[name]?.length, name).toBeGreaterThanOrEqual(3);
    }
    for (const name of GATE_NAMES) {
      expect((read('en', 'help.json') as Record<string, unknown[]>)[name]?.length, name).toBeGreaterThanOrEqual(3);
    }
    expect(Object.keys(read('en', 'help.json') as object).toSorted()).toEqual([...PAGE_NAMES, ...GATE_NAMES].toSorted());
    for (const state of CELL_STATES) {
      expect(english.has(`cell.${state}`), state).toBe(true);
    }
  });
});

describe('a finding', () => {
  it('is opened and closed by whoever chooses, also where all that were found stand open', () => {
    expect(isOpened(false, undefined, true)).toBe(true);
    expect(isOpened(false, undefined, false)).toBe(false);
    expect(isOpened(false, false, true)).toBe(false);
    expect(isOpened(false, true, false)).toBe(true);
  });

  it('is read on paper', () => {
    expect(isOpened(true, false, false)).toBe(true);
  });
});

describe('words that were the opposite once', () => {
  it('say in German what a shred takes and what it leaves', () => {
    const german = leaves(read('de', 'words.json'));
    expect(german.get('shred.figures.goes')).toBe('Wird vernichtet');
    expect(german.get('shred.figures.stays')).toBe('Bleibt erhalten');
  });
});
