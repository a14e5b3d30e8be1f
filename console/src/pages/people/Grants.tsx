import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Grant, Roles } from '../../api/types';
import { useZone } from '../../parts/context';
import { time } from '../../show/format';
import { said } from '../../words/words';

export const roleWord = (role: string): string => said(`role.${role}`, role);

/** Roles with their scope, in words. */
export function GrantWords({ roles }: { readonly roles: readonly Grant[] }) {
  const { t } = useTranslation();
  const zone = useZone();
  if (roles.length === 0) {
    return <span className="soft">{t('people.noRole')}</span>;
  }
  return (
    <>
      {roles.map((each, i) => (
        <div key={i}>
          {roleWord(each.role)}{' '}
          <span className="soft">
            · {each.zone ?? t('people.wholeSite')}
            {each.until !== null && each.until !== undefined && (
              <> · {t('people.untilTime', { time: time(each.until, zone) })}</>
            )}
          </span>
        </div>
      ))}
    </>
  );
}

export interface GrantForm {
  readonly role: string;
  readonly zone: string;
  readonly until: string;
}

export const formOf = (grant: Grant): GrantForm => ({
  role: grant.role,
  zone: grant.zone ?? '',
  until: grant.until?.slice(0, 10) ?? '',
});

/** The end of the day that was picked, in UTC. */
export const grantOf = ({ role, zone, until }: GrantForm): Grant => ({
  role,
  ...(zone.trim() === '' ? {} : { zone: zone.trim() }),
  ...(until === '' ? {} : { until: `${until}T23:59:59Z` }),
});

/** What is odd about a choice of roles, before the node is asked. Pure. */
export function conflictOf(roles: Roles | undefined, grants: readonly GrantForm[]): string[] {
  const names = grants.map((each) => each.role);
  const conflicts = (roles?.items ?? []).flatMap(({ role, separatedFrom: others }) =>
    names.includes(role) ? others.filter((each) => names.includes(each)).map((each) => [role, each].toSorted().join(' + ')) : [],
  );
  return [...new Set(conflicts)];
}

export function GrantsField({
  roles,
  grants,
  onChange,
}: {
  readonly roles: Roles | undefined;
  readonly grants: readonly GrantForm[];
  readonly onChange: (grants: GrantForm[]) => void;
}) {
  const { t } = useTranslation();
  const change = (i: number, part: Partial<GrantForm>): void =>
    onChange(grants.map((each, at) => (at === i ? { ...each, ...part } : each)));
  const names = roles?.items.map((each) => each.role) ?? ['viewer'];
  return (
    <fieldset>
      <legend>{t('people.roles')}</legend>
      {grants.map((each, i) => (
        <div className="row-end" key={i}>
          <NativeSelect
            size="xs"
            label={t('people.role')}
            value={each.role}
            onChange={(event) => change(i, { role: event.currentTarget.value })}
            data={names.map((name) => ({ value: name, label: roleWord(name) }))}
          />
          <TextInput
            size="xs"
            label={t('people.zone')}
            placeholder={t('people.wholeSite')}
            value={each.zone}
            onChange={(event) => change(i, { zone: event.currentTarget.value })}
          />
          <TextInput
            size="xs"
            type="date"
            label={t('people.until')}
            required={each.role === 'auditor'}
            value={each.until}
            onChange={(event) => change(i, { until: event.currentTarget.value })}
          />
          <Button
            size="xs"
            variant="default"
            onClick={() => onChange(grants.filter((_, at) => at !== i))}
          >
            {t('people.take')}
          </Button>
        </div>
      ))}
      <Button
        size="xs"
        variant="default"
        onClick={() => onChange([...grants, { role: 'viewer', zone: '', until: '' }])}
      >
        {t('people.give')}
      </Button>
    </fieldset>
  );
}
