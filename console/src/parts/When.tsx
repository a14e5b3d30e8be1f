import { useEffect, useState } from 'react';
import { time } from '../show/format';
import { useZone } from './context';

/** A time in the chosen zone; the other one is a pointer away. */
export function When({ at }: { readonly at: string | null | undefined }) {
  const zone = useZone();
  if (at === null || at === undefined) {
    return <span className="soft">–</span>;
  }
  return (
    <time dateTime={at} title={time(at, zone === 'utc' ? 'local' : 'utc')} className="nowrap">
      {time(at, zone)}
    </time>
  );
}

/** The time now, drawn again each second. */
export function useNow(everyMs = 1_000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
