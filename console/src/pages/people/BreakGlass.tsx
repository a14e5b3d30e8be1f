import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDoing } from '../../parts/asking';
import { useApi } from '../../parts/context';
import { Dialog } from '../../parts/Dialog';
import { Mark } from '../../parts/Mark';
import { Trouble } from '../../parts/States';
import { OnceShown } from './NewPerson';
import type { Changed } from './Outcome';

/** The code in the envelope, for when nobody else can be reached. */
export function BreakGlass() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <section className="panel stack">
      <h2>{t('breakGlass.title')}</h2>
      <p>{t('breakGlass.words')}</p>
      <div className="row">
        <Button size="xs" variant="default" onClick={() => setOpen(true)}>
          {t('breakGlass.new')}
        </Button>
      </div>
      {isOpen && <NewCode onClose={() => setOpen(false)} />}
    </section>
  );
}

function NewCode({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const make = useDoing(() => api.post<Changed>('/api/v1/break-glass/reset', {}));
  const { result } = make;
  return (
    // Escape must not lose what is shown once.
    <Dialog
      title={t('breakGlass.new')}
      onClose={result === undefined ? onClose : () => undefined}
    >
      {make.problem !== undefined && <Trouble problem={make.problem} />}
      {result === undefined ? (
        <>
          <ul>
            <li>{t('breakGlass.once')}</li>
            <li>{t('breakGlass.before')}</li>
            <li>{t('breakGlass.two')}</li>
            <li>{t('breakGlass.keep')}</li>
          </ul>
          <div className="dialog-foot">
            <Button variant="default" onClick={onClose}>
              {t('state.cancel')}
            </Button>
            <Button loading={make.isBusy} onClick={() => make.run(undefined)}>
              {t('breakGlass.make')}
            </Button>
          </div>
        </>
      ) : (
        <>
          <OnceShown title={t('breakGlass.code')} secret={result.initialPassword ?? ''} />
          <p>{t('breakGlass.write')}</p>
          <Mark sort="notice">
            {t(result.approval === undefined ? 'breakGlass.counts' : 'breakGlass.waits')}
          </Mark>
          <div className="dialog-foot">
            <Button onClick={onClose}>{t('breakGlass.written')}</Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
