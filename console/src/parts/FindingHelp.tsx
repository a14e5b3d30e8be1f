import { Link } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isLanguage, loadFindings } from '../words/words';
import type findings from '../words/en/findings.json';

export type FindingName = keyof typeof findings;

/** What is said of each finding, in this order. */
export const FINDING_PARTS = ['means', 'cause', 'do', 'ask'] as const;

/** What a finding means, where it may come from, what to do, and what an auditor would ask; loaded when it is opened. */
export function FindingHelp({ name, about = '' }: { readonly name: string; readonly about?: string }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="finding" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t('finding.help')}
        <span className="unseen"> {about}</span>
      </summary>
      {isOpen && <Words name={name as FindingName} />}
    </details>
  );
}

function Words({ name }: { readonly name: FindingName }) {
  const { t, i18n } = useTranslation(['words', 'findings']);
  const [loaded, setLoaded] = useState('');
  const { language } = i18n;
  useEffect(() => {
    if (isLanguage(language)) {
      void loadFindings(language).then(() => setLoaded(language));
    }
  }, [language]);
  if (loaded !== language) {
    return <p className="soft">{t('state.waiting')}</p>;
  }
  if (!i18n.exists(`findings:${name}.means`)) {
    return null;
  }
  return (
    <>
      <dl>
        {FINDING_PARTS.map((each) => (
          <div key={each}>
            <dt>{t(`finding.${each}`)}</dt>
            <dd>{t(`findings:${name}.${each}`)}</dd>
          </div>
        ))}
      </dl>
      <p>
        <FindingLink name={name}>{t('finding.page')}</FindingLink>
      </p>
    </>
  );
}

/** The way to a finding’s place on the page of all findings. */
export function FindingLink({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <Link to="/findings" hash={name}>
      {children}
    </Link>
  );
}

/** What the node wrote, with the code in it leading to what the code means. */
export function Coded({ words }: { readonly words: string }) {
  const [, before, code, after] = /^(.*\()([A-Z][A-Z_]+)(\).*)$/.exec(words) ?? [];
  return code === undefined ? (
    words
  ) : (
    <>
      {before}
      <FindingLink name={code}>{code}</FindingLink>
      {after}
    </>
  );
}
