import { Store } from '../api/store';
import type { Zone } from './format';

/** How somebody wants to see things. It stays on this machine and says nothing about the plant. */
export type Theme = 'day' | 'night';

function kept<T extends string>(name: string, allowed: readonly T[], otherwise: T): Store<T> {
  let found: string | null = null;
  try {
    found = localStorage.getItem(`penstock-${name}`);
  } catch {
    // A browser that keeps nothing: each visit begins with the default.
  }
  const store = new Store(allowed.find((each) => each === found) ?? otherwise);
  store.subscribe(() => {
    try {
      localStorage.setItem(`penstock-${name}`, store.get());
    } catch {
      // As above.
    }
  });
  return store;
}

const isDark = (): boolean =>
  globalThis.matchMedia?.('(prefers-color-scheme: dark)').matches === true;

export const theme = kept<Theme>('theme', ['day', 'night'], isDark() ? 'night' : 'day');
export const zone = kept<Zone>('zone', ['utc', 'local'], 'utc');
