import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import type { Point, Source } from '../../api/types';
import { useHere, useMay, useStore } from '../../parts/context';
import { Mark } from '../../parts/Mark';
import { When } from '../../parts/When';
import { drawable, value } from '../../show/format';
import { theme } from '../../show/taste';

/** One point: its trend as it comes, the five times of its last record, and the way to its proof. */
export default function PointPanel({
  source,
  point,
  onClose,
}: {
  readonly source: Source;
  readonly point: Point;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const mayProve = useMay('evidence.view');
  const { last } = point;
  return (
    <aside className="panel stack" aria-label={t('sources.chosen')}>
      <header className="row">
        <h2>
          {source.name} / {point.name}
        </h2>
        <Button size="compact-sm" variant="default" onClick={onClose}>
          {t('state.close')}
        </Button>
      </header>
      <Trend source={source} point={point} />
      {point.lastPruned !== null && <Mark sort="notice">{point.lastPruned}</Mark>}
      {last === null ? (
        <p>{t('sources.noRecord')}</p>
      ) : (
        <>
          <dl className="facts">
            <dt>{t('sources.lastSealed')}</dt>
            <dd>
              {value(last.value)} {point.unit ?? ''}
            </dd>
            {(['source', 'received', 'sealed', 'anchored', 'verified'] as const).map((name) => (
              <div key={name} style={{ display: 'contents' }}>
                <dt>{t(`times.${name}`)}</dt>
                <dd>
                  <When at={last.times[name]} />
                </dd>
              </div>
            ))}
            <dt>{t('sources.place')}</dt>
            <dd className="mono">{last.place}</dd>
          </dl>
          {last.sealedValue !== null && <Mark sort="notice">{last.sealedValue.words}</Mark>}
          {mayProve && (
            <p>
              <Link to="/proof" search={{ place: last.place }}>
                {t('sources.prove')}
              </Link>{' '}
              ·{' '}
              <Link to="/proof" search={{ source: source.name, point: point.name }}>
                {t('sources.records')}
              </Link>
            </p>
          )}
        </>
      )}
    </aside>
  );
}

/** The trend while somebody looks, drawn by uPlot on a canvas in the theme's own colours. */
function Trend({ source, point }: { readonly source: Source; readonly point: Point }) {
  const { t } = useTranslation();
  const { live } = useHere();
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const beat = useStore(live.beat);
  const worn = useStore(theme);
  useEffect(() => {
    live.follow(source.name, point.name);
  }, [live, source.name, point.name]);
  useEffect(() => {
    const home = box.current;
    if (home === null) {
      return;
    }
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const axis = {
      stroke: colour('--ink-soft'),
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { stroke: colour('--line') },
      font: '11px system-ui',
    };
    const made = new uPlot(
      {
        width: home.clientWidth,
        height: 176,
        legend: { show: false },
        cursor: { show: false },
        series: [{}, { stroke: colour('--trace'), width: 1.5, points: { show: false } }],
        axes: [{ ...axis, size: 28 }, { ...axis, size: 48 }],
      },
      [[], []],
      home,
    );
    plot.current = made;
    return () => made.destroy();
  }, [worn]);
  useEffect(() => {
    const drawn = live
      .trend()
      .flatMap(({ at, value: said }) => {
        const y = drawable(said);
        return y === undefined ? [] : [[at, y] as const];
      });
    plot.current?.setData([drawn.map(([at]) => at), drawn.map(([, y]) => y)]);
  }, [live, beat, worn]);
  const trend = live.trend();
  const newest = drawable(trend.at(-1)?.value);
  return (
    <figure style={{ margin: 0 }}>
      <div
        className="trend"
        ref={box}
        role="img"
        aria-label={t('sources.trend', { name: point.name, value: newest ?? '–' })}
      />
      <figcaption className="soft">
        {trend.length === 0
          ? t('sources.trendWaiting')
          : t('sources.trendWords', { n: trend.length })}
      </figcaption>
    </figure>
  );
}
