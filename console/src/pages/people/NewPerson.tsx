import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person, Roles } from '../../api/types';
import { useAsked, useDoing } from '../../parts/asking';
import { useApi } from '../../parts/context';
import { Dialog } from '../../parts/Dialog';
import { Mark } from '../../parts/Mark';
import { Trouble } from '../../parts/States';
import { conflictOf, grantOf, GrantsField, type GrantForm } from './Grants';

/** A secret that is shown once and never again. */
export function OnceShown({ title, secret }: { readonly title: string; readonly secret: string }) {
  const { t } = useTranslation();
  return (
    <div className="banner">
      <div>
        <h3>{title}</h3>
        <p className="digest">{secret}</p>
        <p>{t('people.once')}</p>
        <Button
          size="xs"
          variant="default"
          onClick={() => void navigator.clipboard?.writeText(secret)}
        >
          {t('state.copy')}
        </Button>
      </div>
    </div>
  );
}

export function NewPerson({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const roles = useAsked<Roles>('/api/v1/roles');
  const [name, setName] = useState('');
  const [display, setDisplay] = useState('');
  const [grants, setGrants] = useState<GrantForm[]>([{ role: 'viewer', zone: '', until: '' }]);
  const conflicts = conflictOf(roles.data, grants);
  const make = useDoing(() =>
    api.post<{ person: Person; initialPassword: string }>('/api/v1/people', {
      name: name.trim(),
      displayName: display.trim() === '' ? name.trim() : display.trim(),
      roles: grants.map(grantOf),
    }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    make.run(undefined);
  };
  return (
    <Dialog title={t('people.new')} onClose={onClose}>
      {make.problem !== undefined && <Trouble problem={make.problem} />}
      {make.result === undefined ? (
        <form className="stack" onSubmit={submit}>
          <TextInput
            label={t('person.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            autoComplete="off"
            maxLength={64}
            required
          />
          <TextInput
            label={t('person.displayName')}
            value={display}
            onChange={(event) => setDisplay(event.currentTarget.value)}
            autoComplete="off"
            maxLength={128}
          />
          <GrantsField roles={roles.data} grants={grants} onChange={setGrants} />
          {conflicts.length > 0 && (
            <Mark sort="warning">{t('people.conflict', { roles: conflicts.join(', ') })}</Mark>
          )}
          <div className="dialog-foot">
            <Button variant="default" onClick={onClose}>
              {t('state.cancel')}
            </Button>
            <Button type="submit" loading={make.isBusy} disabled={name === '' || conflicts.length > 0}>
              {t('people.make')}
            </Button>
          </div>
        </form>
      ) : (
        <>
          <OnceShown title={t('people.initialPassword')} secret={make.result.initialPassword} />
          <p>{t('people.initialWords')}</p>
          <div className="dialog-foot">
            <Button onClick={onClose}>{t('state.close')}</Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
