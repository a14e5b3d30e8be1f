import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '../../parts/Mark';
import { around, compared } from '../../show/lines';
import { ProposalForm, useProposal } from './ProposalForm';

/** Another model: a file or typed text, beside what is in force, and then to the second person. */
export function Propose({
  hasModel,
  onClose,
}: {
  readonly hasModel: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const proposal = useProposal('/api/v1/plant', hasModel);
  const { text, active, isTooLarge } = proposal;
  const isSame = text !== '' && text.trim() === active?.trim();
  return (
    <ProposalForm
      words={{
        title: t('plant.propose'),
        why: t('plant.proposeWords'),
        file: t('plant.yaml'),
        tooLarge: t('plant.tooLarge'),
      }}
      proposal={proposal}
      isFutile={isSame}
      onClose={onClose}
    >
      {isSame && <Mark sort="notice">{t('plant.same')}</Mark>}
      {text !== '' && !isTooLarge && !isSame && active !== undefined && (
        <Preview before={active} after={text} />
      )}
    </ProposalForm>
  );
}

/** The lines that differ; what the differences mean is said by the node once it has the model. */
function Preview({ before, after }: { readonly before: string; readonly after: string }) {
  const { t } = useTranslation();
  const lines = useMemo(() => around(compared(before, after)), [before, after]);
  return (
    <>
      <h3>{t('plant.preview')}</h3>
      <pre className="yaml" tabIndex={0} aria-label={t('plant.preview')}>
        {lines.map((line, i) =>
          typeof line === 'number' ? (
            <span key={i} className="soft">
              {`  … ${t('plant.unchanged', { count: line })}\n`}
            </span>
          ) : line.sort === 'new' ? (
            <ins key={i}>{`+ ${line.text}`}</ins>
          ) : line.sort === 'gone' ? (
            <del key={i}>{`− ${line.text}`}</del>
          ) : (
            `  ${line.text}\n`
          ),
        )}
      </pre>
    </>
  );
}
