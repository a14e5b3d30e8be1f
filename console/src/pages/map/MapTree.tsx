import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlantMap } from '../../api/map';
import { nameOf, rowsOf, stepInTree, type Chosen, type Row } from '../../show/map';
import { ConduitSaid, GhostSaid, ZoneSaid } from './Said';

/**
 * All of the map as a tree for keys and ears: arrows go through it, left and right close and open, Enter
 * opens the page of what is chosen.
 */
export function MapTree({
  map,
  chosen,
  onChosen,
  onOpen,
}: {
  readonly map: PlantMap;
  readonly chosen: string | undefined;
  readonly onChosen: (of: Chosen) => void;
  readonly onOpen: (of: Chosen) => void;
}) {
  const { t } = useTranslation();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [key, setKey] = useState<string>();
  const rows = rowsOf(map, closed);
  const named = new Map(map.zones.map((zone) => [zone.id, zone.name]));
  const byKey = rows.findIndex((row) => row.key === key);
  const byChoice = rows.findIndex((row) => nameOf(row.of) === chosen);
  const isOfChoice = byKey >= 0 && (chosen === undefined || nameOf((rows[byKey] as Row).of) === chosen);
  const at = isOfChoice ? byKey : Math.max(0, byChoice);
  const home = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const line = home.current?.children[at];
    if (line instanceof HTMLElement && home.current !== null) {
      const above = line.offsetTop - home.current.offsetTop;
      const below = above + line.offsetHeight;
      if (above < home.current.scrollTop || below > home.current.scrollTop + home.current.clientHeight) {
        home.current.scrollTop = above - home.current.clientHeight / 2;
      }
    }
  }, [at]);
  const go = (row: Row | undefined): void => {
    if (row !== undefined) {
      setKey(row.key);
      onChosen(row.of);
    }
  };
  const keys = (event: KeyboardEvent): void => {
    const row = rows[at];
    if (event.key === 'Enter' && row !== undefined) {
      event.preventDefault();
      onOpen(row.of);
      return;
    }
    const step = stepInTree(event.key, at, rows, closed);
    if (step === undefined) {
      return;
    }
    event.preventDefault();
    if ('go' in step) {
      go(rows[step.go]);
      return;
    }
    const next = new Set(closed);
    if ('open' in step) {
      next.delete(step.open);
    } else {
      next.add(step.close);
    }
    setClosed(next);
  };
  return (
    <>
      <ul
        className="map-tree"
        ref={home}
        role="tree"
        tabIndex={0}
        aria-label={t('map.tree')}
        aria-describedby="map-keys"
        aria-activedescendant={rows.length === 0 ? undefined : lineId(at)}
        onKeyDown={keys}
      >
        {rows.map((row, index) => (
          <li
            key={row.key}
            id={lineId(index)}
            role="treeitem"
            aria-level={row.depth + 1}
            aria-selected={index === at}
            {...(row.hasMore ? { 'aria-expanded': !closed.has(row.key) } : {})}
            className={index === at ? 'is-at' : undefined}
            style={{ paddingLeft: `${0.5 + row.depth * 1.1}rem` }}
            onClick={() => go(row)}
            onDoubleClick={() => onOpen(row.of)}
          >
            <Line of={row.of} row={row} named={named} isClosed={closed.has(row.key)} />
          </li>
        ))}
      </ul>
      <p className="soft no-print" id="map-keys">
        {t('map.keys')}
      </p>
    </>
  );
}

const lineId = (index: number): string => `map-line-${index}`;

function Line({
  of,
  row,
  named,
  isClosed,
}: {
  readonly of: Chosen;
  readonly row: Row;
  readonly named: ReadonlyMap<string, string>;
  readonly isClosed: boolean;
}) {
  const { t } = useTranslation();
  const name = (id: string): string => named.get(id) ?? id;
  switch (of.sort) {
    case 'zone':
      return (
        <>
          <strong>
            <span aria-hidden="true">{row.hasMore ? (isClosed ? '▸ ' : '▾ ') : ''}</span>
            {of.zone.name}
          </strong>{' '}
          <ZoneSaid zone={of.zone} />
        </>
      );
    case 'conduit': {
      const here = row.key.slice('zone:'.length, row.key.indexOf('/conduit:'));
      const other = of.conduit.between.find((id) => id !== here) ?? here;
      return (
        <>
          {t('map.way', { conduit: of.conduit.name, zone: name(other) })} <ConduitSaid conduit={of.conduit} />
        </>
      );
    }
    case 'ghost':
      return (
        <>
          {name(of.ghost.from)} → {name(of.ghost.to)} <GhostSaid ghost={of.ghost} />
        </>
      );
  }
}
