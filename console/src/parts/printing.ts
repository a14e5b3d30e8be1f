import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** So many rows of a long list come onto paper; beyond them it says that it was cut. */
export const PRINTED_MAX = 500;

/** Whether the page is being laid out for paper, where nothing scrolls into sight. */
export function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(() => matchMedia('print').matches);
  useEffect(() => {
    const media = matchMedia('print');
    // The browser takes its picture as soon as the event has been told.
    const begin = (): void => flushSync(() => setPrinting(true));
    const end = (): void => setPrinting(false);
    const change = (): void => (media.matches ? begin() : end());
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    media.addEventListener('change', change);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
      media.removeEventListener('change', change);
    };
  }, []);
  return isPrinting;
}

/** All rows that come onto paper, in the form in which those in sight are told. Pure. */
export const printedRows = (count: number, rowPx: number): { index: number; start: number }[] =>
  Array.from({ length: Math.min(count, PRINTED_MAX) }, (_, index) => ({ index, start: index * rowPx }));
