import { useTranslation } from 'react-i18next';
import type { Items, OpenSession } from '../../api/types';
import { POLL_MS, useAsked, useDoing } from '../../parts/asking';
import { useApi } from '../../parts/context';
import { Scroll } from '../../parts/Scroll';
import { Nothing, Shown, Trouble } from '../../parts/States';
import { When } from '../../parts/When';
import { said } from '../../words/words';

/** Who is here now; each session can be ended from here. */
export function Sessions() {
  const { t } = useTranslation();
  const api = useApi();
  const asked = useAsked<Items<OpenSession>>('/api/v1/sessions', { everyMs: POLL_MS });
  const end = useDoing((id: string) => api.post<unknown>(`/api/v1/sessions/${id}/end`, {}));
  return (
    <section className="panel stack">
      {end.problem !== undefined && <Trouble problem={end.problem} />}
      <Shown asked={asked}>
        {(page) =>
          page.items.length === 0 ? (
            <Nothing title={t('sessions.none')} />
          ) : (
            <SessionTable sessions={page.items} onEnd={end.run} />
          )
        }
      </Shown>
    </section>
  );
}

export function SessionTable({
  sessions,
  onEnd,
}: {
  readonly sessions: readonly OpenSession[];
  readonly onEnd: ((id: string) => void) | undefined;
}) {
  const { t } = useTranslation();
  return (
    <Scroll label={t('people.tab.sessions')}>
      <table>
        <thead>
          <tr>
            <th>{t('audit.person')}</th>
            <th>{t('sessions.started')}</th>
            <th>{t('sessions.active')}</th>
            <th>{t('sessions.origin')}</th>
            <th>{t('sessions.way')}</th>
            <th>{t('people.state')}</th>
            {onEnd !== undefined && <th>{t('sessions.end')}</th>}
          </tr>
        </thead>
        <tbody>
          {sessions.map((each) => (
            <tr key={each.id}>
              <th scope="row">{each.personName ?? each.person.slice(0, 8)}</th>
              <td>
                <When at={each.startedAt} />
              </td>
              <td>
                <When at={each.lastActiveAt} />
              </td>
              <td>{each.origin}</td>
              <td>{said(`way.${each.way}`, each.way)}</td>
              <td>{said(`sessions.states.${each.state}`, each.state)}</td>
              {onEnd !== undefined && (
                <td>
                  <button
                    type="button"
                    className="plain-button text-button"
                    onClick={() => onEnd(each.id)}
                  >
                    {t('sessions.end')}
                    <span className="unseen"> {each.personName}</span>
                  </button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
