import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Anchor, Anchors, AnchorResultPage, NodeState } from '../../api/types';
import { POLL_MS, useAsked, useDoing } from '../../parts/asking';
import { useApi, useMay } from '../../parts/context';
import { download } from '../../parts/download';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { Scroll } from '../../parts/Scroll';
import { Nothing, Shown, Trouble } from '../../parts/States';
import { useNow, When } from '../../parts/When';
import { grouped, whole } from '../../show/format';
import { fromBase64, toHex } from '../../proof/bytes';
import { WindowScale } from '../home/WindowScale';
import { AnchorBand } from './AnchorBand';
import { ShredPanel } from './Shred';

/** How far the log has come, who outside vouches for it, and since when nobody does. */
export function Ledger() {
  const node = useAsked<NodeState>('/api/v1/node', { everyMs: POLL_MS });
  const anchors = useAsked<Anchors>('/api/v1/anchors', { everyMs: POLL_MS });
  const size = node.data?.logSize;
  const mayShred = useMay('shred');
  return (
    <Page name="ledger">
      <div className="stack">
        <Shown asked={node}>{(state) => <Head node={state} />}</Shown>
        <Shown asked={anchors}>{(held) => <AnchorsHeld anchors={held} />}</Shown>
        {size !== undefined && <Answers />}
        {mayShred && <ShredPanel />}
      </div>
    </Page>
  );
}

const hex = (base64: string): string => {
  try {
    return grouped(toHex(fromBase64(base64)));
  } catch {
    return base64;
  }
};

function Head({ node }: { readonly node: NodeState }) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const trust = useDoing(() => download(api, '/api/v1/node/trust'));
  return (
    <section className="panel">
      <h2>{t('ledger.head')}</h2>
      <dl className="facts">
        <dt>{t('ledger.origin')}</dt>
        <dd className="mono">{node.origin}</dd>
        <dt>{t('ledger.size')}</dt>
        <dd className="live">{whole(node.logSize, i18n.language)}</dd>
        {node.checkpoint !== null && (
          <>
            <dt>{t('ledger.published')}</dt>
            <dd>
              {whole(node.checkpoint.size, i18n.language)} · <When at={node.checkpoint.published} />
            </dd>
            <dt>{t('ledger.root')}</dt>
            <dd>
              <span className="digest">{hex(node.checkpoint.root)}</span>
            </dd>
          </>
        )}
        <dt>{t('ledger.key')}</dt>
        <dd className="mono">{node.logKey}</dd>
      </dl>
      <p className="soft">{t('ledger.keyWords')}</p>
      {trust.problem !== undefined && <Trouble problem={trust.problem} />}
      <Button size="xs" variant="default" loading={trust.isBusy} onClick={() => trust.run(undefined)}>
        {t('ledger.trust')}
      </Button>
    </section>
  );
}

function AnchorsHeld({ anchors }: { readonly anchors: Anchors }) {
  const { t } = useTranslation();
  const now = useNow();
  const seconds =
    anchors.vouchedUntil === null
      ? undefined
      : Math.max(0, (now - Date.parse(anchors.vouchedUntil)) / 1000);
  return (
    <section className="panel stack">
      <h2>{t('home.window')}</h2>
      {seconds === undefined ? (
        <Mark sort="notice">{t('home.windowNever')}</Mark>
      ) : (
        <WindowScale seconds={seconds} />
      )}
      {anchors.anchors.length === 0 ? (
        <Nothing title={t('ledger.none')}>
          <p>{t('ledger.noneRemedy')}</p>
        </Nothing>
      ) : (
        <AnchorTable anchors={anchors.anchors} />
      )}
    </section>
  );
}

function AnchorTable({ anchors }: { readonly anchors: readonly Anchor[] }) {
  const { t, i18n } = useTranslation();
  return (
    <Scroll label={t('ledger.anchors')}>
      <table>
        <caption>{t('ledger.anchors')}</caption>
        <thead>
          <tr>
            <th>{t('ledger.anchor')}</th>
            <th>{t('ledger.state')}</th>
            <th className="number">{t('ledger.size')}</th>
            <th>{t('ledger.last')}</th>
            <th>{t('ledger.next')}</th>
            <th>{t('ledger.renewal')}</th>
          </tr>
        </thead>
        <tbody>
          {anchors.map((each) => (
            <tr key={each.name}>
              <th scope="row">
                {each.name} <span className="soft">{t(`anchor.${kindOf(each.kind)}`)}</span>
              </th>
              <td>
                <AnchorState anchor={each} />
              </td>
              <td className="number">{whole(each.last?.size, i18n.language)}</td>
              <td>
                <When at={each.last?.at} />
              </td>
              <td>
                <When at={each.next} />
              </td>
              <td>
                <When at={each.renewal} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

export const kindOf = (kind: string): 'rfc3161' | 'evm' | 'witness' | 'other' =>
  kind === 'rfc3161' || kind === 'evm' || kind === 'witness' ? kind : 'other';

function AnchorState({ anchor }: { readonly anchor: Anchor }) {
  const { t } = useTranslation();
  if (anchor.contradiction !== null) {
    return (
      <>
        <Mark sort="critical">{t('ledger.contradicts')}</Mark>
        <span className="digest">{grouped(anchor.contradiction)}</span>
      </>
    );
  }
  if (anchor.failing !== null) {
    return (
      <>
        <Mark sort="warning">{t('ledger.failing', { count: anchor.failureCount })}</Mark>
        <p className="soft">
          {anchor.failing.why} · {t('home.since')} <When at={anchor.failing.since} />
        </p>
      </>
    );
  }
  return <span>{t(anchor.last === null ? 'ledger.notYet' : 'ledger.vouches')}</span>;
}

const ANSWERS_SHOWN = 100;

function Answers() {
  const { t } = useTranslation();
  const head = useAsked<AnchorResultPage>('/api/v1/anchors/results?limit=1', { keepMs: 30_000 });
  const after = Number(head.data?.count ?? 0) - ANSWERS_SHOWN - 1;
  const path = `/api/v1/anchors/results?limit=${ANSWERS_SHOWN}${after >= 0 ? `&after=${after}` : ''}`;
  const asked = useAsked<AnchorResultPage>(path, { isWanted: head.data !== undefined, keepMs: 30_000 });
  return (
    <section className="panel stack">
      <h2>{t('ledger.answers')}</h2>
      <Shown asked={head.problem === undefined ? asked : head}>
        {(page) =>
          page.results.length === 0 ? (
            <Nothing title={t('ledger.noAnswers')} />
          ) : (
            <>
              <AnchorBand results={page.results} />
              <AnswerTable page={page} />
            </>
          )
        }
      </Shown>
    </section>
  );
}

function AnswerTable({ page }: { readonly page: AnchorResultPage }) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const proof = useDoing((digest: string) => download(api, `/api/v1/anchors/proofs/${digest}`));
  return (
    <>
      {proof.problem !== undefined && <Trouble problem={proof.problem} />}
      <Scroll label={t('ledger.answers')} style={{ maxHeight: '22rem' }}>
        <table>
          <thead>
            <tr>
              <th>{t('ledger.at')}</th>
              <th>{t('ledger.anchor')}</th>
              <th>{t('ledger.outcome')}</th>
              <th className="number">{t('ledger.size')}</th>
              <th>{t('ledger.root')}</th>
              <th>{t('ledger.proof')}</th>
            </tr>
          </thead>
          <tbody>
            {page.results.toReversed().map((each) => (
              <tr key={each.number}>
                <td>
                  <When at={each.at ?? each.stored} />
                </td>
                <td>{each.name}</td>
                <td>
                  {each.outcome === 'failed' ? (
                    <Mark sort="warning">{t('ledger.outcomes.failed')}</Mark>
                  ) : (
                    t(`ledger.outcomes.${each.outcome}`)
                  )}
                </td>
                <td className="number">{whole(each.size, i18n.language)}</td>
                <td className="mono">{hex(each.root).slice(0, 17)}…</td>
                <td>
                  {each.proof === null ? (
                    '–'
                  ) : (
                    <button
                      type="button"
                      className="plain-button text-button"
                      onClick={() => proof.run(each.proof as string)}
                    >
                      {each.proof.slice(0, 8)}…
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}
