import { useMutation, useQuery, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { asProblem, type ApiProblem } from '../api/problem';
import { useApi } from './context';

/** Pages ask again this often by themselves; twice missed, what they show is stale. */
export const POLL_MS = 5_000;

export interface Asked<T> {
  readonly data: T | undefined;
  readonly problem: ApiProblem | undefined;
  readonly again: () => void;
}

/** A question whose answer a page shows. What is asked again without a hand is a background request. */
export function useAsked<T>(
  path: string,
  options: {
    readonly everyMs?: number;
    readonly isWanted?: boolean;
    readonly keepMs?: number;
    /** After which answer it is no longer asked again. */
    readonly isEnough?: (answer: T) => boolean;
  } = {},
): Asked<T> {
  const api = useApi();
  const client = useQueryClient();
  const key: QueryKey = [path];
  const { everyMs = false, isEnough } = options;
  const interval = ({ state }: { readonly state: { readonly data: T | undefined } }): number | false =>
    state.data !== undefined && isEnough?.(state.data) === true ? false : everyMs;
  const query = useQuery<T>({
    queryKey: key,
    queryFn: ({ signal }) => {
      const isAgain = client.getQueryData(key) !== undefined;
      return api.get<T>(path, { signal, background: isAgain });
    },
    enabled: options.isWanted ?? true,
    ...(options.everyMs === undefined ? {} : { refetchInterval: interval }),
    ...(options.keepMs === undefined ? {} : { staleTime: options.keepMs }),
  });
  return {
    data: query.data,
    // What was shown before stays; that it grows old is what the banner is for.
    problem: query.data === undefined && query.error !== null ? asProblem(query.error) : undefined,
    again: () => void query.refetch(),
  };
}

export interface Doing<In, Out> {
  readonly run: (input: In) => void;
  readonly isBusy: boolean;
  readonly problem: ApiProblem | undefined;
  readonly result: Out | undefined;
  readonly reset: () => void;
}

/** Something that a person does; every answer that is shown is asked for again when it went well. */
export function useDoing<In, Out>(
  act: (input: In) => Promise<Out>,
  then?: (result: Out) => void,
): Doing<In, Out> {
  const client = useQueryClient();
  const mutation = useMutation<Out, unknown, In>({
    mutationFn: act,
    onSuccess: (result) => {
      void client.invalidateQueries();
      then?.(result);
    },
  });
  return {
    run: (input) => mutation.mutate(input),
    isBusy: mutation.isPending,
    problem: mutation.error === null ? undefined : asProblem(mutation.error),
    result: mutation.data,
    reset: () => mutation.reset(),
  };
}
