import { useVirtualizer } from '@tanstack/react-virtual';
import type { TFunction } from 'i18next';
import { memo, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Live } from '../../api/live';
import type { Point, Source } from '../../api/types';
import { useHere, useStore, useZone } from '../../parts/context';
import { Mark } from '../../parts/Mark';
import { PRINTED_MAX, printedRows, usePrinting } from '../../parts/printing';
import { anyValue, clock, time, value, whole, type Zone } from '../../show/format';
import { severityOf } from '../../show/severity';
import type { Row } from './rows';
import { slotted } from './slots';

const ROW_PX = 28;
/** Beyond what is in sight: a turn of the wheel is seen before its rows are drawn. */
const OVERSCAN = 6;
/** The stream carries the sources that can be seen, and no more than these. */
const WANTED_MAX = 50;

/**
 * Tens of thousands of rows, of which only those in sight are drawn. A frame that scrolls has little
 * time: rows stand in the flow of one moved group, each takes the elements of one that has left, and
 * what all of them need is asked for once.
 */
export function Tree({
  rows,
  chosen,
  onToggle,
  onChoose,
}: {
  readonly rows: readonly Row[];
  readonly chosen: { readonly source?: string; readonly point?: string };
  readonly onToggle: (number: number) => void;
  readonly onChoose: (source: Source, point: Point) => void;
}) {
  const { t, i18n } = useTranslation();
  const zone = useZone();
  const { live } = useHere();
  const beat = useStore(live.beat);
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });
  const isPrinting = usePrinting();
  const inSight = virtual.getVirtualItems();
  const seen = isPrinting ? printedRows(rows.length, ROW_PX) : inSight;
  const slots = useRef<ReadonlyMap<number, number>>(new Map());
  slots.current = slotted(slots.current, seen.map(({ index }) => index));
  const leave = useKeptFocus(scroll, slots.current);
  const at = useMemo(() => placeOf(rows, chosen.source, chosen.point), [rows, chosen.source, chosen.point]);
  const isThere = at >= 0;
  useEffect(() => {
    // An address that names a point shows it; whoever scrolls on is left alone.
    if (isThere) {
      virtual.scrollToIndex(at, { align: 'center' });
    }
  }, [isThere, chosen.source, chosen.point]);
  useWanted(inSight.flatMap(({ index }) => openSource(rows[index])));
  const shared = useShared({ t, language: i18n.language, zone, live, onToggle, onChoose });
  return (
    <div
      className="tree"
      ref={scroll}
      role="table"
      aria-label={t('place.sources')}
      aria-rowcount={rows.length + 1}
      tabIndex={0}
    >
      <div role="rowgroup">
        <div className="tree-row tree-head" role="row" aria-rowindex={1}>
          <span role="columnheader">{t('sources.name')}</span>
          <span role="columnheader" className="number">
            {t('sources.value')}
          </span>
          <span role="columnheader">{t('sources.quality')}</span>
          <span role="columnheader">{t('sources.last')}</span>
          <span role="columnheader">{t('sources.proof')}</span>
        </div>
      </div>
      <div
        className="tree-body"
        role="rowgroup"
        style={{ height: virtual.getTotalSize(), paddingTop: seen[0]?.start ?? 0 }}
        {...leave}
      >
        {seen.map(({ index }) => (
          <TreeRow
            key={slots.current.get(index)}
            row={rows[index] as Row}
            index={index}
            isChosen={index === at}
            beat={beat}
            shared={shared}
          />
        ))}
      </div>
      {rows.length > PRINTED_MAX && (
        <p className="print-only">{t('print.cut', { shown: PRINTED_MAX, count: rows.length })}</p>
      )}
    </div>
  );
}

/** The row that an address names, or -1. */
const placeOf = (rows: readonly Row[], source: string | undefined, point: string | undefined): number =>
  point === undefined
    ? -1
    : rows.findIndex(
        (row) => row.kind === 'point' && row.point.name === point && String(row.source.number) === source,
      );

const openSource = (row: Row | undefined): number[] =>
  row?.kind === 'point' || (row?.kind === 'source' && row.isOpen) ? [row.source.number] : [];

/** Asks the stream for what is in sight, once scrolling has come to rest. */
function useWanted(numbers: readonly number[]): void {
  const { live } = useHere();
  const list = [...new Set(numbers)].slice(0, WANTED_MAX).join();
  useEffect(() => {
    const timer = setTimeout(() => live.want(list === '' ? [] : list.split(',').map(Number)), 400);
    return () => clearTimeout(timer);
  }, [live, list]);
  useEffect(() => () => live.want([]), [live]);
}

/** The elements of a row that has left show another: who stood on it stands on the table then. */
function useKeptFocus(
  scroll: React.RefObject<HTMLDivElement | null>,
  slots: ReadonlyMap<number, number>,
): Pick<React.HTMLAttributes<HTMLElement>, 'onFocus' | 'onBlur'> {
  const focused = useRef<number>(undefined);
  useLayoutEffect(() => {
    if (focused.current !== undefined && !slots.has(focused.current)) {
      scroll.current?.focus({ preventScroll: true });
    }
  });
  return useMemo(
    () => ({
      onFocus: ({ target }) => {
        focused.current = Number(target.closest('[role=row]')?.getAttribute('aria-rowindex')) - 2;
      },
      onBlur: () => {
        focused.current = undefined;
      },
    }),
    [],
  );
}

/** What every row needs: asked for once, as a row is drawn in a fraction of a frame. */
interface Shared {
  readonly t: TFunction;
  readonly language: string;
  readonly zone: Zone;
  readonly live: Live;
  readonly good: string;
  readonly isLive: string;
  readonly liveWords: string;
  readonly onToggle: (number: number) => void;
  readonly onChoose: (source: Source, point: Point) => void;
}

function useShared(given: Omit<Shared, 'good' | 'isLive' | 'liveWords'>): Shared {
  const { t, language, zone, live } = given;
  const latest = useRef(given);
  useLayoutEffect(() => {
    latest.current = given;
  });
  return useMemo(
    () => ({
      t,
      language,
      zone,
      live,
      good: t('quality.good'),
      isLive: t('sources.live'),
      liveWords: t('sources.liveWords'),
      onToggle: (number) => latest.current.onToggle(number),
      onChoose: (source, point) => latest.current.onChoose(source, point),
    }),
    [t, language, zone, live],
  );
}

/** Drawn again when it shows another row, and when the stream has spoken. */
const TreeRow = memo(function TreeRow({
  row,
  index,
  isChosen,
  shared,
}: {
  readonly row: Row;
  readonly index: number;
  readonly isChosen: boolean;
  readonly beat: number;
  readonly shared: Shared;
}) {
  return (
    <div
      className={`tree-row tree-${row.kind}${isChosen ? ' is-chosen' : ''}`}
      role="row"
      aria-rowindex={index + 2}
    >
      {row.kind === 'source' && <SourceCells row={row} shared={shared} />}
      {row.kind === 'point' && <PointCells source={row.source} point={row.point} shared={shared} />}
      {row.kind === 'waiting' && (
        <span role="cell" className="soft">
          {shared.t('state.waiting')}
        </span>
      )}
    </div>
  );
});

function SourceCells({
  row,
  shared,
}: {
  readonly row: Extract<Row, { kind: 'source' }>;
  readonly shared: Shared;
}) {
  const { source, isOpen } = row;
  const { t, language, zone } = shared;
  return (
    <>
      <span role="cell" className="name-cell">
        <button
          type="button"
          className="plain-button"
          aria-expanded={isOpen}
          aria-label={t(isOpen ? 'sources.close' : 'sources.open', { name: source.name })}
          onClick={() => shared.onToggle(source.number)}
        >
          <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
            <path className="shape-line" d={isOpen ? 'M1 3l4 4 4-4' : 'M3 1l4 4-4 4'} />
          </svg>
        </button>
        <strong title={source.name}>{source.name}</strong>
      </span>
      <span role="cell" className="number soft">
        {t('sources.points', { count: Number(source.pointCount), n: whole(source.pointCount, language) })}
      </span>
      <span role="cell">{source.zone ?? ''}</span>
      <span role="cell" className="number-left" title={time(source.lastTime, zone)}>
        {clock(source.lastTime, zone)}
      </span>
      <span role="cell" className="soft">
        {source.protocol ?? ''}
      </span>
    </>
  );
}

function PointCells({
  source,
  point,
  shared,
}: {
  readonly source: Source;
  readonly point: Point;
  readonly shared: Shared;
}) {
  const { t, zone, live } = shared;
  const now = live.value(source.name, point.name) ?? live.value(source.number, point.number);
  const severity = now === undefined ? (point.last?.quality.severity ?? 'good') : severityOf(now.quality);
  const at = now?.time ?? point.last?.times.received ?? point.last?.times.source;
  // A place belongs to the sealed value; beside a live one it would vouch for another.
  const isOfRecord = now === undefined;
  const shown = isOfRecord ? value(point.last?.value) : anyValue(now.value);
  return (
    <>
      <span role="cell" className="name-cell">
        <button
          type="button"
          className="plain-button text-button"
          onClick={() => shared.onChoose(source, point)}
        >
          {point.name}
        </button>
      </span>
      <span role="cell" className="number live">
        {`${shown} ${point.unit ?? ''}`}
      </span>
      <span role="cell" className={severity === 'good' ? 'soft' : undefined}>
        {severity === 'good' ? (
          shared.good
        ) : (
          <Mark sort={severity === 'bad' ? 'critical' : 'warning'}>{t(`quality.${severity}`)}</Mark>
        )}
      </span>
      <span role="cell">{clock(at, zone)}</span>
      <span role="cell" className="soft" title={isOfRecord ? undefined : shared.liveWords}>
        {isOfRecord ? (point.last?.place ?? '') : shared.isLive}
      </span>
    </>
  );
}
