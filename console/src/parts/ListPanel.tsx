import type { ReactNode } from 'react';
import { Scroll } from './Scroll';
import { Nothing } from './States';

/** The head of a column; what stands in one of numbers stands to the right. */
export interface Head {
  readonly words: string;
  readonly isNumber?: boolean;
}

/** A panel with one table, or with the word that there is nothing to list. */
export function ListPanel({
  title,
  none,
  isHeaded = false,
  heads,
  children,
  below,
}: {
  readonly title: string;
  /** True on pages where each panel has a heading of its own. */
  readonly isHeaded?: boolean;
  /** Said where there is nothing; undefined where there always is something. */
  readonly none?: string | undefined;
  readonly heads: readonly Head[];
  readonly children: readonly ReactNode[];
  readonly below?: ReactNode;
}) {
  return (
    <section className={isHeaded ? 'panel stack' : 'panel'}>
      {isHeaded && <h2>{title}</h2>}
      {children.length === 0 && none !== undefined ? (
        <Nothing title={none} />
      ) : (
        <Scroll label={title}>
          <table>
            {!isHeaded && <caption>{title}</caption>}
            <thead>
              <tr>
                {heads.map(({ words, isNumber = false }) => (
                  <th key={words} className={isNumber ? 'number' : undefined}>
                    {words}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>{children}</tbody>
          </table>
        </Scroll>
      )}
      {below}
    </section>
  );
}
