import '../../style/map.css';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { MapZone, PlantMap } from '../../api/map';
import type { PlantModel } from '../../api/types';
import { useAsked } from '../../parts/asking';
import { useMay } from '../../parts/context';
import { ListPanel } from '../../parts/ListPanel';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { Nothing, Trouble, Waiting } from '../../parts/States';
import { When } from '../../parts/When';
import { levels } from '../../show/plant';
import { kept, useMoment, type Wanted } from './asked';
import { OfWhen } from './Moment';
import { ConduitSaid, GhostSaid, ZoneSaid } from './Said';

/** One zone: what stands in it, what it shall reach, who was heard, and what ends in it. */
export function ZonePage() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/zone' });
  const wanted = kept(search);
  const map = useMoment<PlantMap>('/api/v1/map', wanted);
  const mayModel = useMay('plant.view');
  const model = useAsked<PlantModel>('/api/v1/plant', { isWanted: mayModel });
  const zone = map.data?.zones.find((each) => each.id === search.id && !each.isOutside);
  return (
    <Page name="zone" tools={<ToMap wanted={wanted} chosen={`zone:${search.id ?? ''}`} />}>
      <div className="stack">
        {map.problem !== undefined && <Trouble problem={map.problem} again={map.again} />}
        {map.data === undefined && map.problem === undefined && <Waiting />}
        {map.data !== undefined && (
          <>
            <OfWhen moment={map.data} isOther={map.isOther} />
            {zone === undefined ? (
              <section className="panel">
                <Nothing title={t('map.noSuchZone')} />
              </section>
            ) : (
              <Zone zone={zone} map={map.data} model={model.data} wanted={wanted} />
            )}
          </>
        )}
      </div>
    </Page>
  );
}

export function ToMap({ wanted, chosen }: { readonly wanted: Wanted; readonly chosen: string }) {
  const { t } = useTranslation();
  return (
    <Link to="/map" search={{ ...wanted, chosen }}>
      {t('map.toMap')}
    </Link>
  );
}

function Zone({
  zone,
  map,
  model,
  wanted,
}: {
  readonly zone: MapZone;
  readonly map: PlantMap;
  readonly model: PlantModel | undefined;
  readonly wanted: Wanted;
}) {
  const { t } = useTranslation();
  const name = (id: string): string => map.zones.find((each) => each.id === id)?.name ?? id;
  const said = model?.zones.find((each) => each.id === zone.id);
  const inside = map.zones.filter((each) => each.parent === zone.id);
  const conduits = map.conduits.filter((each) => each.between.includes(zone.id));
  const ghosts = map.ghosts.filter((each) => each.from === zone.id || each.to === zone.id);
  const assets = (model?.assets ?? []).filter((each) => each.zone === zone.id);
  return (
    <>
      <section className="panel stack">
        <h2>{zone.name}</h2>
        <dl className="facts">
          <dt>{t('map.id')}</dt>
          <dd className="mono">{zone.id}</dd>
          {zone.parent !== null && (
            <>
              <dt>{t('map.liesIn')}</dt>
              <dd>
                <Link to="/zone" search={{ ...wanted, id: zone.parent }}>
                  {name(zone.parent)}
                </Link>
              </dd>
            </>
          )}
          {(zone.kind !== null || zone.level !== null) && (
            <>
              <dt>{t('plant.kind')}</dt>
              <dd>{[zone.kind, zone.level].filter((each) => each !== null).join(' · ')}</dd>
            </>
          )}
          {said?.slT != null && (
            <>
              <dt>{t('plant.target')}</dt>
              <dd>
                <span className="mono">{levels(said.slT)}</span>
                {said.slT.rationale !== null && <span className="soft"> · {said.slT.rationale}</span>}
              </dd>
            </>
          )}
          {said?.criticality != null && (
            <>
              <dt>{t('map.criticality')}</dt>
              <dd>{said.criticality}</dd>
            </>
          )}
          <dt>{t('map.then')}</dt>
          <dd>
            <ZoneSaid zone={zone} />
          </dd>
          <dt>{t('map.lastHeard')}</dt>
          <dd>
            <When at={zone.lastHeard} />
          </dd>
          {said !== undefined && said.sources.length > 0 && (
            <>
              <dt>{t('plant.sources')}</dt>
              <dd className="mono">{said.sources.join(', ')}</dd>
            </>
          )}
        </dl>
        {zone.sources > zone.heard && zone.sources > 0 && (
          <Mark sort="notice">{t('map.notHeard', { count: zone.sources - zone.heard })}</Mark>
        )}
      </section>
      {ghosts.length > 0 && (
        <ListPanel
          title={t('map.ghosts')}
          heads={[{ words: t('map.wayHead') }, { words: t('map.observed') }, { words: t('map.last') }]}
        >
          {ghosts.map((each) => (
            <tr key={each.id}>
              <th scope="row">
                {name(each.from)} → {name(each.to)}
              </th>
              <td>
                <GhostSaid ghost={each} />
              </td>
              <td>
                <When at={each.last} />
              </td>
            </tr>
          ))}
        </ListPanel>
      )}
      <ListPanel
        title={t('plant.conduits')}
        none={t('plant.noConduits')}
        heads={[
          { words: t('plant.conduit') },
          { words: t('map.otherEnd') },
          { words: t('map.observed') },
          { words: t('map.last') },
        ]}
      >
        {conduits.map((each) => (
          <tr key={each.id}>
            <th scope="row">
              <Link to="/conduit" search={{ ...wanted, id: each.id }}>
                {each.name}
              </Link>
            </th>
            <td>{name(each.between.find((id) => id !== zone.id) ?? zone.id)}</td>
            <td>
              <ConduitSaid conduit={each} />
            </td>
            <td>
              <When at={each.last} />
            </td>
          </tr>
        ))}
      </ListPanel>
      {inside.length > 0 && (
        <ListPanel title={t('map.inside')} heads={[{ words: t('plant.zone') }, { words: t('map.observed') }]}>
          {inside.map((each) => (
            <tr key={each.id}>
              <th scope="row">
                <Link to="/zone" search={{ ...wanted, id: each.id }}>
                  {each.name}
                </Link>
              </th>
              <td>
                <ZoneSaid zone={each} />
              </td>
            </tr>
          ))}
        </ListPanel>
      )}
      {model !== undefined && (
        <ListPanel
          title={t('map.assetsNow')}
          none={t('map.noAssets')}
          heads={[{ words: t('map.asset') }, { words: t('map.id') }]}
        >
          {assets.map((each) => (
            <tr key={each.id}>
              <th scope="row">{each.name}</th>
              <td className="mono">{each.id}</td>
            </tr>
          ))}
        </ListPanel>
      )}
    </>
  );
}
