import { useTranslation } from 'react-i18next';
import type { PlantObservation, PlantReview } from '../../api/types';
import { FindingHelp } from '../../parts/FindingHelp';
import { Mark, type Sort } from '../../parts/Mark';
import { OfNode } from '../../parts/OfNode';
import { Scroll } from '../../parts/Scroll';
import { Nothing } from '../../parts/States';

const SORTS: Readonly<Record<PlantObservation['severity'], Sort>> = {
  error: 'critical',
  warning: 'warning',
  advice: 'notice',
};

/** More is told by “penstock plant check”. */
const ROWS_MAX = 300;

/** What the model in force does not keep today, and what somebody lives with. */
export function Validations({ review }: { readonly review: PlantReview }) {
  const { t } = useTranslation();
  const left = review.items.length - ROWS_MAX;
  return (
    <section className="panel stack">
      <h2>{t('plant.validations')}</h2>
      <p className="soft">{t('plant.validationsWords', { day: review.day })}</p>
      {!review.isRead && <p className="soft">{t('plant.validationsReading')}</p>}
      {review.items.length === 0 ? (
        <Nothing title={t('plant.allKept')} />
      ) : (
        <Scroll label={t('plant.validations')}>
          <table>
            <caption>{t('plant.validationsList')}</caption>
            <thead>
              <tr>
                <th>{t('plant.rule')}</th>
                <th>{t('plant.atThing')}</th>
                <th>{t('plant.what')}</th>
              </tr>
            </thead>
            <tbody>
              {review.items.slice(0, ROWS_MAX).map((each) => (
                <Row key={`${each.rule} ${each.at}`} each={each} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {left > 0 && <p className="soft">{t('plant.moreKept', { count: left })}</p>}
      {review.leftOut.map(({ rule, count }) => (
        <p key={rule} className="soft">
          {t('plant.moreOf', { rule, number: count })}
        </p>
      ))}
    </section>
  );
}

function Row({ each }: { readonly each: PlantObservation }) {
  const { t } = useTranslation();
  const isOpen = each.acceptedUntil === null;
  return (
    <tr>
      <th scope="row">
        <Mark sort={isOpen ? SORTS[each.severity] : 'calm'}>
          {each.rule} · {isOpen ? t(`plant.severity.${each.severity}`) : t('plant.accepted', { day: each.acceptedUntil })}
        </Mark>
        <span className="soft">{each.requirement}</span>
      </th>
      <td className="mono">{each.at}</td>
      <td>
        <p>
          <OfNode words={each.what} isInTable />
        </p>
        {each.rationale !== null && <p className="soft">{each.rationale}</p>}
        <FindingHelp name={`plant-${each.rule}`} about={`${each.rule}, ${each.at}`} />
      </td>
    </tr>
  );
}
