import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Door } from '../api/gate';
import type { Live } from '../api/live';
import type { Store } from '../api/store';
import type { Action, Session } from '../api/types';
import type { Zone } from '../show/format';
import { zone } from '../show/taste';

export interface Here {
  readonly door: Door;
  readonly live: Live;
}

export const HereContext = createContext<Here | undefined>(undefined);

export function useHere(): Here {
  const here = useContext(HereContext);
  if (here === undefined) {
    throw new Error('no context');
  }
  return here;
}

export const useStore = <T>(store: Store<T>): T =>
  useSyncExternalStore(store.subscribe, store.get);

export const useApi = (): Door['api'] => useHere().door.api;
export const useZone = (): Zone => useStore(zone);

/** The session of whoever is signed in; pages are shown to nobody else. */
export function useSession(): Session {
  const { session } = useStore(useHere().door.gate);
  if (session === undefined) {
    throw new Error('nobody is here');
  }
  return session;
}

export const useMay = (action: Action): boolean =>
  useSession().actions?.includes(action) ?? false;
