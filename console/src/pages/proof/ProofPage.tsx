import { Button, TextInput } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { address } from '../../api/client';
import type { RecordPage, SealedRecord } from '../../api/types';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { Paged } from '../../parts/Paged';
import { Scroll } from '../../parts/Scroll';
import { Nothing } from '../../parts/States';
import { When } from '../../parts/When';
import { value } from '../../show/format';
import { said } from '../../words/words';
import { ProofView } from './ProofView';

/** From an event to those who vouch for it, every hash computed here. */
export function ProofPage() {
  const { t } = useTranslation();
  const { place } = useSearch({ from: '/proof' });
  return (
    <Page
      name="proof"
      tools={
        place !== undefined && (
          <Link to="/proof" search={{}} className="plain-button text-button">
            {t('proof.other')}
          </Link>
        )
      }
    >
      {place === undefined ? <Find /> : <ProofView key={place} place={place} />}
    </Page>
  );
}

function Find() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/proof' });
  const navigate = useNavigate({ from: '/proof' });
  const [form, setForm] = useState({
    place: '',
    source: search.source ?? '',
    point: search.point ?? '',
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { place, source, point } = form;
    const wanted = place.trim() === '' ? { source, point } : { place: place.trim() };
    void navigate({ search: wanted });
  };
  return (
    <div className="stack">
      <form className="panel row-end" onSubmit={submit}>
        <TextInput
          size="xs"
          label={t('proof.place')}
          placeholder="1234.5"
          pattern="\s*[0-9]{1,16}\.[0-9]{1,4}\s*"
          value={form.place}
          onChange={(event) => setForm({ ...form, place: event.currentTarget.value })}
        />
        <span className="soft">{t('proof.or')}</span>
        <TextInput
          size="xs"
          label={t('proof.source')}
          value={form.source}
          onChange={(event) => setForm({ ...form, source: event.currentTarget.value })}
        />
        <TextInput
          size="xs"
          label={t('proof.point')}
          value={form.point}
          onChange={(event) => setForm({ ...form, point: event.currentTarget.value })}
        />
        <Button size="xs" type="submit">
          {t('proof.find')}
        </Button>
      </form>
      <Records />
    </div>
  );
}

function Records() {
  const { t } = useTranslation();
  const { source, point, from, to } = useSearch({ from: '/proof' });
  return (
    <section className="panel">
      <h2>{t(source === undefined ? 'proof.newest' : 'proof.found')}</h2>
      <Paged
        first={address('/api/v1/records', { source, point, from, to, order: 'newest', limit: 50 })}
        rowsOf={(page: RecordPage) => page.records}
        nothing={
          <Nothing title={t('proof.none')}>
            <p>{t('proof.noneRemedy')}</p>
          </Nothing>
        }
        head={(pages) => <Pruned pages={pages} />}
      >
        {(rows) => <RecordTable rows={rows} />}
      </Paged>
    </section>
  );
}

/** What is missing among the rows because it was dropped by plan. */
function Pruned({ pages }: { readonly pages: readonly RecordPage[] }) {
  const pruned = pages.find((page) => page.pruned !== null)?.pruned;
  return pruned ? <Mark sort="notice">{pruned.words}</Mark> : null;
}

function RecordTable({ rows }: { readonly rows: readonly SealedRecord[] }) {
  const { t } = useTranslation();
  return (
    <Scroll label={t('proof.found')}>
      <table>
        <thead>
          <tr>
            <th>{t('proof.place')}</th>
            <th>{t('times.received')}</th>
            <th>{t('proof.source')}</th>
            <th>{t('proof.point')}</th>
            <th>{t('proof.kind')}</th>
            <th className="number">{t('sources.value')}</th>
            <th>{t('proof.quality')}</th>
            <th>{t('times.anchored')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((each) => (
            <tr key={each.place}>
              <td>
                <Link to="/proof" search={{ place: each.place }} className="mono">
                  {each.place}
                </Link>
              </td>
              <td>
                <When at={each.times.received ?? each.times.source} />
              </td>
              <td>{each.source.name ?? each.source.number}</td>
              <td>{each.point?.name ?? ''}</td>
              <td>{said(`record.${each.kind}`, each.kind)}</td>
              <td className="number">{value(each.value)}</td>
              <td>
                {each.quality.severity === 'good' ? (
                  t('quality.good')
                ) : (
                  <Mark sort={each.quality.severity === 'bad' ? 'critical' : 'warning'}>
                    {t(`quality.${each.quality.severity}`)}
                  </Mark>
                )}
              </td>
              <td>
                <When at={each.times.anchored} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
