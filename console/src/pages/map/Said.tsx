import { useTranslation } from 'react-i18next';
import type { ConduitFacts, MapGhost, MapZone } from '../../api/map';
import { Mark } from '../../parts/Mark';
import { whole } from '../../show/format';
import { ghostSort, SORT_OF } from '../../show/map';

/** What is said of a conduit, a zone and a way beside the model, with the shape that says the same. */
export function ConduitSaid({ conduit }: { readonly conduit: ConduitFacts }) {
  const { t, i18n } = useTranslation();
  const parts = conduit.state === 'denied' ? [] : [t(`map.state.${conduit.state}`)];
  if (conduit.denied !== '0') {
    parts.push(t('map.denied', { count: whole(conduit.denied, i18n.language) }));
  }
  if (conduit.waited !== '0') {
    parts.push(t('map.waited', { count: whole(conduit.waited, i18n.language) }));
  }
  if (conduit.passed !== '0') {
    parts.push(t('map.passed', { count: whole(conduit.passed, i18n.language) }));
  }
  if (conduit.heard > 0) {
    parts.push(t('map.heard', { count: whole(conduit.heard, i18n.language) }));
  }
  return <Mark sort={SORT_OF[conduit.state]}>{parts.join(' · ')}</Mark>;
}

export function GhostSaid({ ghost }: { readonly ghost: MapGhost }) {
  const { t, i18n } = useTranslation();
  const parts = [t(`map.reason.${ghost.reason}`)];
  if (ghost.protocols.length > 0) {
    parts.push(ghost.protocols.join(', '));
  }
  if (ghost.denied !== '0') {
    parts.push(t('map.denied', { count: whole(ghost.denied, i18n.language) }));
  }
  if (ghost.waited !== '0') {
    parts.push(t('map.waited', { count: whole(ghost.waited, i18n.language) }));
  }
  if (ghost.passed !== '0') {
    parts.push(t('map.passed', { count: whole(ghost.passed, i18n.language) }));
  }
  if (ghost.heard > 0) {
    parts.push(t('map.heard', { count: whole(ghost.heard, i18n.language) }));
  }
  return <Mark sort={ghostSort(ghost)}>{parts.join(' · ')}</Mark>;
}

export function ZoneSaid({ zone }: { readonly zone: MapZone }) {
  const { t, i18n } = useTranslation();
  if (zone.isOutside) {
    return <span className="soft">{t('map.outside')}</span>;
  }
  const parts = [t('map.assets', { count: whole(zone.assets, i18n.language) })];
  if (zone.sources > 0) {
    parts.push(t('map.heardOf', { heard: zone.heard, count: zone.sources }));
  }
  if (zone.waited !== '0') {
    parts.push(t('map.waited', { count: whole(zone.waited, i18n.language) }));
  }
  return zone.denied === '0' ? (
    <span className="soft">{parts.join(' · ')}</span>
  ) : (
    <>
      <Mark sort="warning">{t('map.denied', { count: whole(zone.denied, i18n.language) })}</Mark>{' '}
      <span className="soft">{parts.join(' · ')}</span>
    </>
  );
}
