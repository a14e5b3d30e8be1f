import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../api/types';
import { useSession } from '../../parts/context';
import { Page } from '../../parts/Page';
import { Certificates } from './Certificates';
import { PeopleList } from './PeopleList';
import { RolesTable } from './RolesTable';
import { Sessions } from './Sessions';
import { Tokens } from './Tokens';

const TABS: readonly { name: TabName; needs: Action | undefined }[] = [
  { name: 'people', needs: 'people.view' },
  { name: 'roles', needs: undefined },
  { name: 'sessions', needs: 'sessions.end' },
  { name: 'tokens', needs: 'tokens.manage' },
  { name: 'certificates', needs: 'health.view' },
];
type TabName = 'people' | 'roles' | 'sessions' | 'tokens' | 'certificates';

/** Who may do what here, who is here now, and which programs and certificates speak for whom. */
export function PeoplePage() {
  const { t } = useTranslation();
  const { tab } = useSearch({ from: '/people' });
  const { actions } = useSession();
  const open = TABS.filter(({ needs }) => needs === undefined || actions?.includes(needs));
  const name = open.find((each) => each.name === tab)?.name ?? open[0]?.name ?? 'roles';
  return (
    <Page name="people">
      <nav className="tabs" aria-label={t('place.people')}>
        {open.map((each) => (
          <Link
            key={each.name}
            to="/people"
            search={{ tab: each.name }}
            aria-current={each.name === name ? 'page' : undefined}
            activeProps={{}}
          >
            {t(`people.tab.${each.name}`)}
          </Link>
        ))}
      </nav>
      {name === 'people' && <PeopleList />}
      {name === 'roles' && <RolesTable />}
      {name === 'sessions' && <Sessions />}
      {name === 'tokens' && <Tokens />}
      {name === 'certificates' && <Certificates />}
    </Page>
  );
}
