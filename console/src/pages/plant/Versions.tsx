import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem } from '../../api/problem';
import type { PlantVersions, PlantWish } from '../../api/types';
import { useDoing } from '../../parts/asking';
import { useApi, useMay } from '../../parts/context';
import { Dialog } from '../../parts/Dialog';
import { TriedOn } from '../../parts/DryRun';
import { Scroll } from '../../parts/Scroll';
import { Nothing, Trouble, Waiting } from '../../parts/States';
import { When } from '../../parts/When';
import { said } from '../../words/words';
import { Wished } from './Wished';

/** A model that is kept, to look at and to propose. */
interface Kept {
  readonly model: string;
  readonly title: string;
  readonly isProposable: boolean;
}

/** What was in force when, who wanted it and who agreed; and what waits to be proposed. */
export function Versions({ versions }: { readonly versions: PlantVersions }) {
  const { t } = useTranslation();
  const mayChange = useMay('plant.change');
  const [chosen, setChosen] = useState<Kept>();
  const active = versions.items.find((each) => each.isActive)?.model;
  return (
    <>
      {versions.waiting.length > 0 && (
        <section className="panel stack">
          <h2>{t('plant.waiting')}</h2>
          <p className="soft">{t('plant.waitingWords')}</p>
          <ul className="checks">
            {versions.waiting.map((each) => (
              <li key={each.model} className="row">
                <span>
                  {said(`plant.origin.${each.origin}`, each.origin)} · <When at={each.at} />{' '}
                  <span className="mono soft">{each.model.slice(0, 16)}</span>
                </span>
                <Look
                  kept={{ model: each.model, title: t('plant.waiting'), isProposable: mayChange }}
                  onLook={setChosen}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="panel stack">
        <h2>{t('plant.versions')}</h2>
        {versions.items.length === 0 ? (
          <Nothing title={t('plant.noVersions')} />
        ) : (
          <Scroll label={t('plant.versions')}>
            <table>
              <thead>
                <tr>
                  <th className="number">{t('plant.version')}</th>
                  <th>{t('plant.at')}</th>
                  <th>{t('plant.cause')}</th>
                  <th>{t('approvals.author')}</th>
                  <th>{t('plant.approvedBy')}</th>
                  <th>{t('plant.digest')}</th>
                  <th>{t('plant.look')}</th>
                </tr>
              </thead>
              <tbody>
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
                    <td className="mono">{each.model.slice(0, 16)}</td>
                    <td>
                      <Look
                        kept={{
                          model: each.model,
                          title: t('plant.versionOf', { number: each.number }),
                          isProposable: mayChange && each.model !== active,
                        }}
                        onLook={setChosen}
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </section>
      {chosen !== undefined && <KeptModel kept={chosen} onClose={() => setChosen(undefined)} />}
    </>
  );
}

const nameOf = (who: { readonly id: string; readonly name?: string | null } | null): string =>
  who === null ? '–' : (who.name ?? who.id.slice(0, 8));

function Look({ kept, onLook }: { readonly kept: Kept; readonly onLook: (kept: Kept) => void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className="plain-button text-button" onClick={() => onLook(kept)}>
      {t('plant.look')}
      <span className="unseen"> {kept.title}</span>
    </button>
  );
}

function KeptModel({ kept, onClose }: { readonly kept: Kept; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const path = `/api/v1/plant/versions/${kept.model}`;
  // What is kept under a digest never changes.
  const file = useQuery({
    queryKey: [path],
    queryFn: () => api.text(path),
    staleTime: Infinity,
  });
  const wish = useDoing(() => api.post<PlantWish>(`${path}/propose`, {}));
  return (
    <Dialog title={kept.title} onClose={onClose}>
      {wish.problem !== undefined && <Trouble problem={wish.problem} />}
      {wish.result !== undefined && <Wished wish={wish.result} />}
      {file.error !== null && <Trouble problem={asProblem(file.error)} />}
      {file.error === null && file.data === undefined && <Waiting />}
      {file.data !== undefined && wish.result === undefined && (
        <pre className="yaml" tabIndex={0} aria-label={kept.title}>
          {file.data}
        </pre>
      )}
      {kept.isProposable && wish.result === undefined && <TriedOn model={kept.model} />}
      {kept.isProposable && wish.result === undefined && (
        <p className="soft">{t('plant.proposeWords')}</p>
      )}
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose}>
          {t('state.close')}
        </Button>
        {kept.isProposable && wish.result === undefined && (
          <Button loading={wish.isBusy} onClick={() => wish.run(undefined)}>
            {t('plant.proposeThis')}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
