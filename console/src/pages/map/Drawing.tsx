import { Button } from '@mantine/core';
import { useRef, useState, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { MapConduit, MapGhost, MapZone, PlantMap, Spot } from '../../api/map';
import { Shape } from '../../parts/Mark';
import { whole } from '../../show/format';
import { ghostSort, lineWidth, nameOf, SORT_OF, type Chosen } from '../../show/map';

const ZOOM = 1.35;
const ZOOM_MAX = 4;
const CHIP_PX = 20;

interface Look {
  readonly zoom: number;
  /** What is seen in the middle. */
  readonly x: number;
  readonly y: number;
}

/**
 * The map, drawn where the node has placed everything. It is one picture for who cannot see it; the
 * tree beside it says the same and is reached by keys.
 */
export function Drawing({
  map,
  size,
  chosen,
  onChosen,
}: {
  readonly map: PlantMap;
  readonly size: { readonly width: number; readonly height: number };
  readonly chosen: string | undefined;
  readonly onChosen: (of: Chosen) => void;
}) {
  const { t } = useTranslation();
  const whole = { zoom: 1, x: size.width / 2, y: size.height / 2 };
  const [look, setLook] = useState<Look | undefined>(undefined);
  const { zoom, x, y } = look ?? whole;
  const drag = useRef<{ readonly at: Spot; readonly from: Look; readonly perPx: number }>(undefined);
  const zoomBy = (by: number): void => {
    const next = Math.max(1, Math.min(ZOOM_MAX, zoom * by));
    setLook(next === 1 ? undefined : { zoom: next, x, y });
  };
  const down = (event: PointerEvent<SVGSVGElement>): void => {
    if (zoom === 1) {
      return;
    }
    const perPx = size.width / zoom / event.currentTarget.clientWidth;
    drag.current = { at: { x: event.clientX, y: event.clientY }, from: { zoom, x, y }, perPx };
  };
  const move = (event: PointerEvent<SVGSVGElement>): void => {
    const held = drag.current;
    if (held !== undefined) {
      setLook({
        zoom,
        x: held.from.x - (event.clientX - held.at.x) * held.perPx,
        y: held.from.y - (event.clientY - held.at.y) * held.perPx,
      });
    }
  };
  const drop = (): void => {
    drag.current = undefined;
  };
  const box = [x - size.width / zoom / 2, y - size.height / zoom / 2, size.width / zoom, size.height / zoom];
  const depths = depthsOf(map.zones);
  const is = (of: Chosen): boolean => nameOf(of) === chosen;
  return (
    <div className="map-drawing">
      <svg
        viewBox={box.map((each) => each.toFixed(1)).join(' ')}
        role="img"
        aria-label={t('map.picture', { zones: map.zones.length, conduits: map.conduits.length, ghosts: map.ghosts.length })}
        className={zoom > 1 ? 'is-near' : undefined}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={drop}
        onPointerLeave={drop}
      >
        <defs>
          {['calm', 'warning', 'critical'].map((each) => (
            <marker
              key={each}
              id={`map-tip-${each}`}
              viewBox="0 0 10 10"
              refX="9.5"
              refY="5"
              markerWidth="11"
              markerHeight="11"
              markerUnits="userSpaceOnUse"
              orient="auto-start-reverse"
            >
              <path className={`map-tip map-tip-${each}`} d="M0 0.5 10 5 0 9.5Z" />
            </marker>
          ))}
        </defs>
        {map.bands.map(({ level, y: top, height }, i) => (
          <g key={level} className={`map-band map-band-${i % 2}`}>
            <rect x={0} y={top} width={size.width} height={height} />
            <text x={5} y={top + 13}>
              {t('map.level', { level })}
            </text>
          </g>
        ))}
        {map.zones.map((zone) => (
          <ZoneBox
            key={zone.id}
            zone={zone}
            depth={depths.get(zone.id) ?? 0}
            hasInner={map.zones.some((each) => each.parent === zone.id)}
            isChosen={is({ sort: 'zone', zone })}
            onChosen={onChosen}
          />
        ))}
        {map.conduits.map((conduit) => (
          <ConduitLine
            key={conduit.id}
            conduit={conduit}
            isChosen={is({ sort: 'conduit', conduit })}
            onChosen={onChosen}
          />
        ))}
        {map.ghosts.map((ghost) => (
          <GhostLine key={ghost.id} ghost={ghost} isChosen={is({ sort: 'ghost', ghost })} onChosen={onChosen} />
        ))}
      </svg>
      <div className="row no-print map-zoom">
        <Button size="compact-sm" variant="default" aria-label={t('map.nearer')} onClick={() => zoomBy(ZOOM)}>
          +
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('map.farther')}
          disabled={zoom === 1}
          onClick={() => zoomBy(1 / ZOOM)}
        >
          −
        </Button>
        <Button size="compact-sm" variant="default" disabled={zoom === 1} onClick={() => setLook(undefined)}>
          {t('map.fit')}
        </Button>
      </div>
    </div>
  );
}

function depthsOf(zones: readonly MapZone[]): Map<string, number> {
  const depths = new Map<string, number>();
  for (const zone of zones) {
    depths.set(zone.id, zone.parent === null ? 0 : (depths.get(zone.parent) ?? 0) + 1);
  }
  return depths;
}

const cut = (text: string, px: number): string => {
  const chars = Math.max(4, Math.floor(px / 7));
  return text.length <= chars ? text : `${text.slice(0, chars - 1)}…`;
};

interface Choosing {
  readonly isChosen: boolean;
  readonly onChosen: (of: Chosen) => void;
}

function ZoneBox({
  zone,
  depth,
  hasInner,
  isChosen,
  onChosen,
}: Choosing & { readonly zone: MapZone; readonly depth: number; readonly hasInner: boolean }) {
  const { t, i18n } = useTranslation();
  if (zone.box === null) {
    return null;
  }
  const { x, y, width, height } = zone.box;
  const counts = zone.isOutside
    ? t('map.outside')
    : [
        ...(zone.level === null ? [] : [t('map.level', { level: zone.level })]),
        t('map.assets', { count: whole(zone.assets, i18n.language) }),
        ...(zone.sources === 0 ? [] : [t('map.heardShort', { heard: zone.heard, count: zone.sources })]),
      ].join(' · ');
  const deniedY = hasInner ? y + 19 : y + 60;
  const denied = t('map.denied', { count: whole(zone.denied, i18n.language) });
  const deniedX = hasInner ? x + width - denied.length * 7.2 - 34 : x + 10;
  return (
    <g
      className={`map-zone map-depth-${depth % 2}${zone.isOutside ? ' is-outside' : ''}${isChosen ? ' is-chosen' : ''}`}
      onClick={() => onChosen({ sort: 'zone', zone })}
    >
      <rect x={x} y={y} width={width} height={height} rx="3" />
      <text className="map-name" x={x + 10} y={y + 20}>
        {cut(zone.name, (hasInner && zone.denied !== '0' ? deniedX - x : width) - 20)}
      </text>
      <text className="map-counts" x={x + 10} y={y + 37}>
        {cut(counts, (width - 16) * 1.25)}
      </text>
      {zone.denied !== '0' && (
        <>
          <g transform={`translate(${deniedX} ${deniedY - 12})`}>
            <Shape sort="warning" size={14} />
          </g>
          <text className="map-bad" x={deniedX + 19} y={deniedY}>
            {denied}
          </text>
        </>
      )}
    </g>
  );
}

const pointsOf = (points: readonly Spot[]): string => points.map(({ x, y }) => `${x},${y}`).join(' ');

function ConduitLine({ conduit, isChosen, onChosen }: Choosing & { readonly conduit: MapConduit }) {
  if (conduit.line === null) {
    return null;
  }
  const { points, label } = conduit.line;
  const text = cut(conduit.name, 178);
  const width = text.length * 6.7 + (conduit.isDiode ? 52 : 34);
  const tip = `url(#map-tip-${conduit.state === 'denied' ? 'warning' : 'calm'})`;
  return (
    <g
      className={`map-way map-${conduit.state}${isChosen ? ' is-chosen' : ''}`}
      onClick={() => onChosen({ sort: 'conduit', conduit })}
    >
      <polyline className="map-touch" points={pointsOf(points)} />
      <polyline
        className="map-line"
        points={pointsOf(points)}
        markerStart={conduit.isToFirst ? tip : undefined}
        markerEnd={conduit.isToSecond ? tip : undefined}
        {...(conduit.state === 'live' ? { strokeWidth: lineWidth(conduit) } : {})}
      />
      <rect className="map-chip" x={label.x} y={label.y} width={width} height={CHIP_PX} rx="9" />
      <g transform={`translate(${label.x + 7} ${label.y + 4})`}>
        <Shape sort={SORT_OF[conduit.state]} size={12} />
      </g>
      {conduit.isDiode && (
        <path className="map-diode" d={`M${label.x + 24} ${label.y + 5}v10l9-5Zm11 0v10`} />
      )}
      <text className="map-chip-text" x={label.x + (conduit.isDiode ? 42 : 24)} y={label.y + 14}>
        {text}
      </text>
    </g>
  );
}

function GhostLine({ ghost, isChosen, onChosen }: Choosing & { readonly ghost: MapGhost }) {
  if (ghost.line === null) {
    return null;
  }
  const { points, label } = ghost.line;
  const sort = ghostSort(ghost);
  return (
    <g
      className={`map-way map-ghost map-ghost-${sort}${isChosen ? ' is-chosen' : ''}`}
      onClick={() => onChosen({ sort: 'ghost', ghost })}
    >
      <polyline className="map-touch" points={pointsOf(points)} />
      <polyline className="map-line" points={pointsOf(points)} markerEnd={`url(#map-tip-${sort})`} />
      <circle className="map-chip" cx={label.x} cy={label.y} r="12" />
      <g transform={`translate(${label.x - 7} ${label.y - 8})`}>
        <Shape sort={sort} size={14} />
      </g>
    </g>
  );
}
