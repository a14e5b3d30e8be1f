import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft, DraftFinding } from '../../api/connections';
import { useDoing } from '../../parts/asking';
import { useApi } from '../../parts/context';
import { Trouble } from '../../parts/States';
import { ProposalForm, useProposal } from '../plant/ProposalForm';
import { DraftSaid } from './DraftSaid';
import { YAML } from './drafts';

/** Other connections as a file: typed or chosen, checked by the node, then proposed. */
export function ProposeFile({
  hasFile,
  onClose,
}: {
  readonly hasFile: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const area = useRef<HTMLTextAreaElement>(null);
  const proposal = useProposal('/api/v1/connections', hasFile);
  const [checked, setChecked] = useState<{ readonly text: string; readonly draft: Draft }>();
  const check = useDoing(async (given: string) => ({
    text: given,
    draft: await api.postText<Draft>('/api/v1/connections/drafts/check', YAML, given),
  }), setChecked);
  // What the node said is about the text that it was asked about.
  const draft = checked?.text === proposal.text ? checked.draft : undefined;
  return (
    <ProposalForm
      words={{
        title: t('connections.propose'),
        why: t('connections.proposeWords'),
        file: t('connections.yaml'),
        tooLarge: t('connections.tooLarge'),
      }}
      proposal={proposal}
      area={area}
      check={{
        words: t('connections.check'),
        run: check.run,
        isBusy: check.isBusy,
        isDone: draft?.isSound === true,
      }}
      isFutile={draft?.isSound === false || draft?.isInForce === true}
      onClose={onClose}
    >
      {draft !== undefined && (
        <DraftSaid
          draft={draft}
          placeOf={(finding) => placeOf(finding, t('connections.line', { line: finding.line }))}
          onFinding={(finding) => show(area.current, finding)}
        />
      )}
      {check.problem !== undefined && <Trouble problem={check.problem} />}
    </ProposalForm>
  );
}

const placeOf = ({ line, path }: DraftFinding, words: string): string =>
  [...(line > 0 ? [words] : []), ...(path === '' ? [] : [path])].join(' · ');

/** Marks the line that a finding is about, and brings it into sight. */
function show(area: HTMLTextAreaElement | null, { line }: DraftFinding): void {
  if (area === null) {
    return;
  }
  const lines = area.value.split('\n');
  const from = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  area.focus();
  area.setSelectionRange(from, from + (lines[line - 1] ?? '').length);
  area.scrollTop = (area.scrollHeight / Math.max(1, lines.length)) * Math.max(0, line - 4);
}
