import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Approval } from '../api/types';
import { time, type Zone } from '../show/format';
import { said } from '../words/words';
import { useZone } from './context';
import { Scroll } from './Scroll';

const isNothing = (value: unknown): boolean => value === null || value === undefined || value === '';

/** A value as people read it; what the node wrote in words is said in the page's language. */
function shown(value: unknown, t: TFunction, zone: Zone): string {
  if (typeof value !== 'string') {
    return JSON.stringify(value);
  }
  const count = /^(\d+) values?$/.exec(value)?.[1];
  if (count !== undefined) {
    return t('approvals.values', { count: Number(count), n: count });
  }
  const [, from, to] = /^(\d{4}-\S+Z) to (\d{4}-\S+Z)$/.exec(value) ?? [];
  if (from !== undefined && to !== undefined) {
    return t('approvals.span', { from: time(from, zone), to: time(to, zone) });
  }
  return value === 'a new sealed code'
    ? t('approvals.newCode')
    : said(`scope.${value.replace(/ /g, '-')}`, value);
}

/** Paths that have a name are said by it; others stay as they are in the request. */
function field(path: string, t: TFunction): string {
  const role = /^\/roles\/([a-z-]+)$/.exec(path)?.[1];
  if (role !== undefined) {
    return said(`role.${role}`, path);
  }
  const [, source, what] = /^\/sources\/(.+)\/(readable|keys\/[0-9a-f]+)$/.exec(path) ?? [];
  if (source !== undefined) {
    return t(what === 'readable' ? 'approvals.readable' : 'approvals.keyOf', { source });
  }
  return path === '/break-glass' ? t('approvals.theCode') : path;
}

/** What would change, field by field. */
export function DiffTable({ diff }: { readonly diff: Approval['diff'] }) {
  const { t } = useTranslation();
  const zone = useZone();
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
                {field(path, t)}
              </th>
              <td>
                {isNothing(before) ? (
                  <span className="soft">{t('approvals.absent')}</span>
                ) : (
                  <span className="diff-before">{shown(before, t, zone)}</span>
                )}
              </td>
              <td>
                {isNothing(after) ? (
                  <span className="soft">{t('approvals.absent')}</span>
                ) : (
                  <strong className="diff-after">{shown(after, t, zone)}</strong>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
