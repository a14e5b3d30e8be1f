import { Button } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isLanguage, loadHelp } from '../words/words';

export const PAGE_NAMES = [
  'home',
  'sources',
  'continuity',
  'ledger',
  'proof',
  'audit',
  'people',
  'approvals',
  'plant',
  'health',
  'account',
] as const;
export type PageName = (typeof PAGE_NAMES)[number];

/** A page: its title, what it answers, its tools, and what an auditor would ask here. */
export function Page({
  name,
  tools,
  children,
}: {
  readonly name: PageName;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const [isHelpOpen, setHelpOpen] = useState(false);
  useEffect(() => {
    document.title = `${t(`place.${name}`)} · Penstock`;
  }, [name, t]);
  return (
    <>
      <div className="page-head">
        <div>
          <h1>{t(`place.${name}`)}</h1>
          <p className="soft">{t(`lead.${name}`)}</p>
        </div>
        <div className="row">
          {tools}
          <Button
            size="xs"
            variant="default"
            aria-expanded={isHelpOpen}
            onClick={() => setHelpOpen(!isHelpOpen)}
          >
            {t('help.ask')}
          </Button>
        </div>
      </div>
      {isHelpOpen && <Help name={name} />}
      {children}
    </>
  );
}

function Help({ name }: { readonly name: PageName }) {
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
    </aside>
  );
}

interface Question {
  readonly q: string;
  readonly a: string;
}
