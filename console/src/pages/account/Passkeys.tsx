import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { isPasskeyHere, register, type Registration } from '../../api/passkey';
import type { Passkey } from '../../api/types';
import { HostTest } from '../../gate/HostTest';
import { useDoing } from '../../parts/asking';
import { useApi, useSession } from '../../parts/context';
import { Scroll } from '../../parts/Scroll';
import { Nothing, Trouble } from '../../parts/States';
import { When } from '../../parts/When';

/** Passkeys: what is registered, and one more or one less. */
export function Passkeys({ passkeys }: { readonly passkeys: readonly Passkey[] }) {
  const { t } = useTranslation();
  const api = useApi();
  const session = useSession();
  const isPossible = session.hostOk.isPasskeyPossible && isPasskeyHere();
  const remove = useDoing((id: string) => api.post<unknown>('/api/v1/account/passkeys/remove', { id }));
  return (
    <section className="panel stack">
      <h2>{t('passkeys.title')}</h2>
      {!isPossible && <HostTest session={session} />}
      {remove.problem !== undefined && <Trouble problem={remove.problem} />}
      {passkeys.length === 0 ? (
        <Nothing title={t('passkeys.none')}>
          <p>{t('passkeys.noneWords')}</p>
        </Nothing>
      ) : (
        <PasskeyTable passkeys={passkeys} onRemove={remove.run} />
      )}
      {isPossible && <Add />}
    </section>
  );
}

function PasskeyTable({
  passkeys,
  onRemove,
}: {
  readonly passkeys: readonly Passkey[];
  readonly onRemove: (id: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <Scroll label={t('passkeys.list')}>
      <table>
        <thead>
          <tr>
            <th>{t('passkeys.label')}</th>
            <th>{t('passkeys.made')}</th>
            <th>{t('passkeys.used')}</th>
            <th>{t('passkeys.backedUp')}</th>
            <th>{t('passkeys.remove')}</th>
          </tr>
        </thead>
        <tbody>
          {passkeys.map((each) => (
            <tr key={each.id}>
              <th scope="row">{each.label}</th>
              <td>
                <When at={each.createdAt} />
              </td>
              <td>
                <When at={each.lastUsedAt} />
              </td>
              <td>{t(each.backedUp === true ? 'passkeys.synced' : 'passkeys.bound')}</td>
              <td>
                <button
                  type="button"
                  className="plain-button text-button"
                  onClick={() => onRemove(each.id)}
                >
                  {t('passkeys.remove')}
                  <span className="unseen"> {each.label}</span>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Add() {
  const { t } = useTranslation();
  const api = useApi();
  const [label, setLabel] = useState('');
  const add = useDoing(
    async () => {
      const begun = await api.post<Registration>('/api/v1/account/passkeys/begin', {
        label: label.trim(),
      });
      await api.post<unknown>('/api/v1/account/passkeys/finish', await register(begun));
      return label.trim();
    },
    () => setLabel(''),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    add.run(undefined);
  };
  return (
    <form className="stack" onSubmit={submit}>
      {add.problem !== undefined && <Trouble problem={add.problem} />}
      <div className="row-end">
        <TextInput
          size="xs"
          label={t('passkeys.label')}
          description={t('passkeys.labelHint')}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
          maxLength={64}
          required
        />
        <Button size="xs" type="submit" loading={add.isBusy} disabled={label.trim() === ''}>
          {t('passkeys.add')}
        </Button>
      </div>
      <p role="status">{add.result === undefined ? '' : t('passkeys.added', { name: add.result })}</p>
    </form>
  );
}
