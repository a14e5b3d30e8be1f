import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { PlantMap } from '../../api/map';
import { When } from '../../parts/When';
import { nameOf, type Chosen } from '../../show/map';
import type { Wanted } from './asked';
import { ConduitSaid, GhostSaid, ZoneSaid } from './Said';

/** What is chosen on the map, and the way to its page. */
export function Details({
  map,
  chosen,
  wanted,
}: {
  readonly map: PlantMap;
  readonly chosen: string | undefined;
  readonly wanted: Wanted;
}) {
  const { t } = useTranslation();
  const all: Chosen[] = [
    ...map.zones.map((zone) => ({ sort: 'zone', zone }) as const),
    ...map.conduits.map((conduit) => ({ sort: 'conduit', conduit }) as const),
    ...map.ghosts.map((ghost) => ({ sort: 'ghost', ghost }) as const),
  ];
  const of = all.find((each) => nameOf(each) === chosen);
  const name = (id: string): string => map.zones.find((zone) => zone.id === id)?.name ?? id;
  return (
    <div className="stack" aria-live="polite">
      {of === undefined && <p className="soft">{t('map.choose')}</p>}
      {of?.sort === 'zone' && (
        <>
          <h3>{of.zone.name}</h3>
          <ZoneSaid zone={of.zone} />
          {of.zone.lastHeard !== null && (
            <p>
              {t('map.lastHeard')} <When at={of.zone.lastHeard} />
            </p>
          )}
          {!of.zone.isOutside && (
            <Link to="/zone" search={{ ...wanted, id: of.zone.id }}>
              {t('map.openZone')}
            </Link>
          )}
        </>
      )}
      {of?.sort === 'conduit' && (
        <>
          <h3>{of.conduit.name}</h3>
          <p>{of.conduit.between.map(name).join(' ↔ ')}</p>
          <ConduitSaid conduit={of.conduit} />
          <p className="soft">
            {t('map.rules', { rules: of.conduit.rules, unused: of.conduit.unusedRules })}
          </p>
          {of.conduit.last !== null && (
            <p>
              {t('map.last')} <When at={of.conduit.last} />
            </p>
          )}
          <Link to="/conduit" search={{ ...wanted, id: of.conduit.id }}>
            {t('map.openConduit')}
          </Link>
        </>
      )}
      {of?.sort === 'ghost' && (
        <>
          <h3>{t('map.ghost')}</h3>
          <p>
            {name(of.ghost.from)} → {name(of.ghost.to)}
          </p>
          <GhostSaid ghost={of.ghost} />
          {of.ghost.last !== null && (
            <p>
              {t('map.last')} <When at={of.ghost.last} />
            </p>
          )}
          <p>{t(`map.remedy.${of.ghost.reason}`)}</p>
        </>
      )}
    </div>
  );
}
