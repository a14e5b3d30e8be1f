import type { CSSProperties, ReactNode } from 'react';

/** What is wider than its place scrolls by itself, by keys too: it can be reached, and has a name. */
export function Scroll({
  label,
  style,
  children,
}: {
  readonly label: string;
  readonly style?: CSSProperties;
  readonly children: ReactNode;
}) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={label} style={style}>
      {children}
    </div>
  );
}
