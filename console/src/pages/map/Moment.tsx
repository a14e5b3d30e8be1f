import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MapMoment } from '../../api/map';
import { useZone } from '../../parts/context';
import { Mark } from '../../parts/Mark';
import { useNow } from '../../parts/When';
import { day, dayStart, hour, rfc3339, time } from '../../show/format';
import { momentOf, quartersOf, STRETCHES } from '../../show/map';
import type { Wanted } from './asked';

/** So long a slider rests before the moment under it is asked for. */
const REST_MS = 250;

/** Which time is looked at: now, or a quarter of an hour of any day. */
export function Moment({
  wanted,
  onWanted,
}: {
  readonly wanted: Wanted;
  readonly onWanted: (wanted: Wanted) => void;
}) {
  const { t } = useTranslation();
  const zone = useZone();
  const now = useNow(30_000);
  const at = wanted.at === undefined ? undefined : Date.parse(wanted.at);
  const shownDay = day(at ?? now, zone);
  const start = dayStart(shownDay, zone);
  const quarters = quartersOf(at, start, now);
  const [index, setIndex] = useState(quarters.index);
  useEffect(() => setIndex(quarters.index), [quarters.index]);
  const rest = (minutes: string | undefined, moment: number | undefined): void =>
    onWanted({
      ...(moment === undefined ? {} : { at: rfc3339(moment) }),
      ...(minutes === undefined ? {} : { minutes }),
    });
  useEffect(() => {
    if (index === quarters.index) {
      return undefined;
    }
    const timer = setTimeout(() => rest(wanted.minutes, momentOf(quarters, index, now)), REST_MS);
    return () => clearTimeout(timer);
  });
  const moment = momentOf(quarters, index, now);
  const words = moment === undefined ? t('map.now') : hour(moment, zone);
  return (
    <div className="row-end no-print">
      <Button size="xs" variant="default" disabled={at === undefined} onClick={() => rest(wanted.minutes, undefined)}>
        {t('map.toNow')}
      </Button>
      <TextInput
        type="date"
        size="xs"
        label={t('map.day', { zone: zone === 'utc' ? 'UTC' : t('frame.local') })}
        value={shownDay}
        onChange={(event) => {
          const picked = dayStart(event.currentTarget.value, zone);
          if (!Number.isNaN(picked)) {
            rest(wanted.minutes, Math.min(picked + (quarters.index || 48) * 900_000, now - 1));
          }
        }}
      />
      <label className="map-slider">
        <span>
          {t('map.moment')} <output>{words}</output>
        </span>
        <input
          type="range"
          min={0}
          max={quarters.count}
          step={1}
          value={index}
          aria-valuetext={words}
          onChange={(event) => setIndex(Number(event.currentTarget.value))}
        />
      </label>
      <NativeSelect
        size="xs"
        label={t('map.stretch')}
        value={wanted.minutes ?? '60'}
        data={STRETCHES.map((value) => ({ value, label: t(`map.stretches.${value}`) }))}
        onChange={(event) => rest(event.currentTarget.value, at)}
      />
    </div>
  );
}

/** Of when that is which is shown, and what is missing in it. */
export function OfWhen({ moment, isOther }: { readonly moment: MapMoment; readonly isOther: boolean }) {
  const { t } = useTranslation();
  const zone = useZone();
  // The quarter of an hour that runs ends with now.
  const to = Date.parse(moment.to) > Date.now() ? moment.at : moment.to;
  return (
    <div className="row" role="status">
      <p>
        {t('map.span', { from: time(moment.from, zone), to: time(to, zone), number: moment.number })}
      </p>
      {!moment.isWhole && <Mark sort="notice">{t('plant.part')}</Mark>}
      {isOther && <Mark sort="notice">{t('map.other')}</Mark>}
      {!moment.isRead && <Mark sort="notice">{t('map.unread')}</Mark>}
      {moment.isPruned && <Mark sort="notice">{t('map.pruned')}</Mark>}
    </div>
  );
}
