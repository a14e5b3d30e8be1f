import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { assert, isPasskeyHere, type Challenge } from '../../api/passkey';
import type { Approval, Person } from '../../api/types';
import { useAsked, useDoing } from '../../parts/asking';
import { NoPasskey, usePasskeys } from '../../parts/NoPasskey';
import { useApi, useMay, useSession } from '../../parts/context';
import { DiffTable } from '../../parts/DiffTable';
import { TriedOn } from '../../parts/DryRun';
import { Mark } from '../../parts/Mark';
import { OutcomeWords } from '../../parts/OutcomeWords';
import { Trouble } from '../../parts/States';
import { When } from '../../parts/When';
import { grouped } from '../../show/format';
import { said } from '../../words/words';

/** One request: what would change, its digest, who asked, and what this person can do about it. */
export function ApprovalView({ approval }: { readonly approval: Approval }) {
  const { t } = useTranslation();
  const { person } = useSession();
  const mayApprove = useMay('approve');
  const isAuthor = person?.id === approval.author.id;
  const isOpen = approval.state === 'open';
  const plant = plantOf(approval);
  return (
    <section className="panel stack" aria-labelledby="approval">
      <h2 id="approval">{said(`kind.${approval.kind.replace('.', '-')}`, approval.kind)}</h2>
      <p>
        {t('approvals.by', { name: approval.author.name ?? approval.author.id.slice(0, 8) })} ·{' '}
        <When at={approval.createdAt} />
      </p>
      <Matter approval={approval} />
      <DiffTable diff={approval.diff} />
      {isOpen && plant !== undefined && <TriedOn model={plant} />}
      <dl className="facts">
        <dt>{t('approvals.grade')}</dt>
        <dd>{said(`grade.${approval.gradeNeeded}`, approval.gradeNeeded)}</dd>
        <dt>{t('approvals.digest')}</dt>
        <dd>
          <span className="digest">{grouped(approval.digest)}</span>
        </dd>
      </dl>
      <p className="soft">{t('approvals.digestWords')}</p>
      <details>
        <summary>{t('approvals.request')}</summary>
        <pre className="digest" style={{ whiteSpace: 'pre-wrap' }} tabIndex={0}>
          {JSON.stringify(JSON.parse(approval.request), null, 2)}
        </pre>
      </details>
      <Decisions approval={approval} />
      {isOpen && isAuthor && <Withdraw approval={approval} />}
      {isOpen && !isAuthor && mayApprove && <Decide approval={approval} />}
      {isOpen && !isAuthor && !mayApprove && <p className="soft">{t('approvals.mayNot')}</p>}
    </section>
  );
}

/** What a request is about, as far as it says so in the fields that all kinds share. */
function matterOf(approval: Approval): { person?: string; reason?: string } {
  const { request } = JSON.parse(approval.request) as { request?: Record<string, unknown> };
  const text = (name: string) => {
    const value = request?.[name];
    return typeof value === 'string' && value !== '' ? { [name]: value } : {};
  };
  return { ...text('person'), ...text('reason') };
}

/** The model of the plant that is wanted, where it is about one. */
export function plantOf(approval: Approval): string | undefined {
  const { request } = JSON.parse(approval.request) as { request?: Record<string, unknown> };
  const model = request?.['model'];
  return request?.['do'] === 'plant' && typeof model === 'string' ? model : undefined;
}

/** Whom it is about, and why it is asked for: by name where the reader may know names. */
function Matter({ approval }: { readonly approval: Approval }) {
  const { t } = useTranslation();
  const mayKnow = useMay('people.view');
  const { person, reason } = matterOf(approval);
  const asked = useAsked<Person>(`/api/v1/people/${person ?? ''}`, {
    isWanted: mayKnow && person !== undefined,
  });
  const named = asked.data;
  return (
    <dl className="facts">
      {person !== undefined && (
        <>
          <dt>{t('approvals.person')}</dt>
          <dd>
            {named !== undefined && <strong>{named.displayName || named.name} </strong>}
            <span className="mono soft">{person}</span>
          </dd>
        </>
      )}
      {reason !== undefined && (
        <>
          <dt>{t('approvals.reason')}</dt>
          <dd>{reason}</dd>
        </>
      )}
    </dl>
  );
}

function Decisions({ approval }: { readonly approval: Approval }) {
  const { t } = useTranslation();
  return (
    <>
      <p>
        {t('people.state')}: <strong>{said(`approvals.state.${approval.state}`, approval.state)}</strong>
        {approval.outcome !== null && approval.outcome !== undefined && approval.outcome !== 'done' && (
          <>
            {' · '}
            <OutcomeWords outcome={approval.outcome} />
          </>
        )}
      </p>
      {approval.decisions.length > 0 && (
        <ul>
          {approval.decisions.map((each, i) => (
            <li key={i}>
              {each.person.name ?? each.person.id.slice(0, 8)}:{' '}
              {said(`approvals.state.${each.decision}`, each.decision)} (
              {said(`grade.${each.grade}`, each.grade)}) · <When at={each.at} />
              {each.note !== null && each.note !== undefined && each.note !== '' && <> · {t('approvals.quoted', { note: each.note })}</>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Withdraw({ approval }: { readonly approval: Approval }) {
  const { t } = useTranslation();
  const api = useApi();
  const withdraw = useDoing(() =>
    api.post<Approval>(`/api/v1/approvals/${approval.id}/withdraw`, {}),
  );
  return (
    <>
      <Mark sort="notice">{t('approvals.own')}</Mark>
      {withdraw.problem !== undefined && <Trouble problem={withdraw.problem} />}
      <div className="row">
        <Button size="xs" variant="default" loading={withdraw.isBusy} onClick={() => withdraw.run(undefined)}>
          {t('approvals.withdraw')}
        </Button>
      </div>
    </>
  );
}

function Decide({ approval }: { readonly approval: Approval }) {
  const { t } = useTranslation();
  const api = useApi();
  const { hostOk: host } = useSession();
  const [note, setNote] = useState('');
  const path = `/api/v1/approvals/${approval.id}`;
  const said_ = { digest: approval.digest, ...(note.trim() === '' ? {} : { note: note.trim() }) };
  const byPasskey = useDoing(async () => {
    // The challenge is the request's own digest, so the passkey signs this request and no other.
    const begun = await api.post<Challenge>(`${path}/begin`, {});
    return api.post<Approval>(`${path}/approve`, { ...said_, ...(await assert(begun)) });
  });
  const byPassword = useDoing(() => api.post<Approval>(`${path}/approve`, said_));
  const refuse = useDoing(() => api.post<Approval>(`${path}/refuse`, said_));
  const problem = byPasskey.problem ?? byPassword.problem ?? refuse.problem;
  const isBusy = byPasskey.isBusy || byPassword.isBusy || refuse.isBusy;
  const isPasskeyPossible = host.isPasskeyPossible && isPasskeyHere();
  // The grade is what this kind takes of who reads this: the node takes nothing less.
  const isByPasskey = approval.gradeNeeded === 'passkey';
  const { isWithout } = usePasskeys(isByPasskey);
  return (
    <div className="stack">
      <Textarea
        size="xs"
        label={t('approvals.note')}
        description={t('approvals.noteHint')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        maxLength={512}
        rows={2}
      />
      {problem !== undefined && <Trouble problem={problem} />}
      {isWithout && <NoPasskey words={t('approvals.noPasskey')} />}
      {isByPasskey && !isWithout && !isPasskeyPossible && (
        <p>
          <Mark sort="warning">{t('approvals.passkeyOnly')}</Mark>
        </p>
      )}
      <div className="row">
        {isByPasskey && !isWithout && isPasskeyPossible && (
          <Button size="xs" loading={isBusy} onClick={() => byPasskey.run(undefined)}>
            {t('approvals.approvePasskey')}
          </Button>
        )}
        {!isByPasskey && (
          <Button size="xs" loading={isBusy} onClick={() => byPassword.run(undefined)}>
            {t('approvals.approvePassword')}
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          loading={isBusy}
          disabled={note.trim() === ''}
          onClick={() => refuse.run(undefined)}
        >
          {t('approvals.refuse')}
        </Button>
      </div>
    </div>
  );
}
