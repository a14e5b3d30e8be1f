import { Button, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { brushed, CELL_STATES, type Cell } from '../../heat/cells';
import { useZone } from '../../parts/context';
import { Page } from '../../parts/Page';
import { PRINTED_MAX } from '../../parts/printing';
import { Nothing, Trouble, Waiting } from '../../parts/States';
import { day, dayStart, time } from '../../show/format';
import { useSources } from '../sources/names';
import { Chosen } from './Chosen';
import { Glyph } from './Glyph';
import { HeatMap } from './HeatMap';
import type { Brush } from './HeatRow';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** How completely each source was heard, a quarter of an hour in each cell. */
export function ContinuityPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/continuity' });
  const navigate = useNavigate({ from: '/continuity' });
  const zone = useZone();
  const { sources, isWhole, problem, again } = useSources();
  // Without a day, the last 24 hours: an empty afternoon is no news in the morning.
  const [opened] = useState(Date.now);
  const from =
    search.day === undefined
      ? Math.ceil(opened / HOUR_MS) * HOUR_MS - DAY_MS
      : dayStart(search.day, zone);
  const [brush, setBrush] = useState<Brush>();
  const [cells, setCells] = useState<ReadonlyMap<number, readonly Cell[]>>(new Map());
  const find = (search.find ?? '').trim().toLowerCase();
  const shown = useMemo(
    () =>
      (sources ?? []).filter(
        (each) =>
          find === '' || each.name.toLowerCase().includes(find) || each.zone?.includes(find) === true,
      ),
    [sources, find],
  );
  const take = useCallback(
    (source: number, list: readonly Cell[]) =>
      setCells((before) =>
        before.get(source) === list ? before : new Map(before).set(source, list),
      ),
    [],
  );
  // Rows are asked for when they come into sight; onto paper they come once all of them are known.
  const [isPreparing, setPreparing] = useState(false);
  const isReady = shown.slice(0, PRINTED_MAX).every(({ number }) => cells.has(number));
  useEffect(() => {
    if (isPreparing && isReady) {
      window.print();
      setPreparing(false);
    }
  }, [isPreparing, isReady]);
  const go = (days: number): void => {
    setBrush(undefined);
    const next = day(from + days * DAY_MS + HOUR_MS, zone);
    void navigate({ search: (old) => ({ ...old, day: next }) });
  };
  const chosen = brush === undefined ? undefined : sources?.find((each) => each.number === brush.source);
  return (
    <Page name="continuity">
      <p className="print-only">
        {time(from, zone)} – {time(from + DAY_MS, zone)}
        {find !== '' && ` · ${t('sources.find')}: ${search.find}`}
      </p>
      <div className="row-end no-print">
        <Button variant="default" size="xs" onClick={() => go(-1)}>
          {t('continuity.before')}
        </Button>
        <TextInput
          type="date"
          size="xs"
          label={t('continuity.day', { zone: zone === 'utc' ? 'UTC' : t('frame.local') })}
          value={search.day ?? ''}
          onChange={(event) => {
            const picked = event.currentTarget.value;
            if (picked !== '' && !Number.isNaN(dayStart(picked, zone))) {
              setBrush(undefined);
              void navigate({ search: (old) => ({ ...old, day: picked }) });
            }
          }}
        />
        <Button
          variant="default"
          size="xs"
          disabled={from + DAY_MS > Date.now()}
          onClick={() => go(1)}
        >
          {t('continuity.after')}
        </Button>
        <Button
          variant="default"
          size="xs"
          disabled={search.day === undefined}
          onClick={() => {
            setBrush(undefined);
            void navigate({ search: ({ day: _, ...kept }) => kept });
          }}
        >
          {t('continuity.last')}
        </Button>
        <TextInput
          size="xs"
          label={t('sources.find')}
          value={search.find ?? ''}
          onChange={(event) => {
            const text = event.currentTarget.value;
            void navigate({ search: (old) => ({ ...old, find: text }), replace: true });
          }}
        />
        <Button
          variant="default"
          size="xs"
          disabled={shown.length === 0}
          onClick={() => setPreparing(!isPreparing)}
        >
          {t(isPreparing ? 'print.preparing' : 'print.do')}
        </Button>
      </div>
      <Legend />
      {problem !== undefined && <Trouble problem={problem} again={again} />}
      {sources === undefined && problem === undefined && <Waiting />}
      {sources !== undefined && isWhole && shown.length === 0 && (
        <Nothing title={t('sources.none')}>
          <p>{t('sources.noneRemedy')}</p>
        </Nothing>
      )}
      {shown.length > 0 && (
        <div className="stack">
          <HeatMap
            sources={shown}
            from={from}
            to={from + DAY_MS}
            brush={brush}
            cells={cells}
            isWhole={isPreparing}
            onBrush={setBrush}
            onCells={take}
          />
          <Chosen
            sources={shown}
            source={chosen}
            from={from}
            to={from + DAY_MS}
            cells={brush === undefined ? [] : (cells.get(brush.source) ?? [])}
            brush={brush === undefined ? undefined : brushed(brush.anchor, brush.focus)}
            onBrush={(source, first, last) => setBrush({ source, anchor: first, focus: last })}
          />
        </div>
      )}
    </Page>
  );
}

function Legend() {
  const { t } = useTranslation();
  return (
    <ul className="heat-legend" aria-label={t('continuity.legend')}>
      {CELL_STATES.filter((state) => state !== 'none').map((state) => (
        <li key={state}>
          <svg width="16" height="18" aria-hidden="true">
            <rect className={`cell-${state}`} x="0.5" y="0.5" width="15" height="17" />
            <Glyph state={state} x={0} y={0} width={16} height={18} />
          </svg>
          {t(`cell.${state}`)}
        </li>
      ))}
    </ul>
  );
}
