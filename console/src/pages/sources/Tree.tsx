import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Point, Source } from '../../api/types';
import { useHere, useStore, useZone } from '../../parts/context';
import { Mark } from '../../parts/Mark';
import { PRINTED_MAX, printedRows, usePrinting } from '../../parts/printing';
import { anyValue, clock, time, value, whole } from '../../show/format';
import { severityOf } from '../../show/severity';
import type { Row } from './rows';

const ROW_PX = 28;
/** The stream carries the sources that can be seen, and no more than these. */
const WANTED_MAX = 50;

/** Tens of thousands of rows, of which only those in sight are drawn. */
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
  const { t } = useTranslation();
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const isPrinting = usePrinting();
  const inSight = virtual.getVirtualItems();
  const seen = isPrinting ? printedRows(rows.length, ROW_PX) : inSight;
  const at = rows.findIndex((row) => isChosenRow(row, chosen));
  const isThere = at >= 0;
  useEffect(() => {
    // An address that names a point shows it; whoever scrolls on is left alone.
    if (isThere) {
      virtual.scrollToIndex(at, { align: 'center' });
    }
  }, [isThere, chosen.source, chosen.point]);
  useWanted(inSight.flatMap(({ index }) => openSource(rows[index])));
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
      <div className="tree-body" role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {seen.map(({ index, start }) => {
          const row = rows[index] as Row;
          const isChosen = isChosenRow(row, chosen);
          return (
            <div
              key={rowKey(row)}
              className={`tree-row tree-${row.kind}${isChosen ? ' is-chosen' : ''}`}
              role="row"
              aria-rowindex={index + 2}
              style={{ height: ROW_PX, transform: `translateY(${start}px)` }}
            >
              {row.kind === 'source' && <SourceCells row={row} onToggle={onToggle} />}
              {row.kind === 'point' && (
                <PointCells source={row.source} point={row.point} onChoose={onChoose} />
              )}
              {row.kind === 'waiting' && (
                <span role="cell" className="soft">
                  {t('state.waiting')}
                </span>
              )}
            </div>
          );
        })}
      </div>
      {rows.length > PRINTED_MAX && (
        <p className="print-only">{t('print.cut', { shown: PRINTED_MAX, count: rows.length })}</p>
      )}
    </div>
  );
}

const isChosenRow = (row: Row, chosen: { readonly source?: string; readonly point?: string }): boolean =>
  row.kind === 'point' && String(row.source.number) === chosen.source && row.point.name === chosen.point;

function rowKey(row: Row): string {
  return row.kind === 'point' ? `p${row.source.number}.${row.point.number}` : `${row.kind}${row.source.number}`;
}

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

function SourceCells({
  row,
  onToggle,
}: {
  readonly row: Extract<Row, { kind: 'source' }>;
  readonly onToggle: (number: number) => void;
}) {
  const { t, i18n } = useTranslation();
  const zone = useZone();
  const { source, isOpen } = row;
  return (
    <>
      <span role="cell" className="name-cell">
        <button
          type="button"
          className="plain-button"
          aria-expanded={isOpen}
          aria-label={t(isOpen ? 'sources.close' : 'sources.open', { name: source.name })}
          onClick={() => onToggle(source.number)}
        >
          <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
            <path className="shape-line" d={isOpen ? 'M1 3l4 4 4-4' : 'M3 1l4 4-4 4'} />
          </svg>
        </button>
        <strong title={source.name}>{source.name}</strong>
      </span>
      <span role="cell" className="number soft">
        {t('sources.points', { count: Number(source.pointCount), n: whole(source.pointCount, i18n.language) })}
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
  onChoose,
}: {
  readonly source: Source;
  readonly point: Point;
  readonly onChoose: (source: Source, point: Point) => void;
}) {
  const { t } = useTranslation();
  const zone = useZone();
  const { live } = useHere();
  useStore(live.beat);
  const now = live.value(source.name, point.name) ?? live.value(source.number, point.number);
  const severity = now === undefined ? (point.last?.quality.severity ?? 'good') : severityOf(now.quality);
  const at = now?.time ?? point.last?.times.received ?? point.last?.times.source;
  // A place belongs to the sealed value; beside a live one it would vouch for another.
  const isOfRecord = now === undefined;
  return (
    <>
      <span role="cell" className="name-cell">
        <button
          type="button"
          className="plain-button text-button"
          onClick={() => onChoose(source, point)}
        >
          {point.name}
        </button>
      </span>
      <span role="cell" className="number live">
        {now === undefined ? value(point.last?.value) : anyValue(now.value)} {point.unit ?? ''}
      </span>
      <span role="cell">
        {severity === 'good' ? (
          <span className="soft">{t('quality.good')}</span>
        ) : (
          <Mark sort={severity === 'bad' ? 'critical' : 'warning'}>{t(`quality.${severity}`)}</Mark>
        )}
      </span>
      <span role="cell">{clock(at, zone)}</span>
      <span role="cell" className="soft">
        {isOfRecord ? (
          (point.last?.place ?? '')
        ) : (
          <span title={t('sources.liveWords')}>{t('sources.live')}</span>
        )}
      </span>
    </>
  );
}
