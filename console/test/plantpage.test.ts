import i18next from 'i18next';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PlantReview } from '../src/api/types';
import { Target } from '../src/pages/plant/Model';
import { Validations } from '../src/pages/plant/Validations';
import german from '../src/words/de/words.json';
import english from '../src/words/en/words.json';

const WHAT = 'The zone dosing has no target';
const review = {
  day: '2026-11-22', leftOut: [], isRead: true,
  items: [{ rule: 'Z1', severity: 'error', requirement: 'ZCR 3.2', isAcceptable: true, at: 'dosing', what: WHAT, acceptedUntil: null, rationale: null }],
} as unknown as PlantReview;

beforeAll(async () => {
  const resources = { de: { words: german }, en: { words: english } };
  await i18next.use(initReactI18next).init({ lng: 'de', ns: ['words'], defaultNS: 'words', resources });
});

describe('the page of the plant', () => {
  it('marks what the node wrote as English where the page is German', async () => {
    const page = () => renderToStaticMarkup(createElement(Validations, { review }));
    expect(page()).toContain(`<span lang="en">${WHAT}</span>`);
    await i18next.changeLanguage('en');
    expect(page()).toContain(`<p>${WHAT}</p>`);
    await i18next.changeLanguage('de');
  });

  it('says what its table of validations is', () => {
    const page = renderToStaticMarkup(createElement(Validations, { review }));
    expect(page).toContain(`<caption>${german.plant.validationsList}</caption>`);
  });

  it('says when records of what was observed are still being read', () => {
    const page = (isRead: boolean) =>
      renderToStaticMarkup(createElement(Validations, { review: { ...review, isRead } }));
    expect(page(true)).not.toContain(german.plant.validationsReading);
    expect(page(false)).toContain(german.plant.validationsReading);
  });

  it('says as text why so much is wanted', () => {
    const target = { FR1: 2, FR2: 2, FR3: 3, FR4: 1, FR5: 2, FR6: 0, FR7: null, method: null, rationale: 'PHA 12 of 2026' };
    expect(renderToStaticMarkup(createElement(Target, { target }))).toContain('>PHA 12 of 2026<');
    expect(renderToStaticMarkup(createElement(Target, { target: null }))).toBe('<td></td>');
  });
});
