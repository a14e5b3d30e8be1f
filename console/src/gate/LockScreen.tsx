import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Session } from '../api/types';
import { useHere } from '../parts/context';
import { Card } from './Card';
import { Reauthenticate } from './Reauthenticate';

/** Locked: nothing of the plant is on the screen, and the same session goes on once it is unlocked. */
export function LockScreen({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  const { door } = useHere();
  const end = async (): Promise<void> => {
    await door.api.post('/api/v1/session/end', {}).catch(() => undefined);
    await door.load();
  };
  return (
    <Card session={session} name="lock" title={t('lock.title')}>
      <p>{t('lock.lead', { name: session.person?.displayName ?? '' })}</p>
      <Reauthenticate
        session={session}
        path="/api/v1/session/unlock"
        word={t('lock.do')}
        onShown={(unlocked) => door.take(unlocked)}
      />
      <div className="row">
        <Button variant="default" onClick={() => void end()}>
          {t('lock.other')}
        </Button>
      </div>
    </Card>
  );
}
