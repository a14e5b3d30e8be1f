import { useTranslation } from 'react-i18next';
import type { Approval } from '../api/types';
import { said } from '../words/words';
import { Scroll } from './Scroll';

const isNothing = (value: unknown): boolean => value === null || value === undefined || value === '';

/** A value as people read it; what the node wrote in words is said in the page's language. */
const shown = (value: unknown): string =>
  typeof value === 'string' ? said(`scope.${value.replace(/ /g, '-')}`, value) : JSON.stringify(value);

/** `/roles/viewer` is said as the role; other paths stay as they are in the request. */
const field = (path: string): string => {
  const role = /^\/roles\/([a-z-]+)$/.exec(path)?.[1];
  return role === undefined ? path : said(`role.${role}`, path);
};

/** What would change, field by field. */
export function DiffTable({ diff }: { readonly diff: Approval['diff'] }) {
  const { t } = useTranslation();
  return (
    <Scroll label={t('approvals.diff')}>
      <table>
        <caption>{t('approvals.diff')}</caption>
        <thead>
          <tr>
            <th>{t('approvals.path')}</th>
            <th>{t('approvals.before')}</th>
            <th>{t('approvals.after')}</th>
          </tr>
        </thead>
        <tbody>
          {diff.map(({ path, before, after }) => (
            <tr key={path}>
              <th scope="row" className="mono">
                {field(path)}
              </th>
              <td>
                {isNothing(before) ? (
                  <span className="soft">{t('approvals.absent')}</span>
                ) : (
                  <span className="diff-before">{shown(before)}</span>
                )}
              </td>
              <td>
                {isNothing(after) ? (
                  <span className="soft">{t('approvals.absent')}</span>
                ) : (
                  <strong className="diff-after">{shown(after)}</strong>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
