import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { BY_CODE, BY_PASSKEY, Reauthenticate } from '../gate/Reauthenticate';
import { useHere, useSession, useStore } from './context';
import { Dialog } from './Dialog';

/** What a password alone does not do, and what does. */
const strongerWords = (by: readonly string[]) => {
  if (!by.includes(BY_CODE)) {
    return 'stepUp.byPasskey' as const;
  }
  return by.includes(BY_PASSKEY) ? ('stepUp.byEither' as const) : ('stepUp.byCode' as const);
};

/** The dialog in which somebody shows again who he is, before the node does what was asked. */
export function StepUp() {
  const { t } = useTranslation();
  const { door } = useHere();
  const session = useSession();
  const asked = useStore(door.stepUp);
  if (asked === undefined) {
    return null;
  }
  return (
    <Dialog title={t('stepUp.title')} onClose={() => asked.done(false)}>
      <p>{t('stepUp.lead')}</p>
      {asked.by.length > 0 && <p>{t(strongerWords(asked.by))}</p>}
      <Reauthenticate
        session={session}
        path="/api/v1/session/step-up"
        word={t('stepUp.do')}
        by={asked.by}
        onShown={(shown) => {
          door.take(shown);
          asked.done(true);
        }}
      />
      <div className="dialog-foot">
        <Button variant="default" onClick={() => asked.done(false)}>
          {t('state.cancel')}
        </Button>
      </div>
    </Dialog>
  );
}
