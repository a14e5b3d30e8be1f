import { Button, NativeSelect } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { address } from '../../api/client';
import type { Source } from '../../api/types';
import { CELL_MS, CELL_STATES, gathered, tally, type Cell } from '../../heat/cells';
import { useDoing } from '../../parts/asking';
import { useApi, useMay, useZone } from '../../parts/context';
import { download } from '../../parts/download';
import { Coded, FindingHelp } from '../../parts/FindingHelp';
import { Trouble } from '../../parts/States';
import { clock, day, hour, rfc3339, time, type Zone } from '../../show/format';
import { said } from '../../words/words';
import { spanOf } from './reports';

/** Of each kind; the certificate has them all. */
const WORDS_MAX = 12;

/** The time that is marked: what was found in it, and what an auditor can take away. */
export function Chosen({
  sources,
  source,
  from,
  to,
  cells,
  brush,
  onBrush,
}: {
  readonly sources: readonly Source[];
  readonly source: Source | undefined;
  readonly from: number;
  readonly to: number;
  readonly cells: readonly Cell[];
  readonly brush: { readonly first: number; readonly last: number } | undefined;
  readonly onBrush: (source: number, first: number, last: number) => void;
}) {
  const { t } = useTranslation();
  const zone = useZone();
  const count = Math.round((to - from) / CELL_MS);
  const edges = Array.from({ length: count + 1 }, (_, i) => i);
  const first = brush?.first ?? 0;
  const last = brush?.last ?? count - 1;
  const number = source?.number ?? sources[0]?.number ?? 0;
  return (
    <aside
      className={brush === undefined ? 'panel no-print' : 'panel'}
      aria-label={t('continuity.chosen')}
    >
      <h2>{t('continuity.chosen')}</h2>
      <div className="beside">
        <div className="stack">
          <NativeSelect
            size="xs"
            label={t('continuity.source')}
            value={String(source?.number ?? '')}
            onChange={(event) => onBrush(Number(event.currentTarget.value), first, last)}
            data={[
              ...(source === undefined ? [{ value: '', label: '–', disabled: true }] : []),
              ...sources.map((each) => ({ value: String(each.number), label: each.name })),
            ]}
          />
          <div className="row">
            <NativeSelect
              size="xs"
              label={t('continuity.from')}
              value={String(first)}
              onChange={(event) => {
                const picked = Number(event.currentTarget.value);
                onBrush(number, picked, Math.max(picked, last));
              }}
              data={edges.slice(0, -1).map((i) => ({
                value: String(i),
                label: minute(from + i * CELL_MS, from, zone),
              }))}
            />
            <NativeSelect
              size="xs"
              label={t('continuity.to')}
              value={String(last)}
              onChange={(event) => {
                const picked = Number(event.currentTarget.value);
                onBrush(number, Math.min(first, picked), picked);
              }}
              data={edges.slice(1).map((i) => ({
                value: String(i - 1),
                label: minute(from + i * CELL_MS, from, zone),
              }))}
            />
          </div>
        </div>
        {source === undefined || brush === undefined ? (
          <p className="soft">{t('continuity.choose')}</p>
        ) : (
          <div>
            <Findings
              source={source}
              cells={cells.slice(brush.first, brush.last + 1)}
              from={from + brush.first * CELL_MS}
              to={from + (brush.last + 1) * CELL_MS}
            />
          </div>
        )}
      </div>
    </aside>
  );
}

/** Hours and minutes, with the day where it is another one than the first. */
function minute(at: number, first: number, zone: Zone): string {
  const text = hour(at, zone);
  return day(at, zone) === day(first, zone) ? text : `${text} (${day(at, zone).slice(5)})`;
}

function Findings({
  source,
  cells,
  from,
  to,
}: {
  readonly source: Source;
  readonly cells: readonly Cell[];
  readonly from: number;
  readonly to: number;
}) {
  const { t } = useTranslation();
  const zone = useZone();
  const api = useApi();
  const mayExport = useMay('evidence.export');
  const mayProve = useMay('evidence.view');
  const counts = tally(cells);
  const found = gathered(cells);
  const end = Math.min(to, Date.now());
  const span = spanOf(source.number, from, end);
  const certificate = useDoing(() => download(api, address('/api/v1/continuity/certificate', span)));
  return (
    <>
      <p>
        <strong>{source.name}</strong>
        <br />
        {time(from, zone)} – {clock(to, zone)}
      </p>
      <ul className="rules">
        {CELL_STATES.filter((state) => counts.has(state)).map((state) => (
          <li key={state}>
            {t('continuity.tally', { count: counts.get(state) ?? 0, state: t(`cell.${state}`) })}
          </li>
        ))}
      </ul>
      <ul className="found-list">
        {found.map(({ kind, words }) => (
          <li key={kind}>
            <strong>{said(`found.${kind}`, kind)}</strong>
            {words.length > 0 && (
              <ul>
                {words.slice(0, WORDS_MAX).map((each) => (
                  <li key={each}>
                    <Coded words={each} />
                  </li>
                ))}
              </ul>
            )}
            <FindingHelp name={kind} about={said(`found.${kind}`, kind)} />
          </li>
        ))}
      </ul>
      {mayProve && (
        <p>
          <Link to="/proof" search={{ source: source.name, from: rfc3339(from), to: rfc3339(to) }}>
            {t('continuity.records')}
          </Link>
        </p>
      )}
      {certificate.problem !== undefined && <Trouble problem={certificate.problem} />}
      {mayExport ? (
        <div className="row">
          <Button
            size="xs"
            loading={certificate.isBusy}
            disabled={from >= end}
            onClick={() => certificate.run(undefined)}
          >
            {t('continuity.certificate')}
          </Button>
          <Button size="xs" variant="default" component="a" href={address('/api/v1/bundle', span)} download>
            {t('continuity.bundle')}
          </Button>
        </div>
      ) : (
        <p className="soft">{t('continuity.mayNot')}</p>
      )}
      <p role="status" className="soft">
        {certificate.result === undefined ? '' : t('state.downloaded', { name: certificate.result })}
      </p>
    </>
  );
}
