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
  heads,
  children,
  below,
}: {
  readonly title: string;
  /** Said where there is nothing; undefined where there always is something. */
  readonly none?: string | undefined;
  readonly heads: readonly Head[];
  readonly children: readonly ReactNode[];
  readonly below?: ReactNode;
}) {
  return (
    <section className="panel">
      {children.length === 0 && none !== undefined ? (
        <Nothing title={none} />
      ) : (
        <Scroll label={title}>
          <table>
            <caption>{title}</caption>
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
