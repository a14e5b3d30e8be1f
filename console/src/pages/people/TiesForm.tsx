import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Certificates, IssuedCertificate, Person, Ties } from '../../api/types';
import { useAsked, useDoing, type Doing } from '../../parts/asking';
import { useApi, useMay } from '../../parts/context';
import { Mark } from '../../parts/Mark';
import { Shown, Trouble } from '../../parts/States';
import { fingerprintOf, type Fingerprint } from '../../show/fingerprint';
import { grouped } from '../../show/format';
import { Outcome, type Changed } from './Outcome';

/** The API takes so many of each. */
const TIES_MAX = 8;

/** One thing that is tied or untied; what else is tied stays as it is. */
interface Step {
  readonly how: 'add' | 'remove';
  readonly ties: Ties;
}

const NONE: Ties = { certificates: [], subjects: [] };

/** The certificates and accounts outside that count as this person, tied and untied one by one. */
export function TiesForm({ person }: { readonly person: Person }) {
  const { t } = useTranslation();
  const api = useApi();
  const path = `/api/v1/people/${person.id}/ties`;
  const asked = useAsked<Ties>(path);
  const mayList = useMay('health.view');
  const certificates = useAsked<Certificates>('/api/v1/certificates', { isWanted: mayList });
  const issued = certificates.data?.issued ?? [];
  const tie = useDoing(({ how, ties }: Step) => api.post<Changed>(`${path}/${how}`, ties));
  return (
    <section className="stack" aria-label={t('ties.title')}>
      <h3>{t('ties.title')}</h3>
      <p className="soft">{t('ties.words')}</p>
      <Shown asked={asked}>
        {(ties) => (
          <>
            <Tied ties={ties} issued={issued} tie={tie} />
            {ties.certificates.length < TIES_MAX && (
              <AddCertificate ties={ties} issued={issued} tie={tie} />
            )}
            {ties.subjects.length < TIES_MAX && <AddSubject tie={tie} />}
          </>
        )}
      </Shown>
      {tie.problem !== undefined && <Trouble problem={tie.problem} />}
      <Outcome result={tie.result} />
    </section>
  );
}

interface Parts {
  readonly ties: Ties;
  readonly tie: Doing<Step, Changed>;
}

function Tied({
  ties,
  issued,
  tie,
}: Parts & { readonly issued: readonly IssuedCertificate[] }) {
  const { t } = useTranslation();
  if (ties.certificates.length + ties.subjects.length === 0) {
    return <p>{t('ties.none')}</p>;
  }
  return (
    <ul className="checks">
      {ties.certificates.map((each) => (
        <li key={each} className="row">
          <span>
            {t('ties.certificate')} <strong>{nameOf(each, issued)}</strong>{' '}
            <span className="mono soft">{grouped(each)}</span>
          </span>
          <Untie
            what={nameOf(each, issued) || each.slice(0, 8)}
            tie={tie}
            gone={{ ...NONE, certificates: [each] }}
          />
        </li>
      ))}
      {ties.subjects.map((each) => (
        <li key={`${each.issuer} ${each.subject}`} className="row">
          <span>
            {t('ties.account')} <strong className="mono">{each.subject}</strong>{' '}
            <span className="mono soft">{each.issuer}</span>
          </span>
          <Untie
            what={each.subject}
            tie={tie}
            gone={{ ...NONE, subjects: [each] }}
          />
        </li>
      ))}
    </ul>
  );
}

const nameOf = (fingerprint: string, issued: readonly IssuedCertificate[]): string =>
  issued.find((each) => each.fingerprint === fingerprint)?.subject ?? '';

function Untie({
  what,
  gone,
  tie,
}: {
  readonly what: string;
  readonly gone: Ties;
  readonly tie: Doing<Step, Changed>;
}) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className="plain-button text-button"
      disabled={tie.isBusy}
      onClick={() => tie.run({ how: 'remove', ties: gone })}
    >
      {t('ties.untie')}
      <span className="unseen"> {what}</span>
    </button>
  );
}

const isGood = (one: IssuedCertificate): boolean =>
  one.revokedAt === null && one.kind !== 'server' && Date.parse(one.notAfter) > Date.now();

function AddCertificate({
  ties,
  issued,
  tie,
}: Parts & { readonly issued: readonly IssuedCertificate[] }) {
  const { t } = useTranslation();
  const [pasted, setPasted] = useState('');
  const [found, setFound] = useState<Fingerprint>({ is: 'nothing' });
  const choice = issued.filter((one) => isGood(one) && !ties.certificates.includes(one.fingerprint));
  useEffect(() => {
    let isWanted = true;
    void fingerprintOf(pasted).then((one) => {
      if (isWanted) {
        setFound(one);
      }
    });
    return () => {
      isWanted = false;
    };
  }, [pasted]);
  const isThere = found.is === 'known' && ties.certificates.includes(found.hex);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (found.is === 'known' && !isThere) {
      tie.run({ how: 'add', ties: { ...NONE, certificates: [found.hex] } });
      setPasted('');
    }
  };
  return (
    <details>
      <summary>{t('ties.addCertificate')}</summary>
      <form className="stack" onSubmit={submit}>
        {choice.length > 0 && (
          <NativeSelect
            size="xs"
            label={t('ties.choose')}
            value={found.is === 'known' && !found.isOfPem ? found.hex : ''}
            onChange={(event) => setPasted(event.currentTarget.value)}
            data={[
              { value: '', label: '–' },
              ...choice.map((one) => ({
                value: one.fingerprint,
                label: `${one.subject} · ${t(`issued.kind.${one.kind}`, { defaultValue: one.kind })}`,
              })),
            ]}
          />
        )}
        <Textarea
          size="xs"
          label={t('ties.paste')}
          description={t('ties.pasteHint')}
          placeholder="-----BEGIN CERTIFICATE-----"
          value={pasted}
          onChange={(event) => setPasted(event.currentTarget.value)}
          rows={3}
          maxLength={65_536}
        />
        <div role="status">
          {found.is === 'wrong' && <Mark sort="warning">{t(`ties.wrong.${found.why}`)}</Mark>}
          {found.is === 'known' && (
            <p>
              SHA-256 <span className="mono">{grouped(found.hex)}</span>{' '}
              {found.isOfPem && <span className="soft">{t('ties.computed')}</span>}
            </p>
          )}
          {isThere && <Mark sort="notice">{t('ties.there')}</Mark>}
        </div>
        <div className="row">
          <Button
            type="submit"
            size="xs"
            variant="default"
            loading={tie.isBusy}
            disabled={found.is !== 'known' || isThere}
          >
            {t('ties.tieCertificate')}
          </Button>
        </div>
      </form>
    </details>
  );
}

function AddSubject({ tie }: Pick<Parts, 'tie'>) {
  const { t } = useTranslation();
  const [issuer, setIssuer] = useState('');
  const [subject, setSubject] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const account = { issuer: issuer.trim(), subject: subject.trim() };
    tie.run({ how: 'add', ties: { ...NONE, subjects: [account] } });
    setSubject('');
  };
  return (
    <details>
      <summary>{t('ties.addAccount')}</summary>
      <form className="stack" onSubmit={submit}>
        <TextInput
          size="xs"
          label={t('ties.issuer')}
          description={t('ties.issuerHint')}
          placeholder="https://id.plant7.example/realms/ot"
          value={issuer}
          onChange={(event) => setIssuer(event.currentTarget.value)}
          spellCheck={false}
          maxLength={512}
          required
        />
        <TextInput
          size="xs"
          label={t('ties.subject')}
          description={t('ties.subjectHint')}
          value={subject}
          onChange={(event) => setSubject(event.currentTarget.value)}
          spellCheck={false}
          maxLength={255}
          required
        />
        <div className="row">
          <Button
            type="submit"
            size="xs"
            variant="default"
            loading={tie.isBusy}
            disabled={issuer.trim() === '' || subject.trim() === ''}
          >
            {t('ties.tieAccount')}
          </Button>
        </div>
      </form>
    </details>
  );
}
