import { Button } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { TotpField } from '../../gate/SignIn';
import { useDoing } from '../../parts/asking';
import { useApi } from '../../parts/context';
import { Mark } from '../../parts/Mark';
import { Trouble } from '../../parts/States';
import { qrOf } from '../../show/qr';

/** Codes by time (RFC 6238): begun with a secret, counted from the first right code on. */
export function Totp({ isOn }: { readonly isOn: boolean }) {
  const { t } = useTranslation();
  const api = useApi();
  const begin = useDoing(() =>
    api.post<{ secret: string; uri: string }>('/api/v1/account/totp/begin', {}),
  );
  const remove = useDoing(() => api.post<unknown>('/api/v1/account/totp/remove', {}));
  const problem = begin.problem ?? remove.problem;
  return (
    <section className="panel stack">
      <h2>{t('totp.title')}</h2>
      <p>{isOn ? <Mark sort="good">{t('totp.on')}</Mark> : t('totp.off')}</p>
      {problem !== undefined && <Trouble problem={problem} />}
      {begin.result !== undefined && (
        <Confirm secret={begin.result.secret} uri={begin.result.uri} onDone={begin.reset} />
      )}
      <div className="row">
        {begin.result === undefined && (
          <Button size="xs" variant="default" loading={begin.isBusy} onClick={() => begin.run(undefined)}>
            {t(isOn ? 'totp.replace' : 'totp.begin')}
          </Button>
        )}
        {isOn && (
          <Button size="xs" variant="default" loading={remove.isBusy} onClick={() => remove.run(undefined)}>
            {t('totp.remove')}
          </Button>
        )}
      </div>
    </section>
  );
}

function Confirm({
  secret,
  uri,
  onDone,
}: {
  readonly secret: string;
  readonly uri: string;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const [totp, setTotp] = useState('');
  const confirm = useDoing(
    () => api.post<unknown>('/api/v1/account/totp/confirm', { totp: totp.replace(/\s/g, '') }),
    onDone,
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    confirm.run(undefined);
  };
  return (
    <div className="row" style={{ alignItems: 'flex-start' }}>
      <Qr text={uri} />
      <form className="stack" onSubmit={submit}>
        <p>{t('totp.scan')}</p>
        <p>
          {t('totp.secret')} <span className="digest">{secret.replace(/(.{4})(?=.)/g, '$1 ')}</span>
        </p>
        {confirm.problem !== undefined && <Trouble problem={confirm.problem} />}
        <TotpField value={totp} onChange={setTotp} />
        <div className="row">
          <Button size="xs" type="submit" loading={confirm.isBusy} disabled={totp.length < 6}>
            {t('totp.confirm')}
          </Button>
          <Button size="xs" variant="default" onClick={onDone}>
            {t('state.cancel')}
          </Button>
        </div>
      </form>
    </div>
  );
}

/** The address as a square to scan; where it is too long for one, the secret beside it is enough. */
function Qr({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  const modules = qrOf(text);
  if (modules === undefined) {
    return null;
  }
  const path = modules
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${modules.length} ${modules.length}`}
      role="img"
      aria-label={t('totp.qr')}
      shapeRendering="crispEdges"
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
