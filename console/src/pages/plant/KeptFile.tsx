import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem } from '../../api/problem';
import type { PlantWish } from '../../api/types';
import { useDoing } from '../../parts/asking';
import { useApi } from '../../parts/context';
import { Dialog } from '../../parts/Dialog';
import { Trouble, Waiting } from '../../parts/States';
import { Wished } from './Wished';

/** A version that is kept, to look at and to propose. */
export interface Kept {
  readonly model: string;
  readonly title: string;
}

/** The file of a version that the API has under a path, and the way to propose it. */
export function KeptFile({
  kept: { title },
  path,
  words,
  isProposable,
  above,
  below,
  onClose,
}: {
  readonly kept: Kept;
  readonly path: string;
  readonly words: { readonly why: string; readonly propose: string };
  readonly isProposable: boolean;
  /** What is said of it over its file and under it, until it is proposed. */
  readonly above?: ReactNode;
  readonly below?: ReactNode;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const api = useApi();
  // What is kept under a digest never changes.
  const file = useQuery({ queryKey: [path], queryFn: () => api.text(path), staleTime: Infinity });
  const wish = useDoing(() => api.post<PlantWish>(`${path}/propose`, {}));
  return (
    <Dialog title={title} onClose={onClose}>
      {wish.problem !== undefined && <Trouble problem={wish.problem} />}
      {wish.result !== undefined && <Wished wish={wish.result} />}
      {wish.result === undefined && (
        <>
          {above}
          {file.error !== null && <Trouble problem={asProblem(file.error)} />}
          {file.error === null && file.data === undefined && <Waiting />}
          {file.data !== undefined && (
            <pre className="yaml" tabIndex={0} aria-label={title}>
              {file.data}
            </pre>
          )}
          {below}
          {isProposable && <p className="soft">{words.why}</p>}
        </>
      )}
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose}>
          {t('state.close')}
        </Button>
        {isProposable && wish.result === undefined && (
          <Button loading={wish.isBusy} onClick={() => wish.run(undefined)}>
            {words.propose}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
