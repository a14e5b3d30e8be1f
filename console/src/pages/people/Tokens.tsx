import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Approval, Items, Roles, Token } from '../../api/types';
import { useAsked, useDoing } from '../../parts/asking';
import { useApi } from '../../parts/context';
import { Dialog } from '../../parts/Dialog';
import { Mark } from '../../parts/Mark';
import { Scroll } from '../../parts/Scroll';
import { Nothing, Shown, Trouble } from '../../parts/States';
import { When } from '../../parts/When';
import { grantOf, GrantsField, GrantWords, type GrantForm } from './Grants';
import { OnceShown } from './NewPerson';

/** Programs that ask this node: each with roles and an end of its own. */
export function Tokens() {
  const { t } = useTranslation();
  const api = useApi();
  const asked = useAsked<Items<Token>>('/api/v1/tokens');
  const [isNewOpen, setNewOpen] = useState(false);
  const revoke = useDoing((id: string) => api.post<unknown>(`/api/v1/tokens/${id}/revoke`, {}));
  return (
    <section className="panel stack">
      <div className="row">
        <Button size="xs" onClick={() => setNewOpen(true)}>
          {t('tokens.new')}
        </Button>
      </div>
      {revoke.problem !== undefined && <Trouble problem={revoke.problem} />}
      <Shown asked={asked}>
        {(page) =>
          page.items.length === 0 ? (
            <Nothing title={t('tokens.none')}>
              <p>{t('tokens.noneWords')}</p>
            </Nothing>
          ) : (
            <TokenTable tokens={page.items} onRevoke={revoke.run} />
          )
        }
      </Shown>
      {isNewOpen && <NewToken onClose={() => setNewOpen(false)} />}
    </section>
  );
}

function TokenTable({
  tokens,
  onRevoke,
}: {
  readonly tokens: readonly Token[];
  readonly onRevoke: (id: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <Scroll label={t('people.tab.tokens')}>
      <table>
        <thead>
          <tr>
            <th>{t('tokens.label')}</th>
            <th>{t('people.roles')}</th>
            <th>{t('people.until')}</th>
            <th>{t('tokens.used')}</th>
            <th>{t('tokens.revoke')}</th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((each) => (
            <tr key={each.id}>
              <th scope="row">
                {each.label} <span className="soft mono">{each.id}</span>
              </th>
              <td>
                <GrantWords roles={each.roles} />
              </td>
              <td>
                <When at={each.until} />
              </td>
              <td>
                <When at={each.lastUsedAt} />
              </td>
              <td>
                {each.state === 'revoked' ? (
                  t('tokens.revoked')
                ) : (
                  <button
                    type="button"
                    className="plain-button text-button"
                    onClick={() => onRevoke(each.id)}
                  >
                    {t('tokens.revoke')}
                    <span className="unseen"> {each.label}</span>
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function NewToken({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const roles = useAsked<Roles>('/api/v1/roles');
  const [label, setLabel] = useState('');
  const [until, setUntil] = useState('');
  const [grants, setGrants] = useState<GrantForm[]>([{ role: 'viewer', zone: '', until: '' }]);
  const make = useDoing(() =>
    api.post<{ secret?: string; approval?: Approval }>('/api/v1/tokens', {
      label: label.trim(),
      roles: grants.map(grantOf),
      until: `${until}T23:59:59Z`,
    }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    make.run(undefined);
  };
  return (
    <Dialog title={t('tokens.new')} onClose={onClose}>
      {make.problem !== undefined && <Trouble problem={make.problem} />}
      {make.result === undefined ? (
        <form className="stack" onSubmit={submit}>
          <TextInput
            label={t('tokens.label')}
            value={label}
            onChange={(event) => setLabel(event.currentTarget.value)}
            maxLength={64}
            required
          />
          <TextInput
            type="date"
            label={t('people.until')}
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
            required
          />
          <GrantsField roles={roles.data} grants={grants} onChange={setGrants} />
          <div className="dialog-foot">
            <Button variant="default" onClick={onClose}>
              {t('state.cancel')}
            </Button>
            <Button type="submit" loading={make.isBusy} disabled={label === '' || until === ''}>
              {t('tokens.make')}
            </Button>
          </div>
        </form>
      ) : (
        <>
          {make.result.secret === undefined ? (
            <Mark sort="notice">{t('people.waits')}</Mark>
          ) : (
            <OnceShown title={t('tokens.secret')} secret={make.result.secret} />
          )}
          <div className="dialog-foot">
            <Button onClick={onClose}>{t('state.close')}</Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
