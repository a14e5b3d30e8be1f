import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Approval, Items } from '../../api/types';
import { POLL_MS, useAsked } from '../../parts/asking';
import { Page } from '../../parts/Page';
import { Scroll } from '../../parts/Scroll';
import { Nothing, Shown } from '../../parts/States';
import { When } from '../../parts/When';
import { said } from '../../words/words';
import { ApprovalView } from './ApprovalView';

const STATES = ['open', 'decided', 'all'] as const;

/** What waits for a second person, and what became of the rest. */
export function Approvals() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/approvals' });
  const state = STATES.find((each) => each === search.state) ?? 'open';
  const asked = useAsked<Items<Approval>>(`/api/v1/approvals?state=${state}`, { everyMs: POLL_MS });
  return (
    <Page name="approvals">
      <nav className="tabs" aria-label={t('place.approvals')}>
        {STATES.map((each) => (
          <Link
            key={each}
            to="/approvals"
            search={{ state: each }}
            aria-current={each === state ? 'page' : undefined}
            activeProps={{}}
          >
            {t(`approvals.${each}`)}
          </Link>
        ))}
      </nav>
      <Shown asked={asked}>
        {(page) =>
          page.items.length === 0 ? (
            <Nothing title={t('approvals.none')}>
              <p>{t('approvals.noneWords')}</p>
            </Nothing>
          ) : (
            <Inbox approvals={page.items} id={search.id} state={state} />
          )
        }
      </Shown>
    </Page>
  );
}

function Inbox({
  approvals,
  id,
  state,
}: {
  readonly approvals: readonly Approval[];
  readonly id: string | undefined;
  readonly state: string;
}) {
  const { t } = useTranslation();
  const chosen = approvals.find((each) => each.id === id) ?? (approvals[0] as Approval);
  return (
    <div className="stack">
      <section className="panel">
        <Scroll label={t('approvals.list')}>
          <table>
            <caption>{t('approvals.list')}</caption>
            <thead>
              <tr>
                <th>{t('approvals.kind')}</th>
                <th>{t('approvals.author')}</th>
                <th>{t('approvals.asked')}</th>
                <th>{t('approvals.expires')}</th>
                <th>{t('approvals.grade')}</th>
                <th>{t('people.state')}</th>
              </tr>
            </thead>
            <tbody>
              {approvals.map((each) => (
                <tr key={each.id}>
                  <th scope="row">
                    <Link
                      to="/approvals"
                      search={{ state, id: each.id }}
                      aria-current={each.id === chosen.id ? 'true' : undefined}
                      activeProps={{}}
                    >
                      {said(`kind.${each.kind.replace('.', '-')}`, each.kind)}
                    </Link>
                    {each.id === chosen.id && <span className="soft"> · {t('approvals.shown')}</span>}
                  </th>
                  <td>{each.author.name ?? each.author.id.slice(0, 8)}</td>
                  <td>
                    <When at={each.createdAt} />
                  </td>
                  <td>
                    <When at={each.expiresAt} />
                  </td>
                  <td>{said(`grade.${each.gradeNeeded}`, each.gradeNeeded)}</td>
                  <td>{said(`approvals.state.${each.state}`, each.state)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </section>
      <ApprovalView key={chosen.id} approval={chosen} />
    </div>
  );
}
