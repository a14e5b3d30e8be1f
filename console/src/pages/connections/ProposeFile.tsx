import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft, DraftFinding } from '../../api/connections';
import type { PlantWish } from '../../api/types';
import { useDoing } from '../../parts/asking';
import { useApi } from '../../parts/context';
import { Dialog } from '../../parts/Dialog';
import { Mark } from '../../parts/Mark';
import { Trouble } from '../../parts/States';
import { Wished } from '../plant/Wished';
import { DraftSaid } from './DraftSaid';
import { FILE_BYTES_MAX, YAML } from './drafts';

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
  const [text, setText] = useState('');
  const [checked, setChecked] = useState<{ readonly text: string; readonly draft: Draft }>();
  const active = useQuery({
    queryKey: ['/api/v1/connections?form=yaml'],
    queryFn: () => api.text('/api/v1/connections?form=yaml'),
    enabled: hasFile,
  });
  const check = useDoing(async (given: string) => ({
    text: given,
    draft: await api.postText<Draft>('/api/v1/connections/drafts/check', YAML, given),
  }), setChecked);
  const wish = useDoing((given: string) =>
    api.postText<PlantWish>('/api/v1/connections/versions', YAML, given),
  );
  const isTooLarge = new Blob([text]).size > FILE_BYTES_MAX;
  // What the node said is about the text that it was asked about.
  const draft = checked?.text === text ? checked.draft : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (draft?.isSound === true) {
      wish.run(text);
    } else {
      check.run(text);
    }
  };
  if (wish.result !== undefined) {
    return (
      <Dialog title={t('connections.propose')} onClose={onClose}>
        <Wished wish={wish.result} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('state.close')}</Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={t('connections.propose')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>{t('connections.proposeWords')}</p>
        <div className="row">
          <label className="row">
            {t('plant.choose')}
            <input
              type="file"
              accept=".yaml,.yml,application/yaml,text/yaml"
              onChange={(event) => void readFile(event.currentTarget.files?.[0], setText)}
            />
          </label>
          {active.data !== undefined && (
            <Button size="xs" variant="default" onClick={() => setText(active.data)}>
              {t('plant.begin')}
            </Button>
          )}
        </div>
        <Textarea
          ref={area}
          label={t('connections.yaml')}
          classNames={{ input: 'mono' }}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          rows={14}
          spellCheck={false}
          required
        />
        {isTooLarge && <Mark sort="warning">{t('connections.tooLarge')}</Mark>}
        {draft !== undefined && (
          <DraftSaid
            draft={draft}
            placeOf={(finding) => placeOf(finding, t('connections.line', { line: finding.line }))}
            onFinding={(finding) => show(area.current, finding)}
          />
        )}
        {check.problem !== undefined && <Trouble problem={check.problem} />}
        {wish.problem !== undefined && <Trouble problem={wish.problem} />}
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            {t('state.cancel')}
          </Button>
          <Button
            type="submit"
            loading={check.isBusy || wish.isBusy}
            disabled={text.trim() === '' || isTooLarge || draft?.isSound === false || draft?.isInForce === true}
          >
            {t(draft?.isSound === true ? 'plant.proposeDo' : 'connections.check')}
          </Button>
        </div>
      </form>
    </Dialog>
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

async function readFile(file: File | undefined, take: (text: string) => void): Promise<void> {
  if (file !== undefined) {
    // What is too large is cut where it is told so, and not sent.
    take(await file.slice(0, FILE_BYTES_MAX + 1).text());
  }
}
