import { useTranslation } from 'react-i18next';
import type { Items, Notice } from '../../api/types';
import { POLL_MS, useAsked, useDoing } from '../../parts/asking';
import { useApi, useMay, useZone } from '../../parts/context';
import { FindingHelp } from '../../parts/FindingHelp';
import { Mark } from '../../parts/Mark';
import { OfNode } from '../../parts/OfNode';
import { Scroll } from '../../parts/Scroll';
import { Nothing, Shown, Trouble } from '../../parts/States';
import { When } from '../../parts/When';
import { noticeWords, subjectOf } from '../../show/notices';

const SORTS = { critical: 'critical', warning: 'warning', info: 'notice' } as const;

/** What people must know just now, and who says that they know. */
export function Notices() {
  const { t } = useTranslation();
  const api = useApi();
  const asked = useAsked<Items<Notice>>('/api/v1/notices', { everyMs: POLL_MS });
  const know = useDoing((key: { kind: string; subject: string }) =>
    api.post<unknown>('/api/v1/notices/acknowledge', key),
  );
  return (
    <section className="panel stack">
      {know.problem !== undefined && <Trouble problem={know.problem} />}
      <Shown asked={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title={t('notices.none')}>
              <p>{t('notices.noneWords')}</p>
            </Nothing>
          ) : (
            <NoticeTable notices={items} onKnow={know.run} />
          )
        }
      </Shown>
    </section>
  );
}

function Said({ notice }: { readonly notice: Notice }) {
  const zone = useZone();
  const { text, remedy, cause } = noticeWords(notice, zone);
  const code = notice.details?.['finding'];
  return (
    <>
      {text} {cause !== undefined && <OfNode words={cause} />} <span className="soft">{remedy}</span>
      {code !== undefined && <FindingHelp name={`store-${code}`} about={code} />}
    </>
  );
}

function NoticeTable({
  notices,
  onKnow,
}: {
  readonly notices: readonly Notice[];
  readonly onKnow: (key: { kind: string; subject: string }) => void;
}) {
  const { t } = useTranslation();
  const mayManage = useMay('notices.manage');
  return (
    <Scroll label={t('notices.title')}>
      <table>
        <caption>{t('notices.title')}</caption>
        <thead>
          <tr>
            <th>{t('notices.what')}</th>
            <th>{t('notices.subject')}</th>
            <th>{t('notices.text')}</th>
            <th>{t('notices.since')}</th>
            <th>{t('notices.known')}</th>
          </tr>
        </thead>
        <tbody>
          {notices.map((each) => (
            <tr key={`${each.kind} ${each.subject}`}>
              <th scope="row">
                <Mark sort={SORTS[each.severity]}>
                  {t(`notices.kind.${each.kind}`, { defaultValue: each.kind })}
                </Mark>
              </th>
              <td>{subjectOf(each)}</td>
              <td>
                <Said notice={each} />
                <FindingHelp name={`notice-${each.kind}`} about={subjectOf(each)} />
              </td>
              <td>
                <When at={each.since} />
              </td>
              <td>
                {each.acknowledgedAt !== null ? (
                  <>
                    {each.acknowledgedByName ?? each.acknowledgedBy} <When at={each.acknowledgedAt} />
                  </>
                ) : mayManage ? (
                  <button
                    type="button"
                    className="plain-button text-button"
                    onClick={() => onKnow({ kind: each.kind, subject: each.subject })}
                  >
                    {t('notices.know')}
                    <span className="unseen"> {subjectOf(each)}</span>
                  </button>
                ) : (
                  t('notices.nobody')
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
