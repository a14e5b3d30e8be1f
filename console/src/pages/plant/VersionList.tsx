import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlantVersions } from '../../api/types';
import { ListPanel } from '../../parts/ListPanel';
import { When } from '../../parts/When';
import { said } from '../../words/words';
import type { Kept } from './KeptFile';

/** What was in force when, who wanted it and who agreed; and what waits to be proposed. */
export function VersionList({
  versions: { waiting, items },
  words,
  isHeaded = false,
  look,
}: {
  readonly versions: PlantVersions;
  readonly words: {
    readonly waiting: string;
    readonly look: string;
    /** Over the digests, where they are shown. */
    readonly digest?: string;
  };
  readonly isHeaded?: boolean;
  /** Shows one of them until it is closed. */
  readonly look: (kept: Kept, close: () => void) => ReactNode;
}) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Kept>();
  const button = (model: string, title: string): ReactNode => (
    <button
      type="button"
      className="plain-button text-button"
      onClick={() => setChosen({ model, title })}
    >
      {words.look}
      <span className="unseen"> {title}</span>
    </button>
  );
  return (
    <>
      {waiting.length > 0 && (
        <section className="panel stack">
          <h2>{t('plant.waiting')}</h2>
          <p className="soft">{words.waiting}</p>
          <ul className="checks">
            {waiting.map((each) => (
              <li key={each.model} className="row">
                <span>
                  {said(`plant.origin.${each.origin}`, each.origin)} · <When at={each.at} />{' '}
                  <span className="mono soft">{each.model.slice(0, 16)}</span>
                </span>
                {button(each.model, t('plant.waiting'))}
              </li>
            ))}
          </ul>
        </section>
      )}
      <ListPanel
        title={t('plant.versions')}
        none={t('plant.noVersions')}
        isHeaded={isHeaded}
        heads={[
          { words: t('plant.version'), isNumber: true },
          { words: t('plant.at') },
          { words: t('plant.cause') },
          { words: t('approvals.author') },
          { words: t('plant.approvedBy') },
          ...(words.digest === undefined ? [] : [{ words: words.digest }]),
          { words: words.look },
        ]}
      >
        {items.map((each) => (
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
            {words.digest !== undefined && <td className="mono">{each.model.slice(0, 16)}</td>}
            <td>{button(each.model, t('plant.versionOf', { number: each.number }))}</td>
          </tr>
        ))}
      </ListPanel>
      {chosen !== undefined && look(chosen, () => setChosen(undefined))}
    </>
  );
}

const nameOf = (who: { readonly id: string; readonly name?: string | null } | null): string =>
  who === null ? '–' : (who.name ?? who.id.slice(0, 8));
