import { useTranslation } from 'react-i18next';
import type { Approval } from '../../api/types';
import { Mark } from '../../parts/Mark';
import { OnceShown } from './NewPerson';

/** What an answer to a change may hold: the person, an approval that it waits for, a new password. */
export interface Changed {
  readonly approval?: Approval;
  readonly initialPassword?: string;
}

export function Outcome({ result }: { readonly result: Changed | undefined }) {
  const { t } = useTranslation();
  const isWaiting = result?.approval !== undefined;
  return (
    <>
      {isWaiting && (
        <div className="banner" role="status">
          <Mark sort="notice">{t('people.waits')}</Mark>
        </div>
      )}
      {result?.initialPassword !== undefined && (
        <OnceShown title={t('people.initialPassword')} secret={result.initialPassword} />
      )}
      {!isWaiting && result?.initialPassword === undefined && (
        <p role="status">{result === undefined ? '' : t('state.done')}</p>
      )}
    </>
  );
}
