import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '../../api/types';
import { brushed, CELL_MS, type Cell } from '../../heat/cells';
import { useZone } from '../../parts/context';
import { PRINTED_MAX, printedRows, usePrinting } from '../../parts/printing';
import { hour } from '../../show/format';
import { cellId, HeatRow, ROW_PX, type Brush } from './HeatRow';

const NAME_PX = 150;
const CELL_MIN_PX = 8;

/**
 * The picture, as a grid for the keyboard: arrows go from cell to cell, with Shift they mark a time,
 * Home and End go to the ends of a row, Page Up and Page Down ten rows.
 */
export function HeatMap({
  sources,
  from,
  to,
  brush,
  cells,
  isWhole,
  onBrush,
  onCells,
}: {
  readonly sources: readonly Source[];
  readonly from: number;
  readonly to: number;
  readonly brush: Brush | undefined;
  readonly cells: ReadonlyMap<number, readonly Cell[]>;
  /** Whether all rows are drawn, for paper, and not those in sight alone. */
  readonly isWhole: boolean;
  readonly onBrush: (brush: Brush) => void;
  readonly onCells: (source: number, cells: readonly Cell[]) => void;
}) {
  const { t } = useTranslation();
  const scroll = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(960);
  const [at, setAt] = useState({ row: 0, cell: 0 });
  const [isFocused, setFocused] = useState(false);
  const count = Math.round((to - from) / CELL_MS);
  const cellPx = Math.max(CELL_MIN_PX, Math.floor((width - NAME_PX - 18) / count));
  const virtual = useVirtualizer({
    count: sources.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    overscan: 4,
  });
  useEffect(() => {
    const home = scroll.current;
    if (home === null) {
      return;
    }
    // Where the day is wider than the window, its newest hours are seen first.
    home.scrollLeft = home.scrollWidth;
    const observer = new ResizeObserver(() => setWidth(home.clientWidth));
    observer.observe(home);
    return () => observer.disconnect();
  }, []);
  const point = (row: number, cell: number, isDrag: boolean): void => {
    const source = sources[row];
    if (source !== undefined) {
      const isOn = isDrag && brush?.source === source.number;
      setAt({ row, cell });
      onBrush({ source: source.number, anchor: isOn ? brush.anchor : cell, focus: cell });
    }
  };
  const key = (event: KeyboardEvent): void => {
    const next = step(event.key, at, count, sources.length);
    if (next === undefined) {
      return;
    }
    event.preventDefault();
    virtual.scrollToIndex(next.row, { align: 'auto' });
    point(next.row, next.cell, event.shiftKey && next.row === at.row);
  };
  const isPrinting = usePrinting();
  const inSight = virtual.getVirtualItems();
  const seen = isWhole || isPrinting ? printedRows(sources.length, ROW_PX) : inSight;
  const active = sources[at.row];
  const activeCell = active === undefined ? undefined : cells.get(active.number)?.[at.cell];
  return (
    <div>
      <div
        className="heat-scroll"
        ref={scroll}
        role="grid"
        aria-label={t('continuity.grid')}
        aria-rowcount={sources.length}
        aria-colcount={count + 1}
        aria-activedescendant={activeCell === undefined ? undefined : cellId(at.row, at.cell)}
        aria-describedby="heat-keys"
        tabIndex={0}
        onKeyDown={key}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
      >
        <Axis from={from} count={count} cellPx={cellPx} />
        <div
          className="heat-rows"
          role="presentation"
          style={{ height: virtual.getTotalSize(), position: 'relative', width: NAME_PX + count * cellPx }}
        >
          {seen.map(({ index, start }) => {
            const source = sources[index] as Source;
            const isBrushed = brush?.source === source.number;
            return (
              <div
                key={source.number}
                className="heat-row"
                role="row"
                aria-rowindex={index + 1}
                style={{ height: ROW_PX, transform: `translateY(${start}px)` }}
              >
                <HeatRow
                  source={source}
                  index={index}
                  from={from}
                  to={to}
                  cellPx={cellPx}
                  namePx={NAME_PX}
                  active={isFocused && index === at.row ? at.cell : undefined}
                  brush={isBrushed ? brushed(brush.anchor, brush.focus) : undefined}
                  onCells={onCells}
                  onPoint={(cell, isDrag) => point(index, cell, isDrag)}
                />
              </div>
            );
          })}
        </div>
      </div>
      {sources.length > PRINTED_MAX && (
        <p className="print-only">
          {t('print.cut', { shown: PRINTED_MAX, count: sources.length })}
        </p>
      )}
      <p className="soft no-print" id="heat-keys">
        {t('continuity.keys')}
      </p>
    </div>
  );
}

/** Where a key leads from a cell; undefined for keys of others. Pure. */
export function step(
  key: string,
  at: { readonly row: number; readonly cell: number },
  cells: number,
  rows: number,
): { row: number; cell: number } | undefined {
  const clamp = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));
  switch (key) {
    case 'ArrowLeft':
      return { row: at.row, cell: clamp(at.cell - 1, cells) };
    case 'ArrowRight':
      return { row: at.row, cell: clamp(at.cell + 1, cells) };
    case 'ArrowUp':
      return { row: clamp(at.row - 1, rows), cell: at.cell };
    case 'ArrowDown':
      return { row: clamp(at.row + 1, rows), cell: at.cell };
    case 'Home':
      return { row: at.row, cell: 0 };
    case 'End':
      return { row: at.row, cell: cells - 1 };
    case 'PageUp':
      return { row: clamp(at.row - 10, rows), cell: at.cell };
    case 'PageDown':
      return { row: clamp(at.row + 10, rows), cell: at.cell };
    default:
      return undefined;
  }
}

function Axis({
  from,
  count,
  cellPx,
}: {
  readonly from: number;
  readonly count: number;
  readonly cellPx: number;
}) {
  const zone = useZone();
  const hours = Array.from({ length: count / 4 }, (_, i) => i).filter((i) => i % 2 === 0);
  return (
    <div className="heat-axis" role="presentation" aria-hidden="true">
      <span className="heat-name" style={{ width: NAME_PX }} />
      <svg width={count * cellPx} height="22">
        {hours.map((i) => (
          <g key={i}>
            <path className="band-line" d={`M${i * 4 * cellPx + 0.5} 15v7`} />
            <text x={i * 4 * cellPx + 2} y="12">
              {hour(from + i * 3_600_000, zone)}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}
