import { useTranslation } from 'react-i18next';
import type { Certificate, Certificates as CertificatePage } from '../../api/types';
import { useAsked } from '../../parts/asking';
import { Mark } from '../../parts/Mark';
import { Scroll } from '../../parts/Scroll';
import { Nothing, Shown } from '../../parts/States';
import { When } from '../../parts/When';
import { duration, grouped } from '../../show/format';
import { Issued } from './Issued';

const WARN_S = 30 * 86_400;

/** The certificates of this node and of its site's authority, and what that one issued. */
export function Certificates() {
  const { t } = useTranslation();
  const asked = useAsked<CertificatePage>('/api/v1/certificates');
  return (
    <div className="stack">
      <section className="panel">
        <Shown asked={asked}>
          {(page) =>
            page.items.length === 0 ? (
              <Nothing title={t('certificates.none')}>
                <p>{t('certificates.noneWords')}</p>
              </Nothing>
            ) : (
              <Own certificates={page.items} />
            )
          }
        </Shown>
      </section>
      {asked.data?.issued !== undefined && <Issued issued={asked.data.issued} />}
    </div>
  );
}

function Own({ certificates }: { readonly certificates: readonly Certificate[] }) {
  const { t } = useTranslation();
  return (
    <Scroll label={t('people.tab.certificates')}>
      <table>
        <thead>
          <tr>
            <th>{t('certificates.subject')}</th>
            <th>{t('certificates.use')}</th>
            <th>{t('certificates.issuer')}</th>
            <th>{t('certificates.until')}</th>
            <th>{t('people.state')}</th>
            <th>{t('certificates.fingerprint')}</th>
          </tr>
        </thead>
        <tbody>
          {certificates.map((each, i) => (
            <tr key={each.fingerprint ?? i}>
              <th scope="row">{each.subject ?? each.name}</th>
              <td>{each.use}</td>
              <td>{each.issuer}</td>
              <td>
                <When at={each.notAfter} />
              </td>
              <td>
                <Left until={each.notAfter} />
              </td>
              <td className="mono">{grouped(each.fingerprint ?? '')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Left({ until }: { readonly until: string | undefined }) {
  const { t } = useTranslation();
  const left = (Date.parse(until ?? '') - Date.now()) / 1000;
  if (Number.isNaN(left)) {
    return null;
  }
  if (left < 0) {
    return <Mark sort="critical">{t('certificates.expired')}</Mark>;
  }
  const words = t('certificates.left', { time: duration(left) });
  return left < WARN_S ? <Mark sort="warning">{words}</Mark> : <span>{words}</span>;
}
