import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { PlantWish } from '../../api/types';
import { DiffTable } from '../../parts/DiffTable';
import { TriedOn } from '../../parts/DryRun';
import { Mark } from '../../parts/Mark';

/** What came of proposing a model: it is in force, or it waits; and what the node says it changes. */
export function Wished({ wish }: { readonly wish: PlantWish }) {
  const { t } = useTranslation();
  const { approval } = wish;
  return (
    <>
      <Mark sort={approval === undefined ? 'good' : 'notice'}>
        {approval === undefined ? t('plant.inForceNow', { number: wish.number }) : t('people.waits')}
      </Mark>
      {approval !== undefined && (
        <p>
          <Link to="/approvals" search={{ state: 'open', id: approval.id }}>
            {t('shred.see')}
          </Link>
        </p>
      )}
      <DiffTable diff={wish.diff} />
      {approval !== undefined && <TriedOn model={wish.model} />}
    </>
  );
}
