import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem } from '../../api/problem';
import type { Approval, PlantVersions, PlantWish } from '../../api/types';
import { useAsked, useDoing } from '../../parts/asking';
import { useApi, useMay } from '../../parts/context';
import { Dialog } from '../../parts/Dialog';
import { DiffTable } from '../../parts/DiffTable';
import { ListPanel } from '../../parts/ListPanel';
import { Mark } from '../../parts/Mark';
import { Trouble, Waiting } from '../../parts/States';
import { When } from '../../parts/When';
import { said } from '../../words/words';
import { Wished } from '../plant/Wished';

interface Difference {
  readonly isInForce: boolean;
  readonly diff: Approval['diff'];
}

/** A version that is kept, to look at and to propose. */
interface Kept {
  readonly model: string;
  readonly title: string;
}

/** What was in force when, who wanted it and who agreed; and what waits to be proposed. */
export function Versions({ versions }: { readonly versions: PlantVersions }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Kept>();
  return (
    <>
      {versions.waiting.length > 0 && (
        <section className="panel stack">
          <h2>{t('plant.waiting')}</h2>
          <p className="soft">{t('connections.waitingWords')}</p>
          <ul className="checks">
            {versions.waiting.map((each) => (
              <li key={each.model} className="row">
                <span>
                  {said(`plant.origin.${each.origin}`, each.origin)} · <When at={each.at} />{' '}
                  <span className="mono soft">{each.model.slice(0, 16)}</span>
                </span>
                <Look kept={{ model: each.model, title: t('plant.waiting') }} onLook={setChosen} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <ListPanel
        title={t('plant.versions')}
        none={t('plant.noVersions')}
        heads={[
          { words: t('plant.version'), isNumber: true },
          { words: t('plant.at') },
          { words: t('plant.cause') },
          { words: t('approvals.author') },
          { words: t('plant.approvedBy') },
          { words: t('connections.look') },
        ]}
      >
        {versions.items.map((each) => (
          <tr key={each.number}>
            <th scope="row" className="number">
              {each.number}
            </th>
            <td>
              <When at={each.at} />
              {each.isActive && <strong> · {t('plant.active')}</strong>}
            </td>
            <td>{said(`plant.causes.${each.cause}`, each.cause)}</td>
            <td>{nameOf(each.author)}</td>
            <td>{each.approvedBy.map(nameOf).join(', ')}</td>
            <td>
              <Look
                kept={{ model: each.model, title: t('plant.versionOf', { number: each.number }) }}
                onLook={setChosen}
              />
            </td>
          </tr>
        ))}
      </ListPanel>
      {chosen !== undefined && <KeptVersion kept={chosen} onClose={() => setChosen(undefined)} />}
    </>
  );
}

const nameOf = (who: { readonly id: string; readonly name?: string | null } | null): string =>
  who === null ? '–' : (who.name ?? who.id.slice(0, 8));

function Look({ kept, onLook }: { readonly kept: Kept; readonly onLook: (kept: Kept) => void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className="plain-button text-button" onClick={() => onLook(kept)}>
      {t('connections.look')}
      <span className="unseen"> {kept.title}</span>
    </button>
  );
}

/** What a version would change of what is in force, its file, and the way to propose it. */
function KeptVersion({ kept, onClose }: { readonly kept: Kept; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const mayChange = useMay('plant.change');
  const path = `/api/v1/connections/versions/${kept.model}`;
  // What is kept under a digest never changes; what it differs from does.
  const file = useQuery({ queryKey: [path], queryFn: () => api.text(path), staleTime: Infinity });
  const difference = useAsked<Difference>(`${path}/difference`);
  const wish = useDoing(() => api.post<PlantWish>(`${path}/propose`, {}));
  const isProposable = mayChange && difference.data?.isInForce === false;
  return (
    <Dialog title={kept.title} onClose={onClose}>
      {wish.problem !== undefined && <Trouble problem={wish.problem} />}
      {wish.result !== undefined && <Wished wish={wish.result} />}
      {wish.result === undefined && (
        <>
          {difference.problem !== undefined && (
            <Trouble problem={difference.problem} again={difference.again} />
          )}
          {difference.data?.isInForce === true && (
            <Mark sort="calm">{t('connections.isInForce')}</Mark>
          )}
          {difference.data?.isInForce === false && <DiffTable diff={difference.data.diff} />}
          {file.error !== null && <Trouble problem={asProblem(file.error)} />}
          {file.error === null && file.data === undefined && <Waiting />}
          {file.data !== undefined && (
            <pre className="yaml" tabIndex={0} aria-label={kept.title}>
              {file.data}
            </pre>
          )}
          {isProposable && <p className="soft">{t('connections.proposeWords')}</p>}
        </>
      )}
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose}>
          {t('state.close')}
        </Button>
        {isProposable && wish.result === undefined && (
          <Button loading={wish.isBusy} onClick={() => wish.run(undefined)}>
            {t('connections.proposeThis')}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
