import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { address, type ApiClient } from '../../api/client';
import { asProblem } from '../../api/problem';
import { isDueSoon, untilDue } from '../../api/soon';
import type { AnchorResult, AnchorResultPage, Proof, SealedRecord } from '../../api/types';
import { useDoing } from '../../parts/asking';
import { useApi, useMay } from '../../parts/context';
import { download } from '../../parts/download';
import { FindingLink } from '../../parts/FindingHelp';
import { Mark } from '../../parts/Mark';
import { Trouble, Waiting } from '../../parts/States';
import { When } from '../../parts/When';
import { keysOfTrustFile } from '../../proof/note';
import { recompute, type Step } from '../../proof/recompute';
import { value } from '../../show/format';
import { spanOf } from '../continuity/reports';
import { dayOf, ShredButton } from '../ledger/Shred';
import { said } from '../../words/words';
import { StepRow } from './StepRow';

interface Judged {
  readonly record: SealedRecord;
  readonly proof: Proof;
  readonly steps: readonly Step[];
}

/** Enough to find the first answer of each anchor that covers the record. */
const ANSWERS_READ = 48;

/** The earliest answer of each anchor; later ones say nothing new about one record. */
const firstOfEach = (answers: readonly AnchorResult[]): AnchorResult[] =>
  answers
    .filter((each) => each.outcome !== 'failed')
    .filter((each, i, all) => all.findIndex((other) => other.name === each.name) === i);

async function judge(api: ApiClient, place: string): Promise<Judged> {
  const base = `/api/v1/records/${encodeURIComponent(place)}`;
  const [record, proof, trust] = await Promise.all([
    api.get<SealedRecord>(base),
    api.get<Proof>(`${base}/proof`),
    api.text('/api/v1/node/trust'),
  ]);
  const size = Number(proof.entry) + 1;
  const anchors = await api.get<AnchorResultPage>(
    address('/api/v1/anchors/results', { size, limit: ANSWERS_READ }),
  );
  const steps = await recompute(place, {
    proof,
    trust: keysOfTrustFile(trust),
    anchors: firstOfEach(anchors.results),
    anchorProof: (digest) => api.bytes(`/api/v1/anchors/proofs/${digest}`),
  });
  return { record, proof, steps };
}

/** One record and its way to the anchors. */
export function ProofView({ place }: { readonly place: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const query = useQuery({
    queryKey: ['judged', place],
    queryFn: () => judge(api, place),
    staleTime: Infinity,
    retry: isDueSoon,
    retryDelay: untilDue,
  });
  if (query.error !== null) {
    return <Trouble problem={asProblem(query.error)} again={() => void query.refetch()} />;
  }
  if (query.data === undefined) {
    return <Waiting />;
  }
  const { record, steps } = query.data;
  const wrong = steps.find((step) => step.state === 'wrong');
  const isOpen = steps.some((step) => step.state === 'open');
  return (
    <div className="split">
      <section aria-label={t('proof.steps')}>
        <div
          className={wrong === undefined ? 'banner' : 'banner banner-critical'}
          role={wrong === undefined ? 'status' : 'alert'}
        >
          {wrong === undefined ? (
            <Mark sort="good">{t('proof.holds')}</Mark>
          ) : (
            <Mark sort="critical">{t('proof.broken', { step: t(`step.${wrong.name}.title`) })}</Mark>
          )}
          <p>
            {t(wrong === undefined ? (isOpen ? 'proof.holdsOpen' : 'proof.holdsWords') : 'proof.brokenWords')}
          </p>
        </div>
        <ol className="proof">
          {steps.map((step) => (
            <StepRow key={step.name} step={step} record={record} proof={query.data.proof} />
          ))}
        </ol>
      </section>
      <RecordPanel record={record} />
    </div>
  );
}

function RecordPanel({ record }: { readonly record: SealedRecord }) {
  const { t } = useTranslation();
  const mayShred = useMay('shred');
  return (
    <aside className="panel stack" aria-label={t('proof.record')}>
      <h2>
        {t('proof.record')} <span className="mono">{record.place}</span>
      </h2>
      <dl className="facts">
        <dt>{t('proof.source')}</dt>
        <dd>{record.source.name ?? record.source.number}</dd>
        <dt>{t('proof.point')}</dt>
        <dd>{record.point?.name ?? '–'}</dd>
        <dt>{t('proof.kind')}</dt>
        <dd>{said(`record.${record.kind}`, record.kind)}</dd>
        <dt>{t('sources.value')}</dt>
        <dd>{value(record.value)}</dd>
        <Code record={record} />
        {(['source', 'received', 'sealed', 'anchored', 'verified'] as const).map((name) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{t(`times.${name}`)}</dt>
            <dd>
              <When at={record.times[name]} />
            </dd>
          </div>
        ))}
      </dl>
      {record.sealedValue !== null && <Mark sort="notice">{record.sealedValue.words}</Mark>}
      {record.sealedValue?.state === 'open' && mayShred && (
        <div className="row">
          <ShredButton
            of={{ source: record.source.name ?? '', ...dayOf(record.times.received ?? record.times.sealed ?? '') }}
          />
        </div>
      )}
      <Take record={record} />
      <p className="soft">{t('proof.own')}</p>
    </aside>
  );
}

/** The code of a finding, or the cause of a gap, leads to what it means. */
function Code({ record }: { readonly record: SealedRecord }) {
  const { t } = useTranslation();
  const word = { finding: 'code', gap: 'cause' }[record.kind];
  const code = word === undefined ? undefined : record.value?.[word];
  if (typeof code !== 'string') {
    return null;
  }
  const name = code.toUpperCase().replaceAll('-', '_');
  return (
    <>
      <dt>{t('finding.help')}</dt>
      <dd className="mono">
        <FindingLink name={name}>{name}</FindingLink>
      </dd>
    </>
  );
}

/** A bundle is about a source and a time: this record's, with a second on each side. */
function bundleOf(record: SealedRecord): string | undefined {
  const at = Date.parse(record.times.received ?? record.times.sealed ?? '');
  return Number.isNaN(at)
    ? undefined
    : address('/api/v1/bundle', spanOf(record.source.number, at - 1_000, at + 1_000));
}

function Take({ record }: { readonly record: SealedRecord }) {
  const { t } = useTranslation();
  const api = useApi();
  const mayExport = useMay('evidence.export');
  const tlog = useDoing(() => download(api, `/api/v1/records/${record.place}/tlog-proof`));
  const bundle = bundleOf(record);
  return (
    <>
      {tlog.problem !== undefined && <Trouble problem={tlog.problem} />}
      <div className="row">
        {mayExport && bundle !== undefined && (
          <Button size="xs" component="a" href={bundle} download>
            {t('proof.bundle')}
          </Button>
        )}
        <Button size="xs" variant="default" loading={tlog.isBusy} onClick={() => tlog.run(undefined)}>
          {t('proof.tlog')}
        </Button>
      </div>
      {!mayExport && <p className="soft">{t('continuity.mayNot')}</p>}
    </>
  );
}
