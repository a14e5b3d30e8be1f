import { useTranslation } from 'react-i18next';
import type { Account } from '../../api/types';
import { useState } from 'react';
import { ChangePassword } from '../../gate/PasswordDue';
import { useAsked } from '../../parts/asking';
import { useHere, useSession } from '../../parts/context';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { Nothing, Shown } from '../../parts/States';
import { When } from '../../parts/When';
import { GrantWords } from '../people/Grants';
import { SessionTable } from '../people/Sessions';
import { Passkeys } from './Passkeys';
import { Totp } from './Totp';

/** One's own account: how one shows who one is, and where one is signed in. */
export function AccountPage() {
  const asked = useAsked<Account>('/api/v1/account');
  return (
    <Page name="account">
      <Shown asked={asked}>
        {(account) => (
          <div className="stack">
            <Who account={account} />
            <WaysIn account={account} />
            <Mine account={account} />
          </div>
        )}
      </Shown>
    </Page>
  );
}

function Who({ account }: { readonly account: Account }) {
  const { t } = useTranslation();
  const { person } = account;
  return (
    <section className="panel">
      <h2>{person.displayName}</h2>
      <dl className="facts">
        <dt>{t('person.name')}</dt>
        <dd>{person.name}</dd>
        <dt>{t('person.id')}</dt>
        <dd className="mono">{person.id}</dd>
        <dt>{t('people.roles')}</dt>
        <dd>
          <GrantWords roles={person.roles} />
        </dd>
      </dl>
      <p className="soft">{t('account.pseudonym')}</p>
    </section>
  );
}

/** What the node would refuse is not offered: who came by the sealed code, or looks from a wall. */
function WaysIn({ account }: { readonly account: Account }) {
  const { t } = useTranslation();
  const { person, isDisplay } = useSession();
  if (person?.isBreakGlass === true || isDisplay === true) {
    return (
      <section className="panel">
        <p>
          <Mark sort="notice">{t(isDisplay === true ? 'account.display' : 'account.breakGlass')}</Mark>
        </p>
      </section>
    );
  }
  return (
    <>
      <Password account={account} />
      <Totp isOn={account.ways.totp} />
      <Passkeys passkeys={account.ways.passkeys} />
    </>
  );
}

function Password({ account }: { readonly account: Account }) {
  const { t } = useTranslation();
  const { door } = useHere();
  const session = useSession();
  const [isChanged, setChanged] = useState(false);
  const changedAt = account.ways.password?.changedAt;
  return (
    <section className="panel stack">
      <h2>{t('password.word')}</h2>
      <p className="soft">
        {t('account.changed')} <When at={changedAt} />
      </p>
      <details>
        <summary>{t('password.change')}</summary>
        <ChangePassword
          session={session}
          onChanged={() => {
            setChanged(true);
            void door.load();
          }}
        />
      </details>
      <p role="status">{isChanged ? t('password.changed') : ''}</p>
    </section>
  );
}

function Mine({ account }: { readonly account: Account }) {
  const { t } = useTranslation();
  return (
    <section className="panel">
      <h2>{t('account.sessions')}</h2>
      {account.sessions.length === 0 ? (
        <Nothing title={t('sessions.none')} />
      ) : (
        <SessionTable sessions={account.sessions} onEnd={undefined} />
      )}
    </section>
  );
}
