import { useTranslation } from 'react-i18next';
import type { AnchorResult } from '../../api/types';
import { useZone } from '../../parts/context';
import { clock, day } from '../../show/format';

const NAME = 130;
const WIDTH = 900;
const ROW = 26;

/** When each anchor vouched, and when it failed: one line for each, a mark for each answer. */
export function AnchorBand({ results }: { readonly results: readonly AnchorResult[] }) {
  const { t } = useTranslation();
  const zone = useZone();
  const times = results.map((each) => Date.parse(each.at ?? each.stored));
  const first = Math.min(...times);
  const last = Math.max(...times, first + 1);
  const names = [...new Set(results.map((each) => each.name))].toSorted();
  const x = (at: number): number => NAME + ((at - first) / (last - first)) * (WIDTH - NAME - 16);
  const failed = results.filter((each) => each.outcome === 'failed').length;
  return (
    <svg
      className="band"
      viewBox={`0 0 ${WIDTH} ${names.length * ROW + 24}`}
      role="img"
      aria-label={t('ledger.band', { answers: results.length, failed })}
      style={{ maxWidth: WIDTH, width: '100%' }}
    >
      {names.map((name, row) => (
        <g key={name}>
          <text x="0" y={row * ROW + 17}>
            {name}
          </text>
          <path className="band-line" d={`M${NAME} ${row * ROW + 13}H${WIDTH}`} />
          {results.map((each, i) => {
            if (each.name !== name) {
              return null;
            }
            const at = x(times[i] as number);
            const y = row * ROW + 13;
            return each.outcome === 'failed' ? (
              <path
                key={each.number}
                className="band-fail"
                d={`M${at - 5} ${y - 5}l10 10m0 -10l-10 10`}
              />
            ) : (
              <circle key={each.number} className="band-dot" cx={at} cy={y} r="4" />
            );
          })}
        </g>
      ))}
      <text x={NAME} y={names.length * ROW + 18}>
        {day(first, zone)} {clock(first, zone)}
      </text>
      <text x={WIDTH - 16} y={names.length * ROW + 18} textAnchor="end">
        {clock(last, zone)}
      </text>
    </svg>
  );
}
