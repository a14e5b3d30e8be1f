import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem } from '../api/problem';
import { useApi } from './context';
import { Nothing, Trouble, Waiting } from './States';

interface Part {
  readonly next?: string | null;
}

/**
 * A list that comes page by page. The node ends a page early rather than answer late, so an empty
 * page with a next one says nothing yet: only at the end of the list is there nothing.
 */
export function Paged<P extends Part, R>({
  first,
  rowsOf,
  nothing,
  head,
  children,
}: {
  readonly first: string;
  readonly rowsOf: (page: P) => readonly R[];
  readonly nothing: ReactNode;
  readonly head?: (pages: readonly P[]) => ReactNode;
  readonly children: (rows: readonly R[]) => ReactNode;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const query = useInfiniteQuery({
    queryKey: ['paged', first],
    queryFn: ({ pageParam, signal }) => api.get<P>(pageParam, { signal }),
    initialPageParam: first,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  if (query.data === undefined) {
    return query.error === null ? (
      <Waiting />
    ) : (
      <Trouble problem={asProblem(query.error)} again={() => void query.refetch()} />
    );
  }
  const rows = query.data.pages.flatMap(rowsOf);
  const isNothing = rows.length === 0 && !query.hasNextPage;
  return (
    <>
      {head?.(query.data.pages)}
      {isNothing && nothing}
      {rows.length > 0 && children(rows)}
      {rows.length === 0 && query.hasNextPage && <Nothing title={t('state.noneYet')} />}
      {query.error !== null && <Trouble problem={asProblem(query.error)} />}
      {query.hasNextPage && (
        <Button
          size="xs"
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t(rows.length === 0 ? 'state.further' : 'state.more')}
        </Button>
      )}
    </>
  );
}
