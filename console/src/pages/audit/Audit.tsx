import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { address } from '../../api/client';
import type { Items, Trace } from '../../api/types';
import { useMay } from '../../parts/context';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { Paged } from '../../parts/Paged';
import { Scroll } from '../../parts/Scroll';
import { Nothing } from '../../parts/States';
import { When } from '../../parts/When';
import { said } from '../../words/words';

interface Filter {
  readonly from?: string;
  readonly to?: string;
  readonly person?: string;
  readonly action?: string;
  readonly outcome?: string;
  readonly text?: string;
}

/** Who did what, and who was refused: records in the same log as everything else. */
export function Audit() {
  const { t } = useTranslation();
  const filter = useSearch({ from: '/audit' });
  return (
    <Page name="audit">
      <div className="stack">
        <FilterForm key={JSON.stringify(filter)} filter={filter} />
        <FilterOnPaper filter={filter} />
        <Export filter={filter} />
        <section className="panel" aria-label={t('place.audit')}>
          <Traces filter={filter} />
        </section>
      </div>
    </Page>
  );
}

/** A local time of a form as an instant; empty where there is none. */
const instant = (local: string | undefined): string | undefined => {
  const at = new Date(local ?? '');
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};

const queryOf = (filter: Filter): Record<string, string | undefined> => ({
  ...filter,
  from: instant(filter.from),
  to: instant(filter.to),
});

function FilterForm({ filter }: { readonly filter: Filter }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/audit' });
  const [form, setForm] = useState<Filter>(filter);
  const field = (name: keyof Filter) => ({
    size: 'xs' as const,
    label: t(`audit.${name}`),
    value: form[name] ?? '',
    onChange: (event: { currentTarget: { value: string } }) =>
      setForm({ ...form, [name]: event.currentTarget.value }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const kept = Object.entries(form).filter(([, text]) => text !== '');
    void navigate({ search: Object.fromEntries(kept) });
  };
  return (
    <form className="panel row-end no-print" onSubmit={submit} role="search">
      <TextInput type="datetime-local" {...field('from')} />
      <TextInput type="datetime-local" {...field('to')} />
      <TextInput {...field('person')} />
      <TextInput {...field('action')} description={t('audit.actionHint')} />
      <NativeSelect
        {...field('outcome')}
        data={[
          { value: '', label: t('audit.any') },
          ...['granted', 'refused', 'failed'].map((each) => ({
            value: each,
            label: said(`outcome.${each}`, each),
          })),
        ]}
      />
      <TextInput {...field('text')} />
      <Button size="xs" type="submit">
        {t('audit.find')}
      </Button>
      <Button size="xs" variant="default" onClick={() => void navigate({ search: {} })}>
        {t('audit.clear')}
      </Button>
    </form>
  );
}

/** Paper has no fields: it says in words what was looked for. */
function FilterOnPaper({ filter }: { readonly filter: Filter }) {
  const { t } = useTranslation();
  const set = Object.entries(filter).filter(([, text]) => text !== undefined && text !== '');
  return (
    <p className="print-only">
      {set.length === 0
        ? t('audit.unfiltered')
        : set.map(([name, text]) => `${t(`audit.${name as keyof Filter}`)}: ${text}`).join(' · ')}
    </p>
  );
}

function Export({ filter }: { readonly filter: Filter }) {
  const { t } = useTranslation();
  const mayExport = useMay('audit.export');
  if (!mayExport) {
    return <p className="soft no-print">{t('audit.mayNot')}</p>;
  }
  const { from, to } = queryOf(filter);
  return (
    <div className="row no-print">
      <span>{t('audit.export')}</span>
      {['cef', 'json', 'syslog'].map((format) => (
        <Button
          key={format}
          size="xs"
          variant="default"
          component="a"
          href={address('/api/v1/audit/export', { format, from, to })}
          download
        >
          {format.toUpperCase()}
        </Button>
      ))}
      <span className="soft">{t('audit.exportWords')}</span>
    </div>
  );
}

function Traces({ filter }: { readonly filter: Filter }) {
  const { t } = useTranslation();
  return (
    <Paged
      first={address('/api/v1/audit', { ...queryOf(filter), limit: 100 })}
      rowsOf={(page: Items<Trace>) => page.items}
      nothing={
        <Nothing title={t('audit.none')}>
          <p>{t('audit.noneRemedy')}</p>
        </Nothing>
      }
    >
      {(rows) => (
        <>
          <TraceTable rows={rows} />
          <p className="soft" role="status">
            {t('audit.shown', { count: rows.length })}
          </p>
        </>
      )}
    </Paged>
  );
}

const isRefusal = (outcome: string): boolean => /refus|fail|denied/.test(outcome);

function TraceTable({ rows }: { readonly rows: readonly Trace[] }) {
  const { t } = useTranslation();
  return (
    <Scroll label={t('audit.rows')}>
      <table>
        <thead>
          <tr>
            <th>{t('audit.time')}</th>
            <th>{t('audit.person')}</th>
            <th>{t('audit.action')}</th>
            <th>{t('audit.object')}</th>
            <th>{t('audit.outcome')}</th>
            <th>{t('audit.origin')}</th>
            <th>{t('audit.record')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((each, i) => (
            <tr key={`${each.index ?? ''} ${i}`}>
              <td>
                <When at={each.time} />
              </td>
              <td>{each.personName ?? each.person?.slice(0, 8) ?? t('audit.nobody')}</td>
              <td>
                {deed(each.action)}
                <div className="soft mono">{each.action}</div>
              </td>
              <td className="wide-text">
                {said(`object.${dashed(each.object ?? '')}`, each.object ?? '')}
                <Details details={each.details} />
              </td>
              <td>
                {isRefusal(each.outcome) ? (
                  <Mark sort="warning">{said(`outcome.${each.outcome}`, each.outcome)}</Mark>
                ) : (
                  said(`outcome.${each.outcome}`, each.outcome)
                )}
              </td>
              <td>{said(`from.${dashed(each.origin ?? '')}`, each.origin ?? '')}</td>
              <td>
                {each.place === null || each.place === undefined ? (
                  '–'
                ) : (
                  <Link to="/proof" search={{ place: each.place }} className="mono">
                    {each.place}
                  </Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const dashed = (code: string): string => code.replaceAll(/[. ]/g, '-');

/** What was done, in words: of people's own doings first, then by what it takes. */
const deed = (action: string): string =>
  said(`deed.${dashed(action)}`, said(`action.${dashed(action)}`, action));

/** How the text of a note is said where it is a word of the node's own. */
const NOTES: Readonly<Record<string, (text: string) => string>> = {
  way: (text) => said(`way.${text}`, text),
  grade: (text) => said(`grade.${text}`, text),
  kind: (text) => said(`kind.${dashed(text)}`, text),
  code: (text) => said(`problem.${text}.title`, text),
  roles: (text) => text.split(/[ ,]+/).map((role) => said(`role.${role}`, role)).join(', '),
};

function Details({ details }: { readonly details: Readonly<Record<string, string>> | undefined }) {
  const notes = Object.entries(details ?? {});
  if (notes.length === 0) {
    return null;
  }
  return (
    <ul className="notes soft">
      {notes.map(([name, text]) => (
        <li key={name}>
          {said(`note.${name}`, name)}: {NOTES[name]?.(text) ?? text}
        </li>
      ))}
    </ul>
  );
}
