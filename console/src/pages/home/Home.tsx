import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeState } from '../../api/types';
import { POLL_MS, useAsked } from '../../parts/asking';
import { useMay } from '../../parts/context';
import { useExceptions } from '../../parts/exceptions';
import { FindingHelp } from '../../parts/FindingHelp';
import { Mark, Shape } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { Shown } from '../../parts/States';
import { useNow, When } from '../../parts/When';
import type { Exception } from '../../show/exceptions';
import { duration, whole } from '../../show/format';
import { remarkWord } from '../../show/remarks';
import { WindowScale } from './WindowScale';

const SHOWN_MAX = 5;

/** Whether anything is not as it should be; if so what, since when, and where to look. */
export function Home() {
  const node = useAsked<NodeState>('/api/v1/node', { everyMs: POLL_MS });
  return (
    <Page name="home">
      <Shown asked={node}>{(state) => <State node={state} />}</Shown>
    </Page>
  );
}

function State({ node }: { readonly node: NodeState }) {
  const { t } = useTranslation();
  const now = useNow();
  const mayLive = useMay('live.view');
  const [isAll, setAll] = useState(false);
  const all = useExceptions(node);
  const isCalm = all.every((each) => each.sort === 'notice');
  return (
    <div className="stack">
      <section className="panel" aria-labelledby="state">
        <h2 id="state">
          {isCalm && all.some((each) => each.code === 'unasked') ? (
            <Mark sort="notice">{t('home.looking')}</Mark>
          ) : isCalm ? (
            <Mark sort="calm">{t(mayLive ? 'home.calm' : 'home.nodeCalm')}</Mark>
          ) : (
            t('home.exceptions', { count: all.filter((each) => each.sort !== 'notice').length })
          )}
        </h2>
        <ul className="exceptions">
          {all.slice(0, isAll ? all.length : SHOWN_MAX).map((each) => (
            <ExceptionRow key={`${each.code} ${each.about} ${each.detail}`} exception={each} now={now} />
          ))}
        </ul>
        {all.length > SHOWN_MAX && !isAll && (
          <Button size="xs" variant="default" onClick={() => setAll(true)}>
            {t('home.more', { count: all.length - SHOWN_MAX })}
          </Button>
        )}
      </section>
      <WindowPanel node={node} now={now} />
      <Figures node={node} now={now} />
    </div>
  );
}

function ExceptionRow({ exception, now }: { readonly exception: Exception; readonly now: number }) {
  const { t } = useTranslation();
  const { sort, code, about, detail, since, place } = exception;
  const detailShown =
    code === 'window'
      ? duration(Number(detail))
      : code === 'unasked'
        ? t('home.unasked', { count: Number(detail) })
        : remarkWord(detail);
  return (
    <li>
      <Shape sort={sort} size={20} />
      <div>
        <strong>
          <span className="unseen">{t(`sort.${sort}`)}: </span>
          {t(`exception.${code}.title`, { about })}
        </strong>
        <p>
          {detailShown}
          {since !== undefined && code !== 'expired' && code !== 'expires' && (
            <span className="soft">
              {detailShown !== '' && ' · '}
              {t('home.since')} <When at={since} /> (
              {duration((now - Date.parse(since)) / 1000)})
            </span>
          )}
          {(code === 'expired' || code === 'expires') && (
            <span className="soft">
              {' '}
              · <When at={since} />
            </span>
          )}
        </p>
        <p className="soft">{t(`exception.${code}.remedy`)}</p>
        <FindingHelp name={code} about={t(`exception.${code}.title`, { about })} />
      </div>
      {place === 'continuity' ? (
        <Link to="/continuity" search={about === '' ? {} : { find: about }}>
          {t('home.look')}
        </Link>
      ) : (
        <Link to={`/${place}`}>{t('home.look')}</Link>
      )}
    </li>
  );
}

function WindowPanel({ node, now }: { readonly node: NodeState; readonly now: number }) {
  const { t } = useTranslation();
  const { windowSeconds, vouchedUntil } = node.anchoring;
  // The node's own number, and the seconds since: it goes on counting between two answers.
  const seconds =
    vouchedUntil === null
      ? windowSeconds === null
        ? undefined
        : Number(windowSeconds)
      : Math.max(0, (now - Date.parse(vouchedUntil)) / 1000);
  return (
    <section className="panel" aria-labelledby="window">
      <h2 id="window">{t('home.window')}</h2>
      {seconds === undefined ? (
        <Mark sort="notice">{t('home.windowNever')}</Mark>
      ) : (
        <WindowScale seconds={seconds} />
      )}
      <p className="soft">{t('home.windowWords')}</p>
    </section>
  );
}

function Figures({ node, now }: { readonly node: NodeState; readonly now: number }) {
  const { t, i18n } = useTranslation();
  const listeners = [...node.brokers, ...node.syslog];
  const { anchorCount, failingCount } = node.anchoring;
  const waiting = node.lags.reduce((sum, lag) => sum + BigInt(lag.waiting), 0n);
  const sealed =
    node.lastSealed === null
      ? t('home.never')
      : duration((now - Date.parse(node.lastSealed)) / 1000);
  const figures: readonly [string, string, string][] = [
    [t('home.sealed'), sealed, node.lastSealed === null ? '' : t('home.sealedUnit')],
    [t('home.entries'), whole(node.logSize, i18n.language), t('home.entriesUnit')],
    [t('home.sources'), whole(node.sourceCount, i18n.language), t('home.sourcesUnit')],
    [
      t('home.listeners'),
      `${listeners.filter((each) => each.up).length} / ${listeners.length}`,
      t('home.listenersUnit'),
    ],
    [
      t('home.anchors'),
      `${Math.max(0, anchorCount - failingCount)} / ${anchorCount}`,
      t('home.anchorsUnit'),
    ],
    [t('home.waiting'), whole(waiting.toString(), i18n.language), t('home.waitingUnit')],
  ];
  return (
    <section aria-label={t('home.figures')}>
      <div className="tiles">
        {figures.map(([name, figure, unit]) => (
          <dl className="panel tile" key={name}>
            <dt>{name}</dt>
            <dd className="live">
              {figure}
              <small>{unit}</small>
            </dd>
          </dl>
        ))}
      </div>
    </section>
  );
}
