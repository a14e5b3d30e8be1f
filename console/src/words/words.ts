import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type en from './en/words.json';
import type enHelp from './en/help.json';
import type enFindings from './en/findings.json';

/** The languages there are. A new one is a folder with the same three files, and a line here. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words';
    resources: { words: typeof en; help: typeof enHelp; findings: typeof enFindings };
  }
}

const files = import.meta.glob<{ default: object }>('./*/{words,help,findings}.json');

async function load(language: Language, namespace: 'words' | 'help' | 'findings'): Promise<void> {
  const file = files[`./${language}/${namespace}.json`];
  if (file !== undefined && !i18next.hasResourceBundle(language, namespace)) {
    i18next.addResourceBundle(language, namespace, (await file()).default);
  }
}

export const loadFindings = (language: Language): Promise<void> => load(language, 'findings');

export const loadHelp = (language: Language): Promise<void> => load(language, 'help');

export const isLanguage = (text: string | null | undefined): text is Language =>
  text !== null && text !== undefined && text in LANGUAGES;

export async function speak(language: Language): Promise<void> {
  await load(language, 'words');
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

export async function beginWords(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    ns: ['words'],
    defaultNS: 'words',
    resources: {},
    partialBundledLanguages: true,
    // React escapes what it writes.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await speak(language);
}

/** Words for a code that the node made; its own words where the catalogue has none. */
export function said(
  key: string,
  otherwise: string,
  holes: Readonly<Record<string, string>> = {},
): string {
  return i18next.exists(key) ? String(i18next.t(key as never, holes)) : otherwise;
}
