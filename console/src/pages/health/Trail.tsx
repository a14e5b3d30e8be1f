import { useTranslation } from 'react-i18next';
import type { Destination } from '../../api/types';
import { FindingHelp } from '../../parts/FindingHelp';
import { ListPanel } from '../../parts/ListPanel';
import { Mark } from '../../parts/Mark';
import { OfNode } from '../../parts/OfNode';
import { When } from '../../parts/When';
import { whole } from '../../show/format';
import { standingOf } from '../../show/trail';

/** Which other systems get the audit trail as it is sealed, and whether they have all of it. */
export function Trail({ list }: { readonly list: readonly Destination[] }) {
  const { t, i18n } = useTranslation();
  return (
    <ListPanel
      title={t('trail.title')}
      none={t('trail.none')}
      heads={[
        { words: t('health.name') },
        { words: t('people.state') },
        { words: t('trail.lastSent') },
        { words: t('trail.behindSince') },
        { words: t('trail.sent'), isNumber: true },
      ]}
    >
      {list.map((each) => (
        <tr key={each.name}>
          <th scope="row">{each.name}</th>
          <td>
            <StandingWords of={each} />
          </td>
          <td>
            <When at={each.up ? each.since : null} />
          </td>
          <td>
            <When at={behindSince(each)} />
          </td>
          <td className="number live">{whole(each.sentCount, i18n.language)}</td>
        </tr>
      ))}
    </ListPanel>
  );
}

function behindSince({ up, state, since }: Destination): string | null {
  const standing = standingOf(state);
  return standing.sort === 'sending' || standing.sort === 'waits'
    ? (standing.behind ?? (up ? null : since))
    : null;
}

/** What waits is not lost: it stands in the ledger, so it is a warning and no more. */
function StandingWords({ of }: { readonly of: Destination }) {
  const { t } = useTranslation();
  const standing = standingOf(of.state);
  switch (standing.sort) {
    case 'up':
      return t('trail.up');
    case 'sending':
      return t('trail.sending');
    case 'waits':
      return (
        <>
          <Mark sort="warning">
            {t('trail.waits')}
            {standing.why !== undefined && (
              <>
                {': '}
                <OfNode words={standing.why} isInTable />
              </>
            )}
          </Mark>
          <FindingHelp name="trail" about={of.name} />
        </>
      );
    case 'other':
      return of.up ? (
        <OfNode words={of.state} isInTable />
      ) : (
        <Mark sort="warning">
          <OfNode words={of.state} isInTable />
        </Mark>
      );
  }
}
