import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Account } from '../api/types';
import { useAsked } from './asking';
import { useSession } from './context';
import { Mark } from './Mark';

/** Whether the reader is known to have no passkey; nothing is asked where that does not matter. */
export function usePasskeys(isWanted: boolean): { readonly isWithout: boolean } {
  const { data } = useAsked<Account>('/api/v1/account', { isWanted });
  return { isWithout: isWanted && data?.ways.passkeys.length === 0 };
}

/** What takes a passkey cannot be approved without one: that it is so here, and where to add it. */
export function NoPasskey({ words }: { readonly words: string }) {
  const { t } = useTranslation();
  const { person } = useSession();
  if (person?.isBreakGlass === true) {
    return (
      <p>
        <Mark sort="warning">{t('approvals.noPasskeyBreakGlass')}</Mark>
      </p>
    );
  }
  return (
    <p>
      <Mark sort="warning">{words}</Mark>{' '}
      <Link to="/account">{t('approvals.addPasskey')}</Link>
    </p>
  );
}
