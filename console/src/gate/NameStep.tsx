import { Button, TextInput } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem, type ApiProblem } from '../api/problem';
import type { HostVerdict, Session } from '../api/types';
import { useHere } from '../parts/context';
import { Mark, type Sort } from '../parts/Mark';
import { Trouble } from '../parts/States';
import { said } from '../words/words';
import { HostTest } from './HostTest';

const SORTS: Readonly<Record<HostVerdict['checks'][number]['state'], Sort>> = {
  ok: 'good',
  failed: 'warning',
  open: 'open',
};

/**
 * The name by which this node is called: how it stands with the one the page is open by, and a test
 * of another one by the node itself. Only the node can say: the page may ask nobody else.
 */
export function NameStep({
  session,
  code,
  isCodeWhole,
}: {
  readonly session: Session;
  readonly code: string;
  readonly isCodeWhole: boolean;
}) {
  const { t } = useTranslation();
  const { door } = useHere();
  const [host, setHost] = useState('');
  const [verdict, setVerdict] = useState<HostVerdict>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [isBusy, setBusy] = useState(false);
  const isReady = isCodeWhole && host.trim() !== '';
  const test = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    setVerdict(undefined);
    try {
      setVerdict(await door.api.post<HostVerdict>('/api/v1/set-up/host', { code, host: host.trim() }));
    } catch (caught) {
      setProblem(asProblem(caught));
    } finally {
      setBusy(false);
    }
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      // It tests the name, and does not make the account.
      event.preventDefault();
      if (isReady && !isBusy) {
        void test();
      }
    }
  };
  return (
    <section className="stack" aria-labelledby="name-step">
      <h2 id="name-step">{t('host.title')}</h2>
      <HostTest session={session} />
      <TextInput
        label={t('host.label')}
        description={t('host.hint')}
        placeholder="penstock.plant7.example"
        value={host}
        onChange={(event) => setHost(event.currentTarget.value)}
        onKeyDown={onKey}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={256}
      />
      <div className="row">
        <Button
          size="xs"
          variant="default"
          disabled={!isReady}
          loading={isBusy}
          onClick={() => void test()}
        >
          {t('host.test')}
        </Button>
        {!isCodeWhole && <span className="soft">{t('host.codeFirst')}</span>}
      </div>
      {problem !== undefined && <Trouble problem={problem} />}
      <div role="status">{verdict !== undefined && <Verdict verdict={verdict} />}</div>
    </section>
  );
}

function Verdict({ verdict }: { readonly verdict: HostVerdict }) {
  const { t } = useTranslation();
  const { host, checks, settings, address } = verdict;
  return (
    <div className="stack">
      <h3>{t(address === null ? 'host.bad' : 'host.good', { host })}</h3>
      <ul className="checks">
        {checks.map((each) => (
          <li key={each.check}>
            <Check host={host} check={each} />
          </li>
        ))}
      </ul>
      {settings.length > 0 && <Settings lines={settings} />}
      {address !== null && (
        <div className="banner">
          <div>
            <a href={address}>{t('host.goOn', { address })}</a>
            <p>{t('host.goOnWords')}</p>
          </div>
        </div>
      )}
    </div>
  );
}

function Check({
  host,
  check,
}: {
  readonly host: string;
  readonly check: HostVerdict['checks'][number];
}) {
  const { t } = useTranslation();
  const key = `host.${check.check}.${check.code}`;
  const holes = { host, about: check.about };
  const why = said(`${key}.why`, check.why, holes);
  const remedy = check.remedy === '' ? '' : said(`${key}.do`, check.remedy, holes);
  return (
    <>
      <Mark sort={SORTS[check.state]}>
        <strong>{said(`host.check.${check.check}`, check.check)}</strong>{' '}
        <span className="soft">· {t(`host.state.${check.state}`)}</span>
      </Mark>
      <p>
        {why} {remedy}
      </p>
    </>
  );
}

/** The lines as they must stand there, for whoever runs the node. */
function Settings({ lines }: { readonly lines: readonly string[] }) {
  const { t } = useTranslation();
  const text = lines.join('\n');
  return (
    <div className="banner banner-warning">
      <div>
        <h3>{t('host.settings')}</h3>
        <pre className="yaml" tabIndex={0} aria-label={t('host.settings')}>
          {text}
        </pre>
        <p>{t('host.settingsWords')}</p>
        <Button
          size="xs"
          variant="default"
          onClick={() => void navigator.clipboard?.writeText(`${text}\n`)}
        >
          {t('state.copy')}
        </Button>
      </div>
    </div>
  );
}
