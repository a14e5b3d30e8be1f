import { Button, Checkbox, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShredWish } from '../../api/types';
import { useDoing } from '../../parts/asking';
import { useApi } from '../../parts/context';
import { Dialog } from '../../parts/Dialog';
import { Mark } from '../../parts/Mark';
import { OutcomeWords } from '../../parts/OutcomeWords';
import { Trouble } from '../../parts/States';
import { ShredPlan } from './ShredPlan';

/** What a shred begins with: a source and a time, as fields of a form have them, in UTC. */
export interface ShredOf {
  readonly source: string;
  readonly from: string;
  readonly to: string;
}

const NOTHING: ShredOf = { source: '', from: '', to: '' };

/** What people may want gone for good, and the way to ask for it. */
export function ShredPanel() {
  const { t } = useTranslation();
  return (
    <section className="panel stack">
      <h2>{t('shred.title')}</h2>
      <p>{t('shred.lead')}</p>
      <div className="row">
        <ShredButton of={NOTHING} />
      </div>
    </section>
  );
}

export function ShredButton({ of }: { readonly of: ShredOf }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpen(true)}>
        {t('shred.ask')}
      </Button>
      {isOpen && <Shred of={of} onClose={() => setOpen(false)} />}
    </>
  );
}

/** The whole day of an instant, in UTC: keys are of days unless somebody said otherwise. */
export function dayOf(at: string): { from: string; to: string } {
  const begin = Date.parse(`${at.slice(0, 10)}T00:00:00Z`);
  const field = (instant: number): string => new Date(instant).toISOString().slice(0, 16);
  return Number.isNaN(begin)
    ? { from: '', to: '' }
    : { from: field(begin), to: field(begin + 86_400_000) };
}

/** A browser leaves seconds out where they are nothing. */
const instantOf = (field: string): string => `${field.length === 16 ? `${field}:00` : field}Z`;

function Shred({ of, onClose }: { readonly of: ShredOf; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const [form, setForm] = useState({ ...of, reason: '' });
  const [isUnderstood, setUnderstood] = useState(false);
  const change = (part: Partial<typeof form>): void => setForm({ ...form, ...part });
  const shred = useDoing(() =>
    api.post<ShredWish>('/api/v1/shred', {
      source: form.source.trim(),
      from: instantOf(form.from),
      to: instantOf(form.to),
      reason: form.reason.trim(),
    }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    shred.run(undefined);
  };
  const isReady =
    isUnderstood && form.source.trim() !== '' && form.reason.trim() !== '' && form.from < form.to;
  return (
    <Dialog title={t('shred.title')} onClose={onClose}>
      {shred.result === undefined ? (
        <form className="stack" onSubmit={submit}>
          <ul>
            {(['gone', 'stays', 'whole', 'copies', 'two', 'recorded'] as const).map((each) => (
              <li key={each}>{t(`shred.${each}`)}</li>
            ))}
          </ul>
          <TextInput
            label={t('shred.source')}
            value={form.source}
            onChange={(event) => change({ source: event.currentTarget.value })}
            spellCheck={false}
            maxLength={255}
            required
          />
          <div className="row-end">
            <TextInput
              type="datetime-local"
              label={t('shred.from')}
              value={form.from}
              onChange={(event) => change({ from: event.currentTarget.value })}
              required
            />
            <TextInput
              type="datetime-local"
              label={t('shred.to')}
              value={form.to}
              onChange={(event) => change({ to: event.currentTarget.value })}
              error={form.to !== '' && form.from >= form.to ? t('shred.order') : undefined}
              required
            />
          </div>
          <TextInput
            label={t('people.reason')}
            description={t('shred.reasonHint')}
            value={form.reason}
            onChange={(event) => change({ reason: event.currentTarget.value })}
            maxLength={250}
            required
          />
          <Checkbox
            label={t('shred.understood')}
            checked={isUnderstood}
            onChange={(event) => setUnderstood(event.currentTarget.checked)}
          />
          {shred.problem !== undefined && <Trouble problem={shred.problem} />}
          <div className="dialog-foot">
            <Button variant="default" onClick={onClose}>
              {t('state.cancel')}
            </Button>
            <Button type="submit" loading={shred.isBusy} disabled={!isReady}>
              {t('shred.do')}
            </Button>
          </div>
        </form>
      ) : (
        <Asked wish={shred.result} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Asked({ wish, onClose }: { readonly wish: ShredWish; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Mark sort="notice">
        {wish.approval === undefined ? t('shred.done') : t('people.waits')}{' '}
        {wish.outcome !== undefined && <OutcomeWords outcome={wish.outcome} />}
      </Mark>
      {wish.approval !== undefined && (
        <p>
          <Link to="/approvals" search={{ state: 'open', id: wish.approval.id }}>
            {t('shred.see')}
          </Link>
        </p>
      )}
      <h3>{t('shred.plan')}</h3>
      <ShredPlan wish={wish} />
      <p className="soft">{t('shred.planWords')}</p>
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('state.close')}</Button>
      </div>
    </>
  );
}
