import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConnectedDevice, TableDraft } from '../../api/connections';
import type { PlantWish } from '../../api/types';
import { useDoing } from '../../parts/asking';
import { useApi } from '../../parts/context';
import { Dialog } from '../../parts/Dialog';
import { Mark } from '../../parts/Mark';
import { Trouble } from '../../parts/States';
import { DraftSaid } from './DraftSaid';
import { FILE_BYTES_MAX, YAML } from './drafts';

/** What the edited points would change, and the way to the second person. */
export function TagProposal({
  device,
  draft,
  onWished,
  onClose,
}: {
  readonly device: ConnectedDevice;
  readonly draft: TableDraft;
  readonly onWished: (wish: PlantWish) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const yaml = draft.yaml ?? '';
  const wish = useDoing(
    () => api.postText<PlantWish>('/api/v1/connections/versions', YAML, yaml),
    onWished,
  );
  const isTooLarge = new Blob([yaml]).size > FILE_BYTES_MAX;
  return (
    <Dialog title={t('connections.proposal', { name: device.name })} onClose={onClose}>
      <p>{t('connections.proposeWords')}</p>
      <p className="number">{t('connections.counted', draft.points)}</p>
      <DraftSaid draft={draft} placeOf={({ path }) => path} onFinding={() => undefined} />
      {isTooLarge && <Mark sort="warning">{t('connections.tooLarge')}</Mark>}
      {wish.problem !== undefined && <Trouble problem={wish.problem} />}
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose}>
          {t('state.cancel')}
        </Button>
        <Button
          loading={wish.isBusy}
          disabled={isTooLarge || draft.isInForce}
          onClick={() => wish.run(undefined)}
        >
          {t('plant.proposeDo')}
        </Button>
      </div>
    </Dialog>
  );
}
