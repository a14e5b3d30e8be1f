import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Listener, NodeState } from '../../api/types';
import { POLL_MS, useAsked, useDoing } from '../../parts/asking';
import { useApi, useMay } from '../../parts/context';
import { download } from '../../parts/download';
import { FindingHelp } from '../../parts/FindingHelp';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { Scroll } from '../../parts/Scroll';
import { Nothing, Shown, Trouble } from '../../parts/States';
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
    <section className="panel">
      <Scroll label={t('health.checks')}>
        <table>
          <caption>{t('health.checks')}</caption>
          <thead>
            <tr>
              <th>{t('health.check')}</th>
              <th>{t('people.state')}</th>
              <th>{t('health.detail')}</th>
            </tr>
          </thead>
          <tbody>
            {node.checks.map(({ name, right, detail }) => (
              <tr key={name}>
                <th scope="row">{said(`check.${name}`, name)}</th>
                <td>
                  {right ? t('health.right') : <Mark sort="critical">{t('health.wrong')}</Mark>}
                </td>
                <td>
                  {said(`detail.${detail}`, detail)}
                  {!right && <FindingHelp name="check" about={name} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {node.remarks.map((remark) => (
        <p key={remark}>
          <Mark sort="notice">{remarkWord(remark)}</Mark>
        </p>
      ))}
      {node.remarks.length > 0 && <FindingHelp name="remark" />}
    </section>
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
    <section className="panel">
      {list.length === 0 ? (
        <Nothing title={none} />
      ) : (
        <Scroll label={title}>
          <table>
            <caption>{title}</caption>
            <thead>
              <tr>
                <th>{t('health.name')}</th>
                <th>{t('people.state')}</th>
                <th>{t('home.since')}</th>
                <th className="number">{t('health.messages')}</th>
              </tr>
            </thead>
            <tbody>
              {list.map((each) => (
                <tr key={each.name}>
                  <th scope="row">{each.name}</th>
                  <td>
                    {each.up ? said(`detail.${each.state}`, each.state) : <Mark sort="critical">{each.state}</Mark>}
                    {!each.up && <FindingHelp name="listener" about={each.name} />}
                  </td>
                  <td>
                    <When at={each.since} />
                  </td>
                  <td className="number live">{whole(each.messageCount, i18n.language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}

function Lags({ node }: { readonly node: NodeState }) {
  const { t, i18n } = useTranslation();
  return (
    <section className="panel">
      <Scroll label={t('health.lags')}>
        <table>
          <caption>{t('health.lags')}</caption>
          <thead>
            <tr>
              <th>{t('health.reader')}</th>
              <th className="number">{t('health.behind')}</th>
              <th>{t('health.unit')}</th>
            </tr>
          </thead>
          <tbody>
            {node.lags.map(({ reader, waiting, unit }) => (
              <tr key={reader}>
                <th scope="row">{said(`check.${reader}`, reader)}</th>
                <td className="number live">{whole(waiting, i18n.language)}</td>
                <td>{said(`unit.${unit}`, unit)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
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
