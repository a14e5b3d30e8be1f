import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isLanguage, loadFindings } from '../words/words';
import type findings from '../words/en/findings.json';

export type FindingName = keyof typeof findings;

/** What a finding means, what to do about it, and what an auditor would ask; loaded when it is opened. */
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
    <dl>
      {(['means', 'do', 'ask'] as const).map((each) => (
        <div key={each}>
          <dt>{t(`finding.${each}`)}</dt>
          <dd>{t(`findings:${name}.${each}`)}</dd>
        </div>
      ))}
    </dl>
  );
}
