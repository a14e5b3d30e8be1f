import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlantWish } from '../../api/types';
import { useDoing, type Doing } from '../../parts/asking';
import { useApi } from '../../parts/context';
import { Dialog } from '../../parts/Dialog';
import { Mark } from '../../parts/Mark';
import { Trouble } from '../../parts/States';
import { Wished } from './Wished';

/** The API takes so much. */
const BYTES_MAX = 1 << 20;

/** A file that is written to be proposed, beside what is in force. */
export interface Proposal {
  readonly text: string;
  readonly write: (text: string) => void;
  readonly isTooLarge: boolean;
  /** The text in force, once it is known. */
  readonly active: string | undefined;
  readonly wish: Doing<string, PlantWish>;
}

/** A proposal for what the API has under a path; there need not be anything in force yet. */
export function useProposal(path: string, isInForce: boolean): Proposal {
  const api = useApi();
  const [text, write] = useState('');
  const asYaml = `${path}?form=yaml`;
  const active = useQuery({
    queryKey: [asYaml],
    queryFn: () => api.text(asYaml),
    enabled: isInForce,
  });
  const wish = useDoing((given: string) =>
    api.postText<PlantWish>(`${path}/versions`, 'application/yaml', given),
  );
  return { text, write, isTooLarge: new Blob([text]).size > BYTES_MAX, active: active.data, wish };
}

/** What the node does with the text before anybody may propose it. */
export interface Check {
  readonly words: string;
  readonly run: (text: string) => void;
  readonly isBusy: boolean;
  readonly isDone: boolean;
}

/** Where a file is typed or chosen, and then proposed; below it what is said of it. */
export function ProposalForm({
  words,
  proposal: { text, write, isTooLarge, active, wish },
  area,
  check,
  isFutile,
  onClose,
  children,
}: {
  readonly words: {
    readonly title: string;
    readonly why: string;
    readonly file: string;
    readonly tooLarge: string;
  };
  readonly proposal: Proposal;
  readonly area?: RefObject<HTMLTextAreaElement | null>;
  readonly check?: Check;
  /** True where it is known what the node would say to this text. */
  readonly isFutile: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const isForCheck = check?.isDone === false;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    (isForCheck ? check : wish).run(text);
  };
  if (wish.result !== undefined) {
    return (
      <Dialog title={words.title} onClose={onClose}>
        <Wished wish={wish.result} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('state.close')}</Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={words.title} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>{words.why}</p>
        <div className="row">
          <label className="row">
            {t('plant.choose')}
            <input
              type="file"
              accept=".yaml,.yml,application/yaml,text/yaml"
              onChange={(event) => void readFile(event.currentTarget.files?.[0], write)}
            />
          </label>
          {active !== undefined && (
            <Button size="xs" variant="default" onClick={() => write(active)}>
              {t('plant.begin')}
            </Button>
          )}
        </div>
        <Textarea
          ref={area}
          label={words.file}
          classNames={{ input: 'mono' }}
          value={text}
          onChange={(event) => write(event.currentTarget.value)}
          rows={14}
          spellCheck={false}
          required
        />
        {isTooLarge && <Mark sort="warning">{words.tooLarge}</Mark>}
        {children}
        {wish.problem !== undefined && <Trouble problem={wish.problem} />}
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            {t('state.cancel')}
          </Button>
          <Button
            type="submit"
            loading={check?.isBusy === true || wish.isBusy}
            disabled={text.trim() === '' || isTooLarge || isFutile}
          >
            {isForCheck ? check.words : t('plant.proposeDo')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

async function readFile(file: File | undefined, take: (text: string) => void): Promise<void> {
  if (file !== undefined) {
    // What is too large is cut where it is told so, and not sent.
    take(await file.slice(0, BYTES_MAX + 1).text());
  }
}
