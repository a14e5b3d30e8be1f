import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { PlantModel, PlantTarget } from '../../api/types';
import { useDoing } from '../../parts/asking';
import { useApi, useMay } from '../../parts/context';
import { download } from '../../parts/download';
import { Mark } from '../../parts/Mark';
import { Scroll } from '../../parts/Scroll';
import { Nothing, Trouble } from '../../parts/States';
import { When } from '../../parts/When';
import { grouped } from '../../show/format';
import { channelWords, levels, outline } from '../../show/plant';

/** More is in the file; a page of so many rows is no overview any more. */
const ROWS_MAX = 500;

/** The model in force, as an outline: zones with what lies in them, and conduits between them. */
export function Model({ model }: { readonly model: PlantModel }) {
  const { t } = useTranslation();
  const api = useApi();
  const mayMap = useMay('live.view');
  const file = useDoing(() => download(api, '/api/v1/plant?form=yaml'));
  return (
    <>
      <section className="panel stack">
        <h2>{t('plant.inForce')}</h2>
        <dl className="facts">
          <dt>{t('plant.site')}</dt>
          <dd>
            {model.site.name} · {model.organisation.name}
          </dd>
          {model.system !== null && (
            <>
              <dt>{t('plant.system')}</dt>
              <dd>
                {model.system.name}
                {model.system.boundary !== null && <span className="soft"> · {model.system.boundary}</span>}
              </dd>
            </>
          )}
          <dt>{t('plant.version')}</dt>
          <dd>
            {model.number} · <When at={model.since} />
          </dd>
          <dt>{t('plant.digest')}</dt>
          <dd>
            <span className="digest">{grouped(model.model)}</span>
          </dd>
        </dl>
        {!model.isWhole && <Mark sort="notice">{t('plant.part')}</Mark>}
        {file.problem !== undefined && <Trouble problem={file.problem} />}
        {mayMap && <Link to="/map">{t('map.toMap')}</Link>}
        {model.isWhole && (
          <div className="row">
            <Button size="xs" variant="default" loading={file.isBusy} onClick={() => file.run(undefined)}>
              {t('plant.file')}
            </Button>
          </div>
        )}
      </section>
      <Zones model={model} />
      <Conduits model={model} />
    </>
  );
}

function Zones({ model }: { readonly model: PlantModel }) {
  const { t } = useTranslation();
  const mayMap = useMay('live.view');
  const placed = outline(model.zones);
  const assets = new Map<string, string[]>();
  for (const each of model.assets) {
    if (each.zone !== null) {
      assets.set(each.zone, [...(assets.get(each.zone) ?? []), each.name]);
    }
  }
  return (
    <section className="panel stack">
      <h2>{t('plant.zones')}</h2>
      {placed.length === 0 ? (
        <Nothing title={t('plant.noZones')} />
      ) : (
        <Scroll label={t('plant.zones')}>
          <table>
            <thead>
              <tr>
                <th>{t('plant.zone')}</th>
                <th>{t('plant.kind')}</th>
                <th>{t('plant.target')}</th>
                <th>{t('plant.sources')}</th>
                <th>{t('plant.assets')}</th>
              </tr>
            </thead>
            <tbody>
              {placed.slice(0, ROWS_MAX).map(({ zone, depth }) => (
                <tr key={zone.id}>
                  <th scope="row" style={{ paddingLeft: `${0.5 + depth * 1.25}rem` }}>
                    {depth > 0 && <span aria-hidden="true">└ </span>}
                    {mayMap ? (
                      <Link to="/zone" search={{ id: zone.id }}>
                        {zone.name}
                      </Link>
                    ) : (
                      zone.name
                    )}{' '}
                    <span className="mono soft">{zone.id}</span>
                    {depth > 0 && (
                      <span className="unseen"> {t('plant.inside', { zone: zone.parent ?? '' })}</span>
                    )}
                  </th>
                  <td>
                    {[zone.kind, zone.level].filter((each) => each !== null).join(' · ')}
                    {zone.criticality !== null && <span className="soft"> {zone.criticality}</span>}
                  </td>
                  <Target target={zone.slT} />
                  <td className="mono">{zone.sources.join(', ')}</td>
                  <td>{(assets.get(zone.id) ?? []).join(', ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <More count={placed.length - ROWS_MAX} />
    </section>
  );
}

function Conduits({ model }: { readonly model: PlantModel }) {
  const { t } = useTranslation();
  const mayMap = useMay('live.view');
  const names = new Map(model.zones.map((zone) => [zone.id, zone.name]));
  return (
    <section className="panel stack">
      <h2>{t('plant.conduits')}</h2>
      {model.conduits.length === 0 ? (
        <Nothing title={t('plant.noConduits')} />
      ) : (
        <Scroll label={t('plant.conduits')}>
          <table>
            <thead>
              <tr>
                <th>{t('plant.conduit')}</th>
                <th>{t('plant.between')}</th>
                <th>{t('plant.target')}</th>
                <th>{t('plant.channels')}</th>
              </tr>
            </thead>
            <tbody>
              {model.conduits.slice(0, ROWS_MAX).map((each) => (
                <tr key={each.id}>
                  <th scope="row">
                    {mayMap ? (
                      <Link to="/conduit" search={{ id: each.id }}>
                        {each.name}
                      </Link>
                    ) : (
                      each.name
                    )}{' '}
                    <span className="mono soft">{each.id}</span>
                  </th>
                  <td>{each.between.map((zone) => names.get(zone) ?? zone).join(' ↔ ')}</td>
                  <Target target={each.slT} />
                  <td>{each.channels.map(channelWords).join('; ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <More count={model.conduits.length - ROWS_MAX} />
    </section>
  );
}

/** How much is wanted, and why. */
export function Target({ target }: { readonly target: PlantTarget | null }) {
  return (
    <td>
      {target !== null && <span className="mono">{levels(target)}</span>}
      {target?.rationale != null && <p className="soft">{target.rationale}</p>}
    </td>
  );
}

function More({ count }: { readonly count: number }) {
  const { t } = useTranslation();
  return count > 0 ? <p className="soft">{t('plant.more', { count })}</p> : null;
}
