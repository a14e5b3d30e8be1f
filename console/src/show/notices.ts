import type { Notice } from '../api/types';
import { said } from '../words/words';
import { time, type Zone } from './format';

/** Kinds whose cause is known in the node's own words alone: they stand beside what is said here. */
const CAUSES: Readonly<Record<string, (notice: Notice) => string | undefined>> = {
  'audit-unwritable': ({ details }) => details?.['why'],
  'part-hindered': ({ details, text }) => details?.['why'] ?? text,
  'channel-failed': ({ text }) => text,
  'requests-denied': ({ details, text }) =>
    details?.['last'] === undefined ? text : `${details['peers'] ?? ''}: ${details['last']}`,
  'link-down': ({ details, text }) => details?.['why'] ?? text,
  'destination-behind': ({ details, text }) => details?.['why'] ?? text,
  'destination-losing': ({ text }) => text,
  'ledger-stopped': ({ details, text }) => details?.['why'] ?? text,
  'disk-short': ({ details, text }) => details?.['why'] ?? text,
  'evidence-contradicted': (notice) =>
    variantOf(notice) === 'journal' ? (notice.details?.['why'] ?? notice.text) : undefined,
};

/** Kinds that are about a part of the node, which the page calls by a name of its own. */
const OF_PARTS: ReadonlySet<string> = new Set([
  'ledger-stopped',
  'disk-short',
  'approval-waiting',
  'audit-unwritable',
  'clock-unsure',
  'part-hindered',
]);

/** Whom or what it is about: a part of the node in the words of the page, anything else by its name. */
export function subjectOf(notice: Notice): string {
  const { kind, subject, subjectName, details } = notice;
  // An anchor may be called journal; that there is a finding says that it is not one.
  const isPart =
    OF_PARTS.has(kind) || (kind === 'evidence-contradicted' && details?.['finding'] !== undefined);
  return subjectName ?? (isPart ? said(`notices.about.${subject}`, subject) : subject);
}

/** Which of the sentences of its kind says what a notice says. Pure. */
export function variantOf({ kind, subject, details = {} }: Notice): string {
  switch (kind) {
    case 'source-silent':
      return details['since'] === undefined ? 'plain' : 'since';
    case 'certificate-expiry':
      return details['notAfter'] === undefined ? 'plain' : 'ends';
    case 'approval-waiting':
      return details['count'] === undefined ? 'plain' : 'count';
    case 'requests-denied':
      return details['count'] === undefined ? 'plain' : 'count';
    case 'destination-behind':
    case 'destination-losing':
      return details['what'] ?? 'plain';
    case 'clock-unsure':
      return details['seconds'] === undefined ? 'plain' : 'off';
    case 'disk-short':
      return details['what'] ?? subject;
    case 'evidence-contradicted':
      return subject === 'journal' ? 'journal' : 'anchor';
    default:
      return 'plain';
  }
}

/** A notice in the words of the page; what is left of the node's own stands in `cause`, in English. */
export function noticeWords(
  notice: Notice,
  zone: Zone,
): { text: string; remedy: string; cause: string | undefined } {
  const { details = {}, kind } = notice;
  const variant = variantOf(notice);
  const count = Number(details['count'] ?? details['seconds'] ?? 0);
  const key = `notices.said.${kind}.${variant}`;
  const plural = variant === 'count' || variant === 'off' ? `${key}_${count === 1 ? 'one' : 'other'}` : key;
  const text = said(plural, '', {
    subject: notice.subjectName ?? notice.subject,
    since: time(details['since'], zone),
    notAfter: time(details['notAfter'], zone),
    count: String(count),
  });
  return text === ''
    ? { text: '', remedy: said(`notices.do.${kind}`, ''), cause: `${notice.text} ${notice.remedy}` }
    : {
        text,
        remedy: said(`notices.do.${kind}`, ''),
        cause: CAUSES[kind]?.(notice),
      };
}
