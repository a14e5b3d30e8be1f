import { Button, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Approval, IssuedCertificate } from '../../api/types';
import { useDoing } from '../../parts/asking';
import { useApi, useMay } from '../../parts/context';
import { Dialog } from '../../parts/Dialog';
import { Mark } from '../../parts/Mark';
import { Scroll } from '../../parts/Scroll';
import { Nothing, Trouble } from '../../parts/States';
import { When } from '../../parts/When';

const KINDS = ['client', 'display', 'server'] as const;
const REASONS = ['unspecified', 'key-compromise', 'superseded', 'cessation', 'privilege-withdrawn'] as const;
const DAYS = { usual: 365, max: 1_098 };

/** What the site's authority issued, with the ways to issue one more and to revoke one. */
export function Issued({ issued }: { readonly issued: readonly IssuedCertificate[] }) {
  const { t } = useTranslation();
  const mayManage = useMay('certificates.manage');
  const [isNewOpen, setNewOpen] = useState(false);
  const [revoking, setRevoking] = useState<IssuedCertificate>();
  return (
    <section className="panel stack">
      <h2>{t('issued.title')}</h2>
      {mayManage && (
        <div className="row">
          <Button size="xs" onClick={() => setNewOpen(true)}>
            {t('issued.new')}
          </Button>
        </div>
      )}
      {issued.length === 0 ? (
        <Nothing title={t('issued.none')}>
          <p>{t('issued.noneWords')}</p>
        </Nothing>
      ) : (
        <IssuedTable issued={issued} onRevoke={mayManage ? setRevoking : undefined} />
      )}
      {isNewOpen && <NewCertificate onClose={() => setNewOpen(false)} />}
      {revoking !== undefined && (
        <Revoke certificate={revoking} onClose={() => setRevoking(undefined)} />
      )}
    </section>
  );
}

function IssuedTable({
  issued,
  onRevoke,
}: {
  readonly issued: readonly IssuedCertificate[];
  readonly onRevoke: ((one: IssuedCertificate) => void) | undefined;
}) {
  const { t } = useTranslation();
  return (
    <Scroll label={t('issued.title')}>
      <table>
        <thead>
          <tr>
            <th>{t('certificates.subject')}</th>
            <th>{t('certificates.use')}</th>
            <th>{t('issued.since')}</th>
            <th>{t('certificates.until')}</th>
            <th>{t('people.state')}</th>
            <th>{t('issued.serial')}</th>
          </tr>
        </thead>
        <tbody>
          {issued.map((each) => (
            <tr key={each.serial}>
              <th scope="row">{each.subject}</th>
              <td>{t(`issued.kind.${each.kind}`, { defaultValue: each.kind })}</td>
              <td>
                <When at={each.notBefore} />
              </td>
              <td>
                <When at={each.notAfter} />
              </td>
              <td>
                <StateOf certificate={each} onRevoke={onRevoke} />
              </td>
              <td className="mono">{each.serial}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function StateOf({
  certificate,
  onRevoke,
}: {
  readonly certificate: IssuedCertificate;
  readonly onRevoke: ((one: IssuedCertificate) => void) | undefined;
}) {
  const { t } = useTranslation();
  if (certificate.revokedAt !== null) {
    return (
      <Mark sort="notice">
        {t('issued.revoked')} <When at={certificate.revokedAt} />
        {certificate.reason !== null &&
          ` · ${t(`issued.reason.${certificate.reason}`, { defaultValue: certificate.reason })}`}
      </Mark>
    );
  }
  if (Date.parse(certificate.notAfter) < Date.now()) {
    return <span>{t('certificates.expired')}</span>;
  }
  return onRevoke === undefined ? (
    <span>{t('issued.good')}</span>
  ) : (
    <button
      type="button"
      className="plain-button text-button"
      onClick={() => onRevoke(certificate)}
    >
      {t('issued.revoke')}
      <span className="unseen"> {certificate.subject}</span>
    </button>
  );
}

function NewCertificate({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const [subject, setSubject] = useState('');
  const [kind, setKind] = useState<string>('client');
  const [hosts, setHosts] = useState('');
  const [days, setDays] = useState<number>(DAYS.usual);
  const [request, setRequest] = useState('');
  const issue = useDoing(() =>
    api.post<{ pem: string }>('/api/v1/certificates', {
      subject: subject.trim(),
      kind,
      days,
      request,
      ...(kind === 'server' ? { hosts: hosts.split(/[\s,]+/).filter((host) => host !== '') } : {}),
    }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    issue.run(undefined);
  };
  return (
    <Dialog title={t('issued.new')} onClose={onClose}>
      {issue.problem !== undefined && <Trouble problem={issue.problem} />}
      {issue.result === undefined ? (
        <form className="stack" onSubmit={submit}>
          <TextInput
            label={t('certificates.subject')}
            value={subject}
            onChange={(event) => setSubject(event.currentTarget.value)}
            maxLength={64}
            required
          />
          <NativeSelect
            label={t('certificates.use')}
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value)}
            data={KINDS.map((value) => ({ value, label: t(`issued.kind.${value}`) }))}
          />
          {kind === 'server' && (
            <TextInput
              label={t('issued.hosts')}
              value={hosts}
              onChange={(event) => setHosts(event.currentTarget.value)}
              required
            />
          )}
          <NumberInput
            label={t('issued.days')}
            value={days}
            onChange={(value) => setDays(Number(value))}
            min={1}
            max={DAYS.max}
            required
          />
          <Textarea
            label={t('issued.request')}
            description={t('issued.requestWords')}
            placeholder="-----BEGIN CERTIFICATE REQUEST-----"
            value={request}
            onChange={(event) => setRequest(event.currentTarget.value)}
            rows={6}
            required
          />
          <div className="dialog-foot">
            <Button variant="default" onClick={onClose}>
              {t('state.cancel')}
            </Button>
            <Button type="submit" loading={issue.isBusy} disabled={subject === '' || request === ''}>
              {t('issued.make')}
            </Button>
          </div>
        </form>
      ) : (
        <>
          <Textarea label={t('issued.pem')} value={issue.result.pem} rows={10} readOnly />
          <div className="dialog-foot">
            <Button
              variant="default"
              onClick={() => void navigator.clipboard?.writeText(issue.result?.pem ?? '')}
            >
              {t('state.copy')}
            </Button>
            <Button onClick={onClose}>{t('state.close')}</Button>
          </div>
        </>
      )}
    </Dialog>
  );
}

function Revoke({
  certificate,
  onClose,
}: {
  readonly certificate: IssuedCertificate;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const [reason, setReason] = useState<string>('unspecified');
  const revoke = useDoing(() =>
    api.post<{ approval?: Approval }>(`/api/v1/certificates/${certificate.serial}/revoke`, { reason }),
  );
  return (
    <Dialog title={t('issued.revokeTitle', { subject: certificate.subject })} onClose={onClose}>
      {revoke.problem !== undefined && <Trouble problem={revoke.problem} />}
      {revoke.result === undefined ? (
        <>
          <p>{t('issued.revokeWords')}</p>
          <NativeSelect
            label={t('issued.why')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data={REASONS.map((value) => ({ value, label: t(`issued.reason.${value}`) }))}
          />
          <div className="dialog-foot">
            <Button variant="default" onClick={onClose}>
              {t('state.cancel')}
            </Button>
            <Button loading={revoke.isBusy} onClick={() => revoke.run(undefined)}>
              {t('issued.revoke')}
            </Button>
          </div>
        </>
      ) : (
        <>
          <Mark sort="notice">
            {t(revoke.result.approval === undefined ? 'issued.revokedNow' : 'people.waits')}
          </Mark>
          <div className="dialog-foot">
            <Button onClick={onClose}>{t('state.close')}</Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
