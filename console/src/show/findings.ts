/** What is said of a finding. */
export interface Finding {
  readonly means: string;
  readonly cause: string;
  readonly do: string;
  readonly ask: string;
}

/** Where findings stand, in the order in which people meet them. */
export const FAMILIES = ['page', 'log', 'plant', 'notice', 'claim', 'reason', 'store'] as const;
export type Family = (typeof FAMILIES)[number];

/** Codes in records are words in capitals; the others say by their beginning whose they are. */
export function familyOf(name: string): Family {
  if (/^[A-Z][A-Z_]*$/.test(name)) {
    return 'log';
  }
  const family = /^(plant|notice|claim|reason|store)-/.exec(name)?.[1];
  return (family as Family | undefined) ?? 'page';
}

/** The code as the product writes it. */
export const codeOf = (name: string): string => name.replace(/^(plant|notice|claim|reason|store)-/, '');

/**
 * Whether a finding stands open: on paper always; else as somebody chose, or where nobody did, as
 * all that were found stand. Pure.
 */
export const isOpened = (isPrinting: boolean, chosen: boolean | undefined, isShown: boolean): boolean =>
  isPrinting || (chosen ?? isShown);

/** Whether somebody who looks for these words looks for this finding. */
export function isFound(name: string, title: string, finding: Finding, find: string): boolean {
  const words = find.trim().toLowerCase().split(/\s+/);
  const text = [name, name.replaceAll('_', ' '), title, ...Object.values(finding)].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}
