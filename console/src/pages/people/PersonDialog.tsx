import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person, Roles } from '../../api/types';
import { useAsked, useDoing } from '../../parts/asking';
import { useApi, useMay } from '../../parts/context';
import { Dialog } from '../../parts/Dialog';
import { Mark } from '../../parts/Mark';
import { Trouble } from '../../parts/States';
import { conflictOf, formOf, grantOf, GrantsField } from './Grants';
import { Outcome, type Changed } from './Outcome';
import { TiesForm } from './TiesForm';

/** Everything that can be changed about a person. Each change asks for a step-up when one is due. */
export function PersonDialog({
  person,
  onClose,
}: {
  readonly person: Person;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const mayManage = useMay('people.manage');
  const mayGrant = useMay('roles.grant');
  return (
    <Dialog title={t('people.of', { name: person.name })} onClose={onClose}>
      {mayGrant && <RolesForm person={person} />}
      {mayManage && person.isBreakGlass !== true && <TiesForm person={person} />}
      {mayManage && <Changes person={person} />}
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose}>
          {t('state.close')}
        </Button>
      </div>
    </Dialog>
  );
}

function RolesForm({ person }: { readonly person: Person }) {
  const { t } = useTranslation();
  const api = useApi();
  const roles = useAsked<Roles>('/api/v1/roles');
  const [grants, setGrants] = useState(() => person.roles.map(formOf));
  const [reason, setReason] = useState('');
  const conflicts = conflictOf(roles.data, grants);
  const grant = useDoing(() =>
    api.post<Changed>(`/api/v1/people/${person.id}/roles`, {
      roles: grants.map(grantOf),
      reason,
    }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    grant.run(undefined);
  };
  return (
    <form className="stack" onSubmit={submit}>
      <GrantsField roles={roles.data} grants={grants} onChange={setGrants} />
      {conflicts.length > 0 && (
        <Mark sort="warning">{t('people.conflict', { roles: conflicts.join(', ') })}</Mark>
      )}
      <TextInput
        label={t('people.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={256}
        required
      />
      {grant.problem !== undefined && <Trouble problem={grant.problem} />}
      <Outcome result={grant.result} />
      <div className="row">
        <Button
          type="submit"
          size="xs"
          loading={grant.isBusy}
          disabled={reason.trim() === '' || conflicts.length > 0}
        >
          {t('people.grant')}
        </Button>
      </div>
    </form>
  );
}

function Changes({ person }: { readonly person: Person }) {
  const { t } = useTranslation();
  const api = useApi();
  const [display, setDisplay] = useState(person.displayName);
  const [reason, setReason] = useState('');
  const change = useDoing(({ word, body }: { word: string; body: object }) =>
    api.post<Changed>(`/api/v1/people/${person.id}/${word}`, body),
  );
  const simple = (word: 'disable' | 'enable' | 'unlock' | 'reset') => (
    <Button
      size="xs"
      variant="default"
      loading={change.isBusy}
      onClick={() => change.run({ word, body: {} })}
    >
      {t(`people.${word}`)}
    </Button>
  );
  return (
    <section className="stack" aria-label={t('people.changes')}>
      <h3>{t('people.changes')}</h3>
      <div className="row-end">
        <TextInput
          size="xs"
          label={t('person.displayName')}
          value={display}
          onChange={(event) => setDisplay(event.currentTarget.value)}
          maxLength={128}
        />
        <Button
          size="xs"
          variant="default"
          disabled={display.trim() === '' || display === person.displayName}
          onClick={() => change.run({ word: 'rename', body: { displayName: display.trim() } })}
        >
          {t('people.rename')}
        </Button>
      </div>
      <div className="row">
        {person.state === 'locked' && simple('unlock')}
        {person.state === 'disabled' ? simple('enable') : simple('disable')}
        {simple('reset')}
      </div>
      <details>
        <summary>{t('people.erase')}</summary>
        <p>{t('people.eraseWords')}</p>
        <div className="row-end">
          <TextInput
            size="xs"
            label={t('people.reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={256}
          />
          <Button
            size="xs"
            variant="default"
            disabled={reason.trim() === ''}
            onClick={() => change.run({ word: 'erase', body: { reason: reason.trim() } })}
          >
            {t('people.eraseDo')}
          </Button>
        </div>
      </details>
      {change.problem !== undefined && <Trouble problem={change.problem} />}
      <Outcome result={change.result} />
    </section>
  );
}
