import type { ReactNode } from 'react';

/** A shape for each sort of news, so that no colour has to be seen. The word beside it says the same. */
export type Sort = 'critical' | 'warning' | 'notice' | 'calm' | 'good' | 'open';

const SHAPES: Readonly<Record<Sort, ReactNode>> = {
  critical: (
    <>
      <path className="shape-critical" d="M8 0 16 8 8 16 0 8Z" />
      <path className="shape-inner" d="M8 4v5M8 10.5v2" />
    </>
  ),
  warning: (
    <>
      <path className="shape-warning" d="M8 1 16 15H0Z" />
      <path className="shape-inner" d="M8 6v4M8 11.5v2" />
    </>
  ),
  notice: <path className="shape-line" d="M2 2h12v12H2zM8 4.5v1.5M8 7.5v4" />,
  calm: <circle className="shape-line" cx="8" cy="8" r="6" />,
  good: <path className="shape-line" d="M2 8.5 6.5 13 14 3.5" />,
  open: <path className="shape-line" d="M5.5 5.5a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.1.9-1.1 1.9M8 12v1.6" />,
};

export function Shape({ sort, size = 16 }: { readonly sort: Sort; readonly size?: number }) {
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
      {SHAPES[sort]}
    </svg>
  );
}

export function Mark({ sort, children }: { readonly sort: Sort; readonly children: ReactNode }) {
  return (
    <span className={`mark mark-${sort}`}>
      <Shape sort={sort} />
      <span>{children}</span>
    </span>
  );
}
