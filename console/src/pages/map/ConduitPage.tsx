import '../../style/map.css';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ChannelUse, ConduitUse, RuleUse, SeenFlow } from '../../api/map';
import { ListPanel } from '../../parts/ListPanel';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { Nothing, Trouble, Waiting } from '../../parts/States';
import { When } from '../../parts/When';
import { whole } from '../../show/format';
import { kept, useMoment, type Wanted } from './asked';
import { OfWhen } from './Moment';
import { ConduitSaid } from './Said';
import { ToMap } from './ZonePage';

/** One conduit: what its policy lets pass, beside what was observed in it. */
export function ConduitPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/conduit' });
  const wanted = kept(search);
  const id = search.id ?? '';
  const use = useMoment<ConduitUse>(`/api/v1/map/conduits/${encodeURIComponent(id)}`, wanted, id !== '');
  return (
    <Page name="conduit" tools={<ToMap wanted={wanted} chosen={`conduit:${id}`} />}>
      <div className="stack">
        {id === '' && (
          <section className="panel">
            <Nothing title={t('map.noSuchConduit')} />
          </section>
        )}
        {use.problem !== undefined && <Trouble problem={use.problem} again={use.again} />}
        {id !== '' && use.data === undefined && use.problem === undefined && <Waiting />}
        {use.data !== undefined && (
          <>
            <OfWhen moment={use.data} isOther={use.isOther} />
            <Conduit use={use.data} wanted={wanted} />
          </>
        )}
      </div>
    </Page>
  );
}

export function Conduit({ use, wanted }: { readonly use: ConduitUse; readonly wanted: Wanted }) {
  const { t } = useTranslation();
  const denied = use.observed.filter((each) => each.outcome === 'denied');
  const waited = use.observed.filter((each) => each.outcome === 'needed-two');
  const passed = use.observed.filter((each) => each.outcome === 'passed');
  return (
    <>
      <section className="panel stack">
        <h2>{use.name}</h2>
        <dl className="facts">
          <dt>{t('map.id')}</dt>
          <dd className="mono">{use.id}</dd>
          <dt>{t('plant.between')}</dt>
          <dd>
            {use.between.map((zone, i) => (
              <span key={zone}>
                {i > 0 && ' ↔ '}
                <Link to="/zone" search={{ ...wanted, id: zone }}>
                  {zone}
                </Link>
              </span>
            ))}
            {use.isDiode && <span className="soft"> · {t('map.diode')}</span>}
          </dd>
          <dt>{t('map.then')}</dt>
          <dd>
            <ConduitSaid conduit={use} />
          </dd>
          <dt>{t('map.last')}</dt>
          <dd>
            <When at={use.last} />
          </dd>
        </dl>
        {!use.hasPolicy && <Mark sort="notice">{t('map.noPolicy')}</Mark>}
        {use.hasPolicy && use.policy.length === 0 && <Mark sort="notice">{t('map.noChannels')}</Mark>}
        <p className="soft">{t('map.readsWords')}</p>
      </section>
      {denied.length > 0 && <Flows title={t('map.deniedThen')} flows={denied} />}
      {waited.length > 0 && <Flows title={t('map.waitedThen')} flows={waited} />}
      {use.policy.map((channel) => (
        <Channel key={channel.id} channel={channel} />
      ))}
      <Flows title={t('map.through')} none={t('map.nothingThrough')} flows={passed} />
    </>
  );
}

function Channel({ channel }: { readonly channel: ChannelUse }) {
  const { t } = useTranslation();
  return (
    <ListPanel
      title={t('map.channel', {
        channel: channel.id,
        protocol: channel.protocol,
        from: channel.from,
        to: channel.to,
        reads: t(`map.reads.${channel.reads}`),
      })}
      none={t('map.noRules', { channel: channel.id, reads: t(`map.reads.${channel.reads}`) })}
      heads={[
        { words: t('map.rule') },
        { words: t('map.effect') },
        { words: t('map.who') },
        { words: t('map.what') },
        { words: t('map.condition') },
        { words: t('map.used') },
        { words: t('map.last') },
      ]}
    >
      {channel.rules.map((rule) => (
        <Rule key={rule.id} rule={rule} />
      ))}
    </ListPanel>
  );
}

function Rule({ rule }: { readonly rule: RuleUse }) {
  const { t, i18n } = useTranslation();
  const isUnused = rule.passed === '0' && rule.denied === '0' && rule.waited === '0';
  const days = [rule.from, rule.until].some((each) => each !== null)
    ? [`${rule.from ?? '…'} – ${rule.until ?? '…'}`]
    : [];
  const conditions = [
    ...(rule.functions.length === 0 ? [] : [t('map.functions', { codes: rule.functions.join(', ') })]),
    ...rule.values,
    ...(rule.rate === null ? [] : [rule.rate]),
    ...rule.when,
    ...days,
  ];
  return (
    <tr>
      <th scope="row" className="mono">
        {rule.id}
      </th>
      <td>{t(`map.effects.${rule.effect}`)}</td>
      <td className="mono names">{rule.who.join(', ')}</td>
      <td className="mono">
        {rule.operations.join(', ')}: {rule.objects.join(', ')}
      </td>
      <td className="mono">{conditions.join(', ')}</td>
      <td>
        {isUnused ? (
          <Mark sort="notice">{t('map.unused')}</Mark>
        ) : (
          [
            ...(rule.passed === '0' ? [] : [t('map.passed', { count: whole(rule.passed, i18n.language) })]),
            ...(rule.denied === '0' ? [] : [t('map.denied', { count: whole(rule.denied, i18n.language) })]),
            ...(rule.waited === '0' ? [] : [t('map.waited', { count: whole(rule.waited, i18n.language) })]),
          ].join(' · ')
        )}
      </td>
      <td>
        <When at={rule.last} />
      </td>
    </tr>
  );
}

function Flows({
  title,
  none,
  flows,
}: {
  readonly title: string;
  readonly none?: string;
  readonly flows: readonly SeenFlow[];
}) {
  const { t, i18n } = useTranslation();
  return (
    <ListPanel
      title={title}
      none={none}
      heads={[
        { words: t('map.wayHead') },
        { words: t('map.what') },
        { words: t('map.why') },
        { words: t('map.count'), isNumber: true },
        { words: t('map.last') },
      ]}
    >
      {flows.map((each, i) => (
        <tr key={i}>
          <th scope="row">
            {each.from} → {each.to}
          </th>
          <td className="mono">{[each.protocol, each.operation].filter((one) => one !== null).join(' · ')}</td>
          <td>
            <Mark sort={each.outcome === 'passed' ? 'good' : 'warning'}>
              {t(`map.outcome.${each.outcome}`)}
              {each.rule === null ? '' : ` · ${t('map.byRule', { rule: each.rule })}`}
              {each.rule === null && each.cause !== null ? ` · ${cause(each.cause)}` : ''}
            </Mark>
          </td>
          <td className="number">{whole(each.count, i18n.language)}</td>
          <td>
            <When at={each.last} />
          </td>
        </tr>
      ))}
    </ListPanel>
  );
  function cause(word: string): string {
    switch (word) {
      case 'no-rule':
      case 'no-channel':
      case 'rate':
      case 'function':
      case 'unknown-operation':
      case 'rule':
        return t(`map.causes.${word}`);
      default:
        return word;
    }
  }
}
