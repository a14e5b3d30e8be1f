import '../../style/map.css';
import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { PlantMap } from '../../api/map';
import { address } from '../../api/client';
import { useDoing } from '../../parts/asking';
import { useApi } from '../../parts/context';
import { download } from '../../parts/download';
import { Mark, Shape } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { Nothing, Trouble, Waiting } from '../../parts/States';
import { whole } from '../../show/format';
import { nameOf, SORT_OF, type Chosen } from '../../show/map';
import { kept, useMoment, type Wanted } from './asked';
import { Details } from './Details';
import { Drawing } from './Drawing';
import { MapTree } from './MapTree';
import { Moment, OfWhen } from './Moment';

/** Which zones there are, what joins them, and what went between them at any moment. */
export function MapPage() {
  const { t, i18n } = useTranslation();
  const search = useSearch({ from: '/map' });
  const navigate = useNavigate({ from: '/map' });
  const api = useApi();
  const wanted: Wanted = kept(search);
  const map = useMoment<PlantMap>('/api/v1/map', wanted);
  const paper = useDoing(() =>
    download(
      api,
      address('/api/v1/map.svg', { ...wanted, paper: 'a3', language: i18n.language === 'de' ? 'de' : 'en' }),
    ),
  );
  const choose = (of: Chosen): void => {
    void navigate({ search: (old) => ({ ...old, chosen: nameOf(of) }), replace: true });
  };
  const open = (of: Chosen): void => {
    switch (of.sort) {
      case 'zone':
        if (!of.zone.isOutside) {
          void navigate({ to: '/zone', search: { ...wanted, id: of.zone.id } });
        }
        break;
      case 'conduit':
        void navigate({ to: '/conduit', search: { ...wanted, id: of.conduit.id } });
        break;
      case 'ghost':
        choose(of);
        break;
    }
  };
  const isNone = map.problem?.code === 'plant-unknown';
  const { data } = map;
  return (
    <Page
      name="map"
      tools={
        <Button
          size="xs"
          variant="default"
          loading={paper.isBusy}
          disabled={data?.size == null}
          onClick={() => paper.run(undefined)}
        >
          {t('map.paper')}
        </Button>
      }
    >
      <div className="stack">
        <Moment
          wanted={wanted}
          onWanted={(next) =>
            void navigate({
              search: ({ at: _, minutes: __, ...old }) => ({ ...old, ...next }),
              replace: true,
            })
          }
        />
        {paper.problem !== undefined && <Trouble problem={paper.problem} />}
        {isNone && (
          <section className="panel">
            <Nothing title={t('map.none')}>
              <p>{t('map.noneWords')}</p>
            </Nothing>
          </section>
        )}
        {map.problem !== undefined && !isNone && <Trouble problem={map.problem} again={map.again} />}
        {data === undefined && map.problem === undefined && <Waiting />}
        {data !== undefined && (
          <>
            <OfWhen moment={data} isOther={map.isOther} />
            {data.unplaced !== '0' && (
              <Mark sort="notice">{t('map.unplaced', { count: whole(data.unplaced, i18n.language) })}</Mark>
            )}
            {data.zones.length === 0 ? (
              <section className="panel">
                <Nothing title={t('map.noZones')} />
              </section>
            ) : (
              <div className="map-beside">
                <section className="panel">
                  <h2 className="unseen">{t('map.drawing')}</h2>
                  {data.size === null ? (
                    <Nothing title={t('map.tooLarge')} />
                  ) : (
                    <Drawing map={data} size={data.size} chosen={search.chosen} onChosen={choose} />
                  )}
                  <Legend />
                </section>
                <section className="panel stack">
                  <h2>{t('map.list')}</h2>
                  <MapTree map={data} chosen={search.chosen} onChosen={choose} onOpen={open} />
                  <Details map={data} chosen={search.chosen} wanted={wanted} />
                </section>
              </div>
            )}
          </>
        )}
      </div>
    </Page>
  );
}

function Legend() {
  const { t } = useTranslation();
  return (
    <ul className="heat-legend" aria-label={t('map.legend')}>
      {(['denied', 'live', 'silent', 'unknown'] as const).map((state) => (
        <li key={state} className={`map-way map-${state}`}>
          <svg width="40" height="12" aria-hidden="true">
            <path className="map-line" d="M2 6h36" />
          </svg>
          <Shape sort={SORT_OF[state]} size={12} />
          {t(`map.state.${state}`)}
        </li>
      ))}
      <li className="map-way map-ghost map-ghost-critical">
        <svg width="40" height="12" aria-hidden="true">
          <path className="map-line" d="M2 6h36" />
        </svg>
        <Shape sort="critical" size={12} />
        {t('map.ghost')}
      </li>
      <li>
        <svg width="16" height="12" aria-hidden="true">
          <path className="map-diode" d="M2 1v10l9-5Zm11 0v10" />
        </svg>
        {t('map.diode')}
      </li>
    </ul>
  );
}
