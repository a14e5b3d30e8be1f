import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { assert, isPasskeyHere, type Challenge } from '../api/passkey';
import { asProblem } from '../api/problem';
import { problemOfReturn } from '../api/returned';
import type { Session } from '../api/types';
import { useHere } from '../parts/context';
import { Trouble } from '../parts/States';
import { Card } from './Card';
import { WhyNot } from './HostTest';

/** Sign-in: password and, when it is asked for, the code; or a passkey, the provider, a certificate. */
export function SignIn({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  const { door } = useHere();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [isTotpDue, setTotpDue] = useState(session.state === 'second-factor-due');
  const [problem, setProblem] = useState(() => problemOfReturn(window.location.search));
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    // It is told once: who loads the page again asks for nothing.
    if (problemOfReturn(window.location.search) !== undefined) {
      window.history.replaceState(null, '', window.location.pathname);
    }
  }, []);
  const attempt = async (act: () => Promise<Session>): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      door.take(await act());
    } catch (caught) {
      const found = asProblem(caught);
      if (found.code === 'second-factor-needed') {
        setTotpDue(true);
      } else {
        setProblem(found);
      }
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const code = totp.replace(/\s/g, '');
    const body = { name: name.trim(), password, ...(code === '' ? {} : { totp: code }) };
    void attempt(() => door.api.post<Session>('/api/v1/session', body));
  };
  return (
    <Card session={session} name="signIn" title={t('signIn.title')}>
      {session.notice !== null && session.notice !== undefined && (
        <section className="notice-text" aria-label={t('signIn.notice')}>
          <h2>{session.notice.title}</h2>
          <p>{session.notice.text}</p>
        </section>
      )}
      {problem !== undefined && <Trouble problem={problem} />}
      <form className="stack" onSubmit={submit}>
        <TextInput
          label={t('person.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="username webauthn"
          spellCheck={false}
          maxLength={64}
          required
        />
        <PasswordInput
          label={t('password.word')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
          required
        />
        {isTotpDue && <TotpField value={totp} onChange={setTotp} />}
        <Button type="submit" loading={isBusy} disabled={name === '' || password === ''}>
          {t('signIn.do')}
        </Button>
      </form>
      <OtherWays session={session} attempt={attempt} />
    </Card>
  );
}

export function TotpField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t('signIn.totp')}
      description={t('signIn.totpHint')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete="one-time-code"
      inputMode="numeric"
      maxLength={8}
      autoFocus
      required
    />
  );
}

function OtherWays({
  session,
  attempt,
}: {
  readonly session: Session;
  readonly attempt: (act: () => Promise<Session>) => Promise<void>;
}) {
  const { t } = useTranslation();
  const { door } = useHere();
  const isPasskey =
    session.ways.includes('passkey') && session.hostOk.isPasskeyPossible && isPasskeyHere();
  const passkey = async (): Promise<Session> => {
    const begun = await door.api.post<Challenge>('/api/v1/session/passkey/begin', {});
    return door.api.post<Session>('/api/v1/session/passkey', await assert(begun));
  };
  return (
    <div className="row">
      {isPasskey && (
        <Button variant="default" onClick={() => void attempt(passkey)}>
          {t('signIn.passkey')}
        </Button>
      )}
      {session.ways.includes('oidc') && (
        <Button
          variant="default"
          component="a"
          href={'/api/v1/session/oidc/begin'}
        >
          {t('signIn.oidc', { provider: session.oidcName ?? 'OpenID Connect' })}
        </Button>
      )}
      {session.ways.includes('certificate') && (
        <Button
          variant="default"
          onClick={() =>
            void attempt(() => door.api.post<Session>('/api/v1/session/certificate', {}))
          }
        >
          {t('signIn.certificate')}
        </Button>
      )}
      {!isPasskey && (
        <div className="soft">
          <p>{t('signIn.noPasskey')}</p>
          <WhyNot session={session} />
        </div>
      )}
    </div>
  );
}
