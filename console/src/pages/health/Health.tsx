import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Listener, NodeState } from '../../api/types';
import { POLL_MS, useAsked, useDoing } from '../../parts/asking';
import { useApi, useMay } from '../../parts/context';
import { download } from '../../parts/download';
import { FindingHelp } from '../../parts/FindingHelp';
import { ListPanel } from '../../parts/ListPanel';
import { Mark } from '../../parts/Mark';
import { OfNode } from '../../parts/OfNode';
import { Page } from '../../parts/Page';
import { Shown, Trouble } from '../../parts/States';
import { When } from '../../parts/When';
import { whole } from '../../show/format';
import { remarkWord } from '../../show/remarks';
import { said } from '../../words/words';
import { Certificates } from '../people/Certificates';
import { Notices } from './Notices';
import { Trail } from './Trail';

/** Whether the node can do its work: checks, listeners, what waits, certificates. */
export function Health() {
  const { t } = useTranslation();
  const node = useAsked<NodeState>('/api/v1/node', { everyMs: POLL_MS });
  const maySupport = useMay('support.export');
  return (
    <Page name="health" tools={maySupport && <Support />}>
      <Shown asked={node}>
        {(state) => (
          <div className="stack">
            <Notices />
            <Checks node={state} />
            <Listeners title={t('health.brokers')} none={t('health.noBrokers')} list={state.brokers} />
            <Listeners title={t('health.syslog')} none={t('health.noSyslog')} list={state.syslog} />
            <Trail list={state.trail} />
            <Lags node={state} />
            <About node={state} />
          </div>
        )}
      </Shown>
      <section style={{ marginTop: '0.75rem' }}>
        <h2>{t('people.tab.certificates')}</h2>
        <Certificates />
      </section>
    </Page>
  );
}

function Support() {
  const { t } = useTranslation();
  const api = useApi();
  const support = useDoing(() => download(api, '/api/v1/support'));
  return (
    <>
      {support.problem !== undefined && <Trouble problem={support.problem} />}
      <Button size="xs" variant="default" loading={support.isBusy} onClick={() => support.run(undefined)}>
        {t('health.support')}
      </Button>
      <span role="status" className="soft">
        {support.result === undefined ? '' : t('state.downloaded', { name: support.result })}
      </span>
    </>
  );
}

function Checks({ node }: { readonly node: NodeState }) {
  const { t } = useTranslation();
  return (
    <ListPanel
      title={t('health.checks')}
      heads={[
        { words: t('health.check') },
        { words: t('people.state') },
        { words: t('health.detail') },
      ]}
      below={<Remarks remarks={node.remarks} />}
    >
      {node.checks.map(({ name, right, detail }) => (
        <tr key={name}>
          <th scope="row">{said(`check.${name}`, name)}</th>
          <td>{right ? t('health.right') : <Mark sort="critical">{t('health.wrong')}</Mark>}</td>
          <td>
            <StateWords state={detail} />
            {!right && <FindingHelp name="check" about={name} />}
          </td>
        </tr>
      ))}
    </ListPanel>
  );
}

/** A state that has words here, or the node's own. */
function StateWords({ state }: { readonly state: string }) {
  const words = said(`detail.${state}`, '');
  return words === '' ? <OfNode words={state} isInTable /> : words;
}

function Remarks({ remarks }: { readonly remarks: readonly string[] }) {
  return (
    <>
      {remarks.map((remark) => (
        <p key={remark}>
          <Mark sort="notice">{remarkWord(remark)}</Mark>
        </p>
      ))}
      {remarks.length > 0 && <FindingHelp name="remark" />}
    </>
  );
}

function Listeners({
  title,
  none,
  list,
}: {
  readonly title: string;
  readonly none: string;
  readonly list: readonly Listener[];
}) {
  const { t, i18n } = useTranslation();
  return (
    <ListPanel
      title={title}
      none={none}
      heads={[
        { words: t('health.name') },
        { words: t('people.state') },
        { words: t('home.since') },
        { words: t('health.messages'), isNumber: true },
      ]}
    >
      {list.map((each) => (
        <tr key={each.name}>
          <th scope="row">{each.name}</th>
          <td>
            {each.up ? (
              <StateWords state={each.state} />
            ) : (
              <Mark sort="critical">
                <StateWords state={each.state} />
              </Mark>
            )}
            {!each.up && <FindingHelp name="listener" about={each.name} />}
          </td>
          <td>
            <When at={each.since} />
          </td>
          <td className="number live">{whole(each.messageCount, i18n.language)}</td>
        </tr>
      ))}
    </ListPanel>
  );
}

function Lags({ node }: { readonly node: NodeState }) {
  const { t, i18n } = useTranslation();
  return (
    <ListPanel
      title={t('health.lags')}
      heads={[
        { words: t('health.reader') },
        { words: t('health.behind'), isNumber: true },
        { words: t('health.unit') },
      ]}
    >
      {node.lags.map(({ reader, waiting, unit }) => (
        <tr key={reader}>
          <th scope="row">{said(`check.${reader}`, reader)}</th>
          <td className="number live">{whole(waiting, i18n.language)}</td>
          <td>{said(`unit.${unit}`, unit)}</td>
        </tr>
      ))}
    </ListPanel>
  );
}

function About({ node }: { readonly node: NodeState }) {
  const { t } = useTranslation();
  return (
    <section className="panel">
      <h2>{t('health.about')}</h2>
      <dl className="facts">
        <dt>{t('health.software')}</dt>
        <dd>{node.software}</dd>
        <dt>{t('health.started')}</dt>
        <dd>
          <When at={node.started} />
        </dd>
        <dt>{t('ledger.origin')}</dt>
        <dd className="mono">{node.origin}</dd>
        <dt>{t('health.libraries')}</dt>
        <dd>
          <a href={`${import.meta.env.BASE_URL}licences.txt`}>{t('health.licences')}</a>
        </dd>
      </dl>
    </section>
  );
}
