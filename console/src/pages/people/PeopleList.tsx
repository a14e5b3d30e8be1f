import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Items, Person } from '../../api/types';
import { useAsked } from '../../parts/asking';
import { useMay } from '../../parts/context';
import { Mark } from '../../parts/Mark';
import { Scroll } from '../../parts/Scroll';
import { Nothing, Shown } from '../../parts/States';
import { When } from '../../parts/When';
import { BreakGlass } from './BreakGlass';
import { GrantWords } from './Grants';
import { NewPerson } from './NewPerson';
import { PersonDialog } from './PersonDialog';

export function PeopleList() {
  const { t } = useTranslation();
  const mayManage = useMay('people.manage');
  const mayGrant = useMay('roles.grant');
  const asked = useAsked<Items<Person>>('/api/v1/people');
  const [isNewOpen, setNewOpen] = useState(false);
  const [chosen, setChosen] = useState<Person>();
  return (
    <div className="stack">
      <section className="panel stack">
        {mayManage && (
          <div className="row">
            <Button size="xs" onClick={() => setNewOpen(true)}>
              {t('people.new')}
            </Button>
          </div>
        )}
        <Shown asked={asked}>
          {(page) =>
            page.items.length === 0 ? (
              <Nothing title={t('people.none')} />
            ) : (
              <PeopleTable
                people={page.items}
                onChoose={mayManage || mayGrant ? setChosen : undefined}
              />
            )
          }
        </Shown>
        {isNewOpen && <NewPerson onClose={() => setNewOpen(false)} />}
        {chosen !== undefined && (
          <PersonDialog
            person={asked.data?.items.find((each) => each.id === chosen.id) ?? chosen}
            onClose={() => setChosen(undefined)}
          />
        )}
      </section>
      {mayManage && <BreakGlass />}
    </div>
  );
}

function PeopleTable({
  people,
  onChoose,
}: {
  readonly people: readonly Person[];
  readonly onChoose: ((person: Person) => void) | undefined;
}) {
  const { t } = useTranslation();
  return (
    <Scroll label={t('people.tab.people')}>
      <table>
        <thead>
          <tr>
            <th>{t('person.name')}</th>
            <th>{t('person.displayName')}</th>
            <th>{t('people.state')}</th>
            <th>{t('people.roles')}</th>
            <th>{t('people.ways')}</th>
            <th>{t('people.lastSignIn')}</th>
            {onChoose !== undefined && <th>{t('people.change')}</th>}
          </tr>
        </thead>
        <tbody>
          {people.map((each) => (
            <tr key={each.id}>
              <th scope="row">
                {each.name === '' ? <span className="mono">{each.id.slice(0, 8)}</span> : each.name}
              </th>
              <td>{each.displayName}</td>
              <td>
                <PersonState person={each} />
              </td>
              <td>
                <GrantWords roles={each.roles} />
              </td>
              <td>{waysOf(each).map((way) => t(`people.way.${way}`)).join(', ')}</td>
              <td>
                <When at={each.lastSignInAt} />
              </td>
              {onChoose !== undefined && (
                <td>
                  {each.state !== 'erased' && (
                    <button
                      type="button"
                      className="plain-button text-button"
                      onClick={() => onChoose(each)}
                    >
                      {t('people.change')}
                      <span className="unseen"> {each.name}</span>
                    </button>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function waysOf(person: Person): ('totp' | 'passkey' | 'none')[] {
  const ways: ('totp' | 'passkey' | 'none')[] = [];
  if (person.hasTotp) ways.push('totp');
  if (person.passkeyCount > 0) ways.push('passkey');
  return ways.length === 0 && person.state !== 'erased' ? ['none'] : ways;
}

function PersonState({ person }: { readonly person: Person }) {
  const { t } = useTranslation();
  const word = t(`people.states.${person.state}`);
  switch (person.state) {
    case 'active':
      return <span>{word}</span>;
    case 'locked':
      return (
        <Mark sort="warning">
          {word} <When at={person.lockedUntil} />
        </Mark>
      );
    case 'disabled':
    case 'erased':
      return <Mark sort="notice">{word}</Mark>;
  }
}
