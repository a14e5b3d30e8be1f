import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { assert, isPasskeyHere, type Challenge } from '../api/passkey';
import { asProblem, type ApiProblem } from '../api/problem';
import type { Session } from '../api/types';
import { useHere } from '../parts/context';
import { Trouble } from '../parts/States';
import { UserName } from './NewPassword';

/** The two ways that the node names where a password alone will not do. */
export const BY_PASSKEY = 'passkey';
export const BY_CODE = 'password-totp';

/** Shows again who one is, by passkey or by password and code: for the lock and for a step-up. */
export function Reauthenticate({
  session,
  path,
  word,
  by = [],
  onShown,
}: {
  readonly session: Session;
  readonly path: string;
  readonly word: string;
  /** The ways that will do; each does where none is named. */
  readonly by?: readonly string[];
  readonly onShown: (session: Session) => void;
}) {
  const { t } = useTranslation();
  const { door } = useHere();
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [problem, setProblem] = useState<ApiProblem>();
  const [isBusy, setBusy] = useState(false);
  const attempt = async (body: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      onShown(await door.api.post<Session>(path, await body()));
    } catch (caught) {
      setProblem(asProblem(caught));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const code = totp.replace(/\s/g, '');
    void attempt(async () => ({ password, ...(code === '' ? {} : { totp: code }) }));
  };
  const passkey = async (): Promise<unknown> =>
    assert(await door.api.post<Challenge>('/api/v1/session/passkey/begin', {}));
  const will = (way: string): boolean => by.length === 0 || by.includes(way);
  const isPasskey = will(BY_PASSKEY) && session.hostOk.isPasskeyPossible && isPasskeyHere();
  if (!will(BY_CODE)) {
    return (
      <>
        {problem !== undefined && <Trouble problem={problem} />}
        {isPasskey ? (
          <div className="row">
            <Button loading={isBusy} onClick={() => void attempt(passkey)} data-autofocus>
              {t('signIn.passkey')}
            </Button>
          </div>
        ) : (
          <p>{t('stepUp.noPasskeyHere')}</p>
        )}
      </>
    );
  }
  return (
    <>
      {problem !== undefined && <Trouble problem={problem} />}
      <form className="stack" onSubmit={submit}>
        <UserName name={session.person?.name ?? ''} />
        <PasswordInput
          label={t('password.word')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
          data-autofocus
          required
        />
        <TextInput
          label={t(by.length === 0 ? 'signIn.totpIf' : 'signIn.totp')}
          value={totp}
          onChange={(event) => setTotp(event.currentTarget.value)}
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={8}
          required={by.length > 0}
        />
        <div className="row">
          <Button type="submit" loading={isBusy} disabled={password === ''}>
            {word}
          </Button>
          {isPasskey && (
            <Button variant="default" onClick={() => void attempt(passkey)}>
              {t('signIn.passkey')}
            </Button>
          )}
        </div>
      </form>
    </>
  );
}
