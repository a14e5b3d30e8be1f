import type { Session } from '../api/types';
import { said } from '../words/words';
import i18next from 'i18next';

type HostOk = Session['hostOk'];

/** Why passkeys do not work under the name by which the page is open, in the page's language. */
export function whyNoPasskeys(host: HostOk): string {
  const { code, name, why } = host;
  const own = why ?? '';
  if (code === null || code === undefined) {
    return own;
  }
  if (code === 'no-name') {
    return said('host.noName', own);
  }
  const bound =
    name === null || name === undefined ? '' : String(i18next.t('host.bound', { name }));
  if (code === 'other-name') {
    return bound === '' ? own : bound;
  }
  const flaw = said(`host.form.${code}.why`, '');
  return flaw === '' ? own : `${flaw} ${bound}`.trim();
}
