import { useVirtualizer } from '@tanstack/react-virtual';
import type { TFunction } from 'i18next';
import { memo, useEffect, useLayoutEffect, useMemo, useReducer, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Live } from '../../api/live';
import type { Point, Source } from '../../api/types';
import { useHere, useStore, useZone } from '../../parts/context';
import { Mark } from '../../parts/Mark';
import { PRINTED_MAX, printedRows, usePrinting } from '../../parts/printing';
import { anyValue, clock, time, value, whole, type Zone } from '../../show/format';
import { severityOf } from '../../show/severity';
import { rowKey, type Row } from './rows';
import { inDocument, isReadInOrder, slotted } from './slots';

const ROW_PX = 28;
/** Beyond what is in sight: a turn of the wheel is seen before its rows are drawn. */
const OVERSCAN = 6;
/** Scrolling has come to rest when nothing has moved for so long. */
const REST_MS = 400;
/** The stream carries the sources that can be seen, and no more than these. */
const WANTED_MAX = 50;

/**
 * Tens of thousands of rows, of which only those in sight are drawn. A frame that scrolls has little
 * time: each row takes the elements of one that has left, which stay where they are in the document
 * and are moved in sight alone, and what all of them need is asked for once.
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
  const shown = new Map(seen.map((place) => [rowKey(rows[place.index] as Row), place]));
  const slots = useSlots(scroll, [...shown.keys()]);
  const walk = useKeptFocus(scroll, slots, rows);
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
        style={{ height: virtual.getTotalSize() }}
        {...walk}
      >
        {(isPrinting ? [...shown.keys()] : inDocument(slots)).map((key) => {
          const { index, start } = shown.get(key) as { index: number; start: number };
          return (
            <TreeRow
              key={slots.get(key)}
              row={rows[index] as Row}
              index={index}
              start={start}
              isChosen={index === at}
              beat={beat}
              shared={shared}
            />
          );
        })}
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
    const timer = setTimeout(() => live.want(list === '' ? [] : list.split(',').map(Number)), REST_MS);
    return () => clearTimeout(timer);
  }, [live, list]);
  useEffect(() => () => live.want([]), [live]);
}

/**
 * Which elements show which row. Once scrolling has come to rest they are dealt out anew where rows
 * have come to be read in another order than they stand, unless somebody stands on one of them.
 */
function useSlots(
  scroll: React.RefObject<HTMLDivElement | null>,
  keys: readonly string[],
): ReadonlyMap<string, number> {
  const slots = useRef<ReadonlyMap<string, number>>(new Map());
  const [, draw] = useReducer((times: number) => times + 1, 0);
  slots.current = slotted(slots.current, keys);
  const isInOrder = isReadInOrder(slots.current);
  const list = keys.join('\n');
  useEffect(() => {
    if (isInOrder) {
      return undefined;
    }
    const timer = setInterval(() => {
      if (scroll.current?.querySelector('.tree-body :focus') === null) {
        slots.current = slotted(new Map(), list.split('\n'));
        draw();
      }
    }, REST_MS);
    return () => clearInterval(timer);
  }, [scroll, list, isInOrder]);
  return slots.current;
}

/**
 * Who stands on a row stays on it wherever it goes, and on the table once it has left. The Tab key
 * goes from row to row as they are seen, which is not how they stand in the document.
 */
function useKeptFocus(
  scroll: React.RefObject<HTMLDivElement | null>,
  slots: ReadonlyMap<string, number>,
  rows: readonly Row[],
): Pick<React.HTMLAttributes<HTMLElement>, 'onFocus' | 'onBlur' | 'onKeyDown'> {
  const focused = useRef<string>(undefined);
  const drawn = useRef(rows);
  useLayoutEffect(() => {
    drawn.current = rows;
    if (focused.current !== undefined && !slots.has(focused.current)) {
      scroll.current?.focus({ preventScroll: true });
    }
  });
  return useMemo(
    () => ({
      onFocus: ({ target }) => {
        const row = drawn.current[rowIndexOf(target) - 2];
        focused.current = row === undefined ? undefined : rowKey(row);
      },
      onBlur: () => {
        focused.current = undefined;
      },
      onKeyDown: (event) => {
        if (event.key !== 'Tab' || event.altKey || event.ctrlKey || event.metaKey) {
          return;
        }
        const buttons = [...event.currentTarget.querySelectorAll('button')];
        const seen = buttons.toSorted((a, b) => rowIndexOf(a) - rowIndexOf(b));
        const next = seen[seen.indexOf(event.target as HTMLButtonElement) + (event.shiftKey ? -1 : 1)];
        if (next === undefined) {
          // From the last of the document the browser goes on to what is behind the table.
          buttons.at(event.shiftKey ? 0 : -1)?.focus({ preventScroll: true });
        } else {
          event.preventDefault();
          next.focus();
        }
      },
    }),
    [],
  );
}

const rowIndexOf = (element: Element): number =>
  Number(element.closest('[role=row]')?.getAttribute('aria-rowindex'));

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
  start,
  isChosen,
  shared,
}: {
  readonly row: Row;
  readonly index: number;
  readonly start: number;
  readonly isChosen: boolean;
  readonly beat: number;
  readonly shared: Shared;
}) {
  return (
    <div
      className={`tree-row tree-${row.kind}${isChosen ? ' is-chosen' : ''}`}
      role="row"
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${start}px)` }}
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
