import { useTranslation } from 'react-i18next';
import type { ShredFigures, ShredWish } from '../../api/types';
import { useZone } from '../../parts/context';
import { time, whole } from '../../show/format';

const COPIES = ['keys', 'readers', 'brokers', 'sectors', 'backups'] as const;

/** What a shred would take and what it would leave: from the node's figures, or else in its words. */
export function ShredPlan({ wish }: { readonly wish: ShredWish }) {
  const { t } = useTranslation();
  if (wish.figures === undefined) {
    return (
      <pre className="yaml is-wrapped" tabIndex={0} lang="en" aria-label={t('shred.plan')}>
        {wish.plan.join('\n')}
      </pre>
    );
  }
  return (
    <>
      <Figures figures={wish.figures} />
      <h3>{t('shred.copiesTitle')}</h3>
      <ul>
        {COPIES.map((each) => (
          <li key={each}>{t(`shred.copiesList.${each}`)}</li>
        ))}
      </ul>
    </>
  );
}

function Figures({ figures }: { readonly figures: ShredFigures }) {
  const { t, i18n } = useTranslation();
  const zone = useZone();
  const n = (count: string): string => whole(count, i18n.language);
  const of = ({ from, to }: { from: string; to: string }) => ({ from: time(from, zone), to: time(to, zone) });
  const hasBefore = figures.orderedCount > 0 || figures.goneCount > 0;
  const hasStaying = figures.staysCount > 0 || figures.clearCount !== '0';
  return (
    <dl className="facts">
      <dt>{t('shred.figures.goes')}</dt>
      <dd>
        <ul className="notes">
          {figures.goes.map((each) => (
            <li key={each.from}>{t('shred.figures.period', of(each))}</li>
          ))}
          {figures.goesCount > figures.goes.length && (
            <li>{t('shred.figures.more', { count: figures.goesCount - figures.goes.length })}</li>
          )}
          <li>
            {figures.isAll
              ? t('shred.figures.values', { count: Number(figures.recordCount), n: n(figures.recordCount) })
              : t('shred.figures.valuesAtLeast', { n: n(figures.recordCount) })}
          </li>
        </ul>
      </dd>
      {hasStaying && (
        <>
          <dt>{t('shred.figures.stays')}</dt>
          <dd>
            <ul className="notes">
              {figures.stays.map((each) => (
                <li key={each.from}>{t('shred.figures.partly', of(each))}</li>
              ))}
              {figures.staysCount > figures.stays.length && (
                <li>{t('shred.figures.more', { count: figures.staysCount - figures.stays.length })}</li>
              )}
              {figures.clearCount !== '0' && (
                <li>{t('shred.figures.clear', { count: Number(figures.clearCount), n: n(figures.clearCount) })}</li>
              )}
            </ul>
          </dd>
        </>
      )}
      {hasBefore && (
        <>
          <dt>{t('shred.figures.before')}</dt>
          <dd>
            <ul className="notes">
              {figures.orderedCount > 0 && <li>{t('shred.figures.ordered', { count: figures.orderedCount })}</li>}
              {figures.goneCount > 0 && <li>{t('shred.figures.gone', { count: figures.goneCount })}</li>}
            </ul>
          </dd>
        </>
      )}
    </dl>
  );
}
