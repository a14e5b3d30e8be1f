import { useTranslation } from 'react-i18next';
import type { Draft, DraftFinding } from '../../api/connections';
import { DiffTable } from '../../parts/DiffTable';
import { Mark } from '../../parts/Mark';
import { FindingsTable } from './FindingsTable';

/** What the node says of a draft: what is wrong and where, or what it would change. */
export function DraftSaid({
  draft,
  onFinding,
  placeOf,
}: {
  readonly draft: Draft;
  readonly onFinding: (finding: DraftFinding) => void;
  readonly placeOf: (finding: DraftFinding) => string;
}) {
  const { t } = useTranslation();
  if (!draft.isSound) {
    return (
      <>
        <Mark sort="critical">{t('connections.unsound', { count: draft.findings.length })}</Mark>
        <FindingsTable
          findings={draft.findings}
          onFinding={onFinding}
          placeOf={placeOf}
        />
        {draft.leftOut !== '0' && <p className="soft">{t('connections.leftOut', { n: draft.leftOut })}</p>}
      </>
    );
  }
  return (
    <>
      <Mark sort="good">{t(draft.isInForce ? 'connections.isInForce' : 'connections.sound')}</Mark>
      {draft.misfits.length > 0 && (
        <>
          <Mark sort="warning">{t('connections.misfits')}</Mark>
          <FindingsTable
            title={t('connections.misfits')}
            findings={draft.misfits}
            onFinding={onFinding}
            placeOf={placeOf}
          />
        </>
      )}
      {!draft.isInForce && <DiffTable diff={draft.diff} />}
    </>
  );
}
