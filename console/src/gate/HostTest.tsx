import { useTranslation } from 'react-i18next';
import { isPasskeyHere } from '../api/passkey';
import type { Session } from '../api/types';
import { Mark } from '../parts/Mark';
import { whyNoPasskeys } from '../show/host';

/** Passkeys are bound to a host name: whether this one will do is said before anybody relies on it. */
export function HostTest({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  const { hostOk: host } = session;
  const isPossible = host.isPasskeyPossible && isPasskeyHere();
  return (
    <div className={isPossible ? 'banner' : 'banner banner-warning'}>
      <div>
        <Mark sort={isPossible ? 'good' : 'warning'}>
          {t(isPossible ? 'setUp.hostGood' : 'setUp.hostBad', { host: window.location.hostname })}
        </Mark>
        {!isPossible && <WhyNot session={session} />}
      </div>
    </div>
  );
}

/** The same words wherever passkeys are missed: at the set-up, the sign-in, the own account. */
export function WhyNot({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  const { hostOk: host } = session;
  if (!host.isPasskeyPossible) {
    return <p>{whyNoPasskeys(host)}</p>;
  }
  return <p>{t(window.isSecureContext ? 'setUp.hostNoBrowser' : 'setUp.hostNotSecure')}</p>;
}
