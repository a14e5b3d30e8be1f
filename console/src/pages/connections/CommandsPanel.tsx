import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Command } from '../../api/commands';
import type { ConnectedDevice } from '../../api/connections';
import { useMay } from '../../parts/context';
import { Scroll } from '../../parts/Scroll';
import { GivenRow } from './CommandSaid';

/** A command of this page, with the unit of its point. */
export interface Given {
  readonly command: Command;
  readonly unit: string;
}

/** More than somebody gives without leaving the page; older ones are in the records. */
export const GIVEN_MAX = 20;

/** What may be written on a device, what was given here, and where all commands of it stand. */
export function CommandsPanel({
  device,
  given,
}: {
  readonly device: ConnectedDevice;
  readonly given: readonly Given[];
}) {
  const { t } = useTranslation();
  const mayWrite = useMay('command.write');
  const maySeeTrail = useMay('audit.view');
  if (!mayWrite && !maySeeTrail) {
    return null;
  }
  return (
    <section className="panel stack">
      <h2>{t('commands.title')}</h2>
      <MaySaid device={device} mayWrite={mayWrite} />
      {given.length > 0 && (
        <Scroll label={t('commands.given')}>
          <table>
            <caption>
              {t('commands.given')} <span className="soft">{t('commands.givenWords')}</span>
            </caption>
            <thead>
              <tr>
                <th>{t('commands.point')}</th>
                <th className="number">{t('commands.wanted')}</th>
                <th>{t('commands.state')}</th>
                <th>{t('commands.number')}</th>
              </tr>
            </thead>
            <tbody>
              {given.map(({ command, unit }) => (
                <GivenRow key={command.id} given={command} unit={unit} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {maySeeTrail ? (
        <p>
          <Link to="/audit" search={{ action: 'command.write', text: `${device.id}/` }}>
            {t('commands.trail')}
          </Link>
        </p>
      ) : (
        <p className="soft">{t('commands.trailElsewhere')}</p>
      )}
    </section>
  );
}

function MaySaid({
  device,
  mayWrite,
}: {
  readonly device: ConnectedDevice;
  readonly mayWrite: boolean;
}) {
  const { t } = useTranslation();
  if (!mayWrite) {
    return <p className="soft">{t('commands.mayNot')}</p>;
  }
  if (!device.isEnabled) {
    return <p>{t('commands.off')}</p>;
  }
  return device.writableCount === 0 ? (
    <div>
      <p>{t('commands.none')}</p>
      <p className="soft">{t('commands.noneWords')}</p>
    </div>
  ) : (
    <p>{t('commands.may', { count: device.writableCount })}</p>
  );
}
