import { useTranslation } from 'react-i18next';
import { Mark } from '../../parts/Mark';
import { WINDOW_CRITICAL_S, WINDOW_WARN_S, windowSort } from '../../show/exceptions';
import { duration } from '../../show/format';

const WIDTH = 640;
const HEIGHT = 56;

/** Seconds on a scale of powers, so that five seconds and five hours both have a place. */
export function placeOf(seconds: number): number {
  const decades = Math.log10(Math.max(1, Math.min(seconds, 86_400)));
  return (decades / Math.log10(86_400)) * WIDTH;
}

/** For how long the log rests on the gateway's own key alone: a moving pointer on a scale. */
export function WindowScale({ seconds }: { readonly seconds: number }) {
  const { t } = useTranslation();
  const sort = windowSort(seconds);
  const x = placeOf(seconds);
  const ticks = [1, 10, 60, WINDOW_WARN_S, WINDOW_CRITICAL_S, 86_400];
  return (
    <div className="row">
      <svg
        className="scale live"
        viewBox={`-12 0 ${WIDTH + 40} ${HEIGHT}`}
        width={WIDTH + 40}
        role="img"
        aria-label={t('home.windowNow', { time: duration(seconds) })}
        preserveAspectRatio="xMinYMid meet"
        style={{ maxWidth: '100%' }}
      >
        <rect className="scale-track" x="0" y="18" width={WIDTH} height="14" />
        <rect className="scale-normal" x="0" y="18" width={placeOf(WINDOW_WARN_S)} height="14" />
        {ticks.map((tick) => (
          <g key={tick}>
            <path className="shape-line" d={`M${placeOf(tick)} 32v5`} />
            <text x={placeOf(tick)} y="50" textAnchor={tick === 1 ? 'start' : 'middle'}>
              {duration(tick)}
            </text>
          </g>
        ))}
        <path
          className={sort === 'calm' ? 'scale-pointer' : `scale-pointer-${sort}`}
          d={`M${x} 32 ${x - 8} 12h16Z`}
        />
      </svg>
      <strong className="live">
        {sort === 'calm' ? (
          duration(seconds)
        ) : (
          <Mark sort={sort}>
            {duration(seconds)} · {t('home.windowLong')}
          </Mark>
        )}
      </strong>
    </div>
  );
}
