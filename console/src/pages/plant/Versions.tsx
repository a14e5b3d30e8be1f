import { useTranslation } from 'react-i18next';
import type { PlantVersions } from '../../api/types';
import { useMay } from '../../parts/context';
import { TriedOn } from '../../parts/DryRun';
import { KeptFile, type Kept } from './KeptFile';
import { VersionList } from './VersionList';

/** The models that were in force, and those that wait to be proposed. */
export function Versions({ versions }: { readonly versions: PlantVersions }) {
  const { t } = useTranslation();
  const active = versions.items.find((each) => each.isActive)?.model;
  return (
    <VersionList
      versions={versions}
      words={{ waiting: t('plant.waitingWords'), look: t('plant.look'), digest: t('plant.digest') }}
      isHeaded
      look={(kept, close) => (
        <KeptModel kept={kept} isActive={kept.model === active} onClose={close} />
      )}
    />
  );
}

/** A model's file, and what it would have made of what was asked, for who may propose it. */
function KeptModel({
  kept,
  isActive,
  onClose,
}: {
  readonly kept: Kept;
  readonly isActive: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const isProposable = useMay('plant.change') && !isActive;
  return (
    <KeptFile
      kept={kept}
      path={`/api/v1/plant/versions/${kept.model}`}
      words={{ why: t('plant.proposeWords'), propose: t('plant.proposeThis') }}
      isProposable={isProposable}
      below={isProposable && <TriedOn model={kept.model} />}
      onClose={onClose}
    />
  );
}
