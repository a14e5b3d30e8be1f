import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type help from '../words/en/help.json';
import { isLanguage, loadHelp } from '../words/words';

export type HelpName = keyof typeof help;

interface Question {
  readonly q: string;
  readonly a: string;
}

/** What an auditor would ask at a screen, with the answer; loaded when it is opened. */
export function Help({ name, children }: { readonly name: HelpName; readonly children?: ReactNode }) {
  const { t, i18n } = useTranslation(['words', 'help']);
  const [isLoaded, setLoaded] = useState(false);
  useEffect(() => {
    if (isLanguage(i18n.language)) {
      setLoaded(false);
      void loadHelp(i18n.language).then(() => setLoaded(true));
    }
  }, [i18n.language]);
  if (!isLoaded) {
    return <aside className="help">{t('state.waiting')}</aside>;
  }
  const questions = t(`help:${name}`, { returnObjects: true }) as unknown as Question[];
  return (
    <aside className="help" aria-label={t('help.ask')}>
      <h2>{t('help.ask')}</h2>
      <dl>
        {questions.map(({ q, a }) => (
          <div key={q}>
            <dt>{q}</dt>
            <dd>{a}</dd>
          </div>
        ))}
      </dl>
      {children}
    </aside>
  );
}
