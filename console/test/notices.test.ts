import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Notice } from '../src/api/types';
import { noticeWords, subjectOf, variantOf } from '../src/show/notices';
import { outcomeWords } from '../src/show/outcomes';
import german from '../src/words/de/words.json';
import words from '../src/words/en/words.json';

const notice = (kind: string, subject: string, details: Record<string, string> = {}): Notice => ({
  kind, subject, details, subjectName: null, severity: 'warning', text: 'in English', remedy: 'do this',
  since: '2026-11-22T10:00:00Z', acknowledgedBy: null, acknowledgedByName: null, acknowledgedAt: null, told: [],
});

beforeAll(async () => {
  await i18next.init({
    lng: 'de', ns: ['words'], defaultNS: 'words', resources: { de: { words: german } },
    interpolation: { escapeValue: false },
  });
});

describe('a notice', () => {
  it('is said in the language of the page, from its pieces', () => {
    const one = noticeWords(notice('approval-waiting', 'approvals', { count: '1' }), 'utc');
    expect(one.text).toBe('1 Antrag wartet auf eine zweite Person.');
    expect(one.cause).toBeUndefined();
    const two = noticeWords(notice('approval-waiting', 'approvals', { count: '2' }), 'utc');
    expect(two.text).toBe('2 Anträge warten auf eine zweite Person.');
    const silent = noticeWords(notice('source-silent', 'plc-4', { since: '2026-11-22T09:00:00Z' }), 'utc');
    expect(silent.text).toContain('2026-11-22 09:00:00Z');
  });

  it('of which the node has only words keeps them beside what is said here', () => {
    const failed = noticeWords(notice('channel-failed', 'pager'), 'utc');
    expect(failed.text).toContain('pager');
    expect(failed.cause).toBe('in English');
  });

  it('of the gateway says what goes on, and keeps who and why beside it', () => {
    const denied = noticeWords(
      notice('requests-denied', 'control/field', {
        count: '371', since: '2026-11-22T09:00:00Z', peers: '10.0.0.9', last: 'write of unit 4 holding 1',
      }),
      'utc',
    );
    expect(denied.text).toBe(
      '371 Anfragen, die die Regeln nicht erlauben, wurden seit 2026-11-22 09:00:00Z abgelehnt: control/field.',
    );
    expect(denied.cause).toBe('10.0.0.9: write of unit 4 holding 1');
    expect(noticeWords(notice('requests-denied', 'control/field'), 'utc').cause).toBe('in English');
    const down = noticeWords(notice('link-down', 'plc-1', { why: 'no route' }), 'utc');
    expect([down.text, down.cause]).toEqual(['Von plc-1 wird seit mehr als fünf Minuten nichts gelesen.', 'no route']);
    for (const what of ['unlinked', 'late']) {
      expect(noticeWords(notice('destination-behind', 'cloud', { what }), 'utc').text, what).toContain('cloud');
    }
    for (const what of ['lost', 'soon']) {
      expect(noticeWords(notice('destination-losing', 'cloud', { what }), 'utc').text, what).toContain('cloud');
    }
  });

  it('of what stands still or finds no room keeps where and what was seen', () => {
    const why = 'entries/3 at 41: 0 for 7';
    for (const [kind, subject] of [['ledger-stopped', 'ledger'], ['disk-short', 'ledger'], ['disk-short', 'journal'], ['evidence-contradicted', 'journal']] as const) {
      const said = noticeWords(notice(kind, subject, { why }), 'utc');
      expect(said.text, kind).not.toBe('');
      expect(said.cause, kind).toBe(why);
      expect(noticeWords(notice(kind, subject), 'utc').cause, kind).toBe('in English');
    }
    expect(noticeWords(notice('evidence-contradicted', 'notary'), 'utc').cause).toBeUndefined();
  });

  it('calls parts of the node by the words of the page, and what somebody named by its name', () => {
    expect(subjectOf(notice('approval-waiting', 'approvals'))).toBe('Anträge');
    expect(subjectOf(notice('ledger-stopped', 'ledger'))).toBe('Protokoll');
    expect(subjectOf(notice('part-hindered', 'audit'))).toBe('Prüfpfad');
    expect(subjectOf(notice('evidence-contradicted', 'journal', { finding: 'X' }))).toBe('Journal');
    for (const kind of ['source-silent', 'certificate-expiry', 'channel-failed', 'account-locked', 'evidence-contradicted']) {
      expect(subjectOf(notice(kind, 'clock')), kind).toBe('clock');
    }
    expect(subjectOf({ ...notice('account-locked', '0a1b'), subjectName: 'ana' })).toBe('ana');
  });

  it('of a kind that is not known here is told as the node tells it', () => {
    const other = noticeWords(notice('of-tomorrow', 'x'), 'utc');
    expect(other).toEqual({ text: '', remedy: '', cause: 'in English do this' });
  });

  it('has a sentence for each variant of each kind', () => {
    const said = words.notices.said as Record<string, Record<string, string>>;
    const all = [
      notice('disk-short', 'journal'), notice('disk-short', 'ledger'), notice('disk-short', 'journal', { what: 'access' }),
      notice('evidence-contradicted', 'journal'), notice('evidence-contradicted', 'notary'),
      ...Object.keys(said).filter((kind) => !['disk-short', 'evidence-contradicted'].includes(kind)).map((kind) => notice(kind, 'x')),
    ];
    for (const each of all) {
      expect(said[each.kind]?.[variantOf(each)], each.kind).toBeDefined();
    }
    expect(Object.keys(words.notices.do)).toEqual(Object.keys(said));
  });
});

describe('an outcome', () => {
  it('that is known is said, and another is left to the node', () => {
    expect(outcomeWords('1 key is destroyed')).toBe('1 Schlüssel ist vernichtet');
    expect(outcomeWords('3 keys are destroyed')).toBe('3 Schlüssel sind vernichtet');
    expect(outcomeWords('something new')).toBeUndefined();
  });
});
