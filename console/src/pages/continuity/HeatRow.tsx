import { memo, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '../../api/types';
import { useZone } from '../../parts/context';
import { cellsOf, type Cell } from '../../heat/cells';
import { hour } from '../../show/format';
import { Glyph } from './Glyph';
import { useContinuity } from './reports';

export const ROW_PX = 28;

export interface Brush {
  readonly source: number;
  readonly anchor: number;
  readonly focus: number;
}

/** A source's day: one cell for each quarter of an hour. */
export function HeatRow({
  source,
  index,
  from,
  to,
  cellPx,
  namePx,
  active,
  brush,
  onCells,
  onPoint,
}: {
  readonly source: Source;
  readonly index: number;
  readonly from: number;
  readonly to: number;
  readonly cellPx: number;
  readonly namePx: number;
  /** The cell that the keyboard is on, when it is on this row. */
  readonly active: number | undefined;
  readonly brush: { readonly first: number; readonly last: number } | undefined;
  readonly onCells: (source: number, cells: readonly Cell[]) => void;
  readonly onPoint: (cell: number, isDrag: boolean) => void;
}) {
  const { t } = useTranslation();
  const { data, problem } = useContinuity(source.number, from, to);
  const cells = useMemo(
    () => (data === undefined ? undefined : cellsOf(data, from, to, Date.now())),
    [data, from, to],
  );
  useEffect(() => {
    if (cells !== undefined) {
      onCells(source.number, cells);
    }
  }, [cells, onCells, source.number]);
  const width = Math.round(((to - from) / 900_000) * cellPx);
  return (
    <>
      <span
        className="heat-name"
        role="rowheader"
        aria-colindex={1}
        style={{ width: namePx }}
        title={source.name}
      >
        {source.name}
      </span>
      {cells === undefined ? (
        <span role="gridcell" aria-colindex={2} className="soft" style={{ lineHeight: `${ROW_PX}px` }}>
          {problem === undefined ? t('state.waiting') : t('problem.other')}
        </span>
      ) : (
        <svg
          role="presentation"
          width={width}
          height={ROW_PX}
          style={{ flex: 'none', touchAction: 'pan-y' }}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            onPoint(cellAt(event, cellPx, cells.length), event.shiftKey);
          }}
          onPointerMove={(event) => {
            if (event.buttons === 1) {
              onPoint(cellAt(event, cellPx, cells.length), true);
            }
          }}
        >
          <Cells cells={cells} row={index} cellPx={cellPx} />
          {brush !== undefined && (
            <rect
              className="cell-brushed"
              x={brush.first * cellPx}
              y="2"
              width={(brush.last - brush.first + 1) * cellPx - 1}
              height={ROW_PX - 4}
            />
          )}
          {active !== undefined && (
            <rect
              className="cell-active"
              x={active * cellPx}
              y="1"
              width={cellPx - 1}
              height={ROW_PX - 2}
            />
          )}
        </svg>
      )}
    </>
  );
}

const cellAt = (event: React.PointerEvent<SVGElement>, cellPx: number, count: number): number => {
  const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
  return Math.max(0, Math.min(count - 1, Math.floor(x / cellPx)));
};

export const cellId = (row: number, cell: number): string => `heat-${row}-${cell}`;

/** The cells of a day are many, and the same while the picture is scrolled or marked. */
const Cells = memo(function Cells({
  cells,
  row,
  cellPx,
}: {
  readonly cells: readonly Cell[];
  readonly row: number;
  readonly cellPx: number;
}) {
  const { t } = useTranslation();
  const zone = useZone();
  return cells.map((cell, i) => (
    <g
      key={cell.from}
      id={cellId(row, i)}
      role="gridcell"
      aria-colindex={i + 2}
      aria-label={`${hour(cell.from, zone)} ${t(`cell.${cell.state}`)}`}
    >
      <rect
        className={`cell-${cell.state}`}
        x={i * cellPx + 0.5}
        y="4.5"
        width={cellPx - 2}
        height={ROW_PX - 9}
      />
      <Glyph state={cell.state} x={i * cellPx} y={4} width={cellPx - 1} height={ROW_PX - 8} />
    </g>
  ));
});
