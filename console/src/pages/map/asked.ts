import { useEffect, useRef } from 'react';
import type { MapMoment } from '../../api/map';
import { address } from '../../api/client';
import { POLL_MS, useAsked, type Asked } from '../../parts/asking';

/** The moment that an address names: when, and how many minutes before it. */
export interface Wanted {
  readonly at?: string;
  readonly minutes?: string;
}

/** The same without what is not there, for a link. */
export function kept(wanted: Wanted): Wanted {
  return {
    ...(wanted.at === undefined ? {} : { at: wanted.at }),
    ...(wanted.minutes === undefined ? {} : { minutes: wanted.minutes }),
  };
}

const UNREAD_MS = 1_500;

/**
 * What there is at a moment. Of now it is asked again and again, and of any time while the node has not
 * read all records of it; while another moment is asked for, the one before stays.
 */
export function useMoment<T extends MapMoment>(
  path: string,
  wanted: Wanted,
  isWanted = true,
): Asked<T> & { readonly isOther: boolean } {
  const last = useRef<T | undefined>(undefined);
  const isUnread = last.current?.isRead === false;
  const everyMs = isUnread ? UNREAD_MS : wanted.at === undefined ? POLL_MS : undefined;
  const asked = useAsked<T>(address(path, { at: wanted.at, minutes: wanted.minutes }), {
    isWanted,
    ...(everyMs === undefined ? {} : { everyMs }),
  });
  const { data } = asked;
  useEffect(() => {
    last.current = data ?? last.current;
  }, [data]);
  const isOther = data === undefined && asked.problem === undefined && last.current !== undefined;
  return { ...asked, data: data ?? (asked.problem === undefined ? last.current : undefined), isOther };
}
