import { useTranslation } from 'react-i18next';
import type { DraftFinding } from '../../api/connections';
import { OfNode } from '../../parts/OfNode';
import { Scroll } from '../../parts/Scroll';

/** What the node found in a draft: where it is, what is wrong, and what to do. */
export function FindingsTable({
  title,
  findings,
  onFinding,
  placeOf,
}: {
  readonly title?: string;
  readonly findings: readonly DraftFinding[];
  readonly onFinding?: ((finding: DraftFinding) => void) | undefined;
  readonly placeOf: (finding: DraftFinding) => string;
}) {
  const { t } = useTranslation();
  const named = title ?? t('connections.findings');
  return (
    <Scroll label={named}>
      <table>
        <caption>{named}</caption>
        <thead>
          <tr>
            <th>{t('connections.place')}</th>
            <th>{t('connections.what')}</th>
            <th>{t('connections.allowed')}</th>
            <th>{t('connections.advice')}</th>
          </tr>
        </thead>
        <tbody>
          {findings.map((each, i) => (
            <tr key={i}>
              <th scope="row">
                {each.line > 0 && onFinding !== undefined ? (
                  <button
                    type="button"
                    className="plain-button text-button"
                    onClick={() => onFinding(each)}
                  >
                    {placeOf(each)}
                  </button>
                ) : (
                  placeOf(each)
                )}
              </th>
              <td>
                <OfNode words={each.what} isInTable />
              </td>
              <td>
                <OfNode words={each.allowed} isInTable />
              </td>
              <td>
                <OfNode words={each.advice} isInTable />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
