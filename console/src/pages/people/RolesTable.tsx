import { useTranslation } from 'react-i18next';
import type { Roles } from '../../api/types';
import { useAsked } from '../../parts/asking';
import { useMay } from '../../parts/context';
import { Shape } from '../../parts/Mark';
import { NoPasskey, usePasskeys } from '../../parts/NoPasskey';
import { Scroll } from '../../parts/Scroll';
import { Shown } from '../../parts/States';
import { said } from '../../words/words';
import { roleWord } from './Grants';

/** Roles by actions, and what needs two people. */
export function RolesTable() {
  const asked = useAsked<Roles>('/api/v1/roles');
  return (
    <Shown asked={asked}>
      {(roles) => (
        <div className="stack">
          <Matrix roles={roles} />
          <Dual roles={roles} />
        </div>
      )}
    </Shown>
  );
}

function Matrix({ roles }: { readonly roles: Roles }) {
  const { t } = useTranslation();
  const actions = [...new Set(roles.items.flatMap((each) => each.actions))];
  return (
    <section className="panel">
      <Scroll label={t('people.matrix')}>
        <table>
          <caption>{t('people.matrix')}</caption>
          <thead>
            <tr>
              <th>{t('people.action')}</th>
              {roles.items.map(({ role }) => (
                <th key={role}>{roleWord(role)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {actions.map((action) => (
              <tr key={action}>
                <th scope="row">
                  {said(`action.${action.replace('.', '-')}`, action)}{' '}
                  <span className="soft">{action}</span>
                </th>
                {roles.items.map((each) => (
                  <td key={each.role}>
                    {each.actions.includes(action) ? (
                      <>
                        <Shape sort="good" size={14} />
                        <span className="unseen">{t('people.may')}</span>
                      </>
                    ) : (
                      <span className="unseen">{t('people.mayNot')}</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
            <tr>
              <th scope="row">{t('people.separated')}</th>
              {roles.items.map((each) => (
                <td key={each.role}>{each.separatedFrom.map(roleWord).join(', ')}</td>
              ))}
            </tr>
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

function Dual({ roles }: { readonly roles: Roles }) {
  const { t } = useTranslation();
  const { isWithout } = usePasskeys(useMay('approve'));
  return (
    <section className="panel">
      <Scroll label={t('people.dual')}>
        <table>
          <caption>{t('people.dual')}</caption>
          <thead>
            <tr>
              <th>{t('people.kind')}</th>
              <th>{t('people.grade')}</th>
              <th>{t('people.why')}</th>
            </tr>
          </thead>
          <tbody>
            {roles.dualControl.map(({ kind, grade, why }) => (
              <tr key={kind}>
                <th scope="row">{said(`kind.${kind.replace('.', '-')}`, kind)}</th>
                <td>{said(`grade.${grade}`, grade)}</td>
                <td className="wide-text">{said(`why.${kind.replace('.', '-')}`, why)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="soft">{t('people.gradeOf')}</p>
      {isWithout && <NoPasskey words={t('people.noPasskey')} />}
    </section>
  );
}
