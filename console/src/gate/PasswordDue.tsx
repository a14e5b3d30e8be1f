import { Button, PasswordInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem, type ApiProblem } from '../api/problem';
import type { Session } from '../api/types';
import { useHere } from '../parts/context';
import { Trouble } from '../parts/States';
import { Card } from './Card';
import { isAcceptable, NewPassword, UserName } from './NewPassword';

/** A password that somebody else has seen must go before anything else is shown. */
export function PasswordDue({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  const { door } = useHere();
  return (
    <Card session={session} name="passwordDue" title={t('password.dueTitle')}>
      <p>{t('password.dueLead')}</p>
      <ChangePassword session={session} onChanged={() => void door.load()} />
    </Card>
  );
}

export function ChangePassword({
  session,
  onChanged,
}: {
  readonly session: Session;
  readonly onChanged: () => void;
}) {
  const { t } = useTranslation();
  const { door } = useHere();
  const [form, setForm] = useState({ old: '', password: '', again: '' });
  const [problem, setProblem] = useState<ApiProblem>();
  const [isBusy, setBusy] = useState(false);
  const name = session.person?.name ?? '';
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await door.api.post('/api/v1/account/password', { old: form.old, new: form.password });
      setForm({ old: '', password: '', again: '' });
      onChanged();
    } catch (caught) {
      setProblem(asProblem(caught));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {problem !== undefined && <Trouble problem={problem} />}
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <UserName name={name} />
        <PasswordInput
          label={t('password.old')}
          value={form.old}
          onChange={(event) => setForm({ ...form, old: event.currentTarget.value })}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
          required
        />
        <NewPassword
          name={name}
          password={form.password}
          again={form.again}
          onPassword={(password) => setForm({ ...form, password })}
          onAgain={(again) => setForm({ ...form, again })}
        />
        <Button
          type="submit"
          loading={isBusy}
          disabled={form.old === '' || !isAcceptable(form.password, form.again, name)}
        >
          {t('password.change')}
        </Button>
      </form>
    </>
  );
}
