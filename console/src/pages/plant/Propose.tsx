import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlantWish } from '../../api/types';
import { useDoing } from '../../parts/asking';
import { useApi } from '../../parts/context';
import { Dialog } from '../../parts/Dialog';
import { Mark } from '../../parts/Mark';
import { Trouble } from '../../parts/States';
import { around, compared } from '../../show/lines';
import { Wished } from './Wished';

/** The API takes so much. */
const BYTES_MAX = 1 << 20;

/** Another model: a file or typed text, beside what is in force, and then to the second person. */
export function Propose({
  hasModel,
  onClose,
}: {
  readonly hasModel: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const [text, setText] = useState('');
  const active = useQuery({
    queryKey: ['/api/v1/plant?form=yaml'],
    queryFn: () => api.text('/api/v1/plant?form=yaml'),
    enabled: hasModel,
  });
  const wish = useDoing(() =>
    api.postText<PlantWish>('/api/v1/plant/versions', 'application/yaml', text),
  );
  const isTooLarge = new Blob([text]).size > BYTES_MAX;
  const isSame = text !== '' && text.trim() === active.data?.trim();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    wish.run(undefined);
  };
  if (wish.result !== undefined) {
    return (
      <Dialog title={t('plant.propose')} onClose={onClose}>
        <Wished wish={wish.result} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('state.close')}</Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={t('plant.propose')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>{t('plant.proposeWords')}</p>
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
          label={t('plant.yaml')}
          classNames={{ input: 'mono' }}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          rows={14}
          spellCheck={false}
          required
        />
        {isTooLarge && <Mark sort="warning">{t('plant.tooLarge')}</Mark>}
        {isSame && <Mark sort="notice">{t('plant.same')}</Mark>}
        {text !== '' && !isTooLarge && !isSame && active.data !== undefined && (
          <Preview before={active.data} after={text} />
        )}
        {wish.problem !== undefined && <Trouble problem={wish.problem} />}
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            {t('state.cancel')}
          </Button>
          <Button
            type="submit"
            loading={wish.isBusy}
            disabled={text.trim() === '' || isTooLarge || isSame}
          >
            {t('plant.proposeDo')}
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
