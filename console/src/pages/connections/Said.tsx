import { useTranslation } from 'react-i18next';
import type { ConnectedDevice, DeviceLink, LinkWord } from '../../api/connections';
import { Mark, type Sort } from '../../parts/Mark';
import { OfNode } from '../../parts/OfNode';
import { When } from '../../parts/When';

const SORTS: Readonly<Record<LinkWord, Sort>> = {
  running: 'calm',
  connecting: 'notice',
  planning: 'notice',
  waiting: 'warning',
  closed: 'warning',
};

/** Where something is: the first of its settings that says so. */
export const whereOf = (at: Readonly<Record<string, string>>): string =>
  at['tcp'] ?? at['rtu-over-tcp'] ?? at['serial'] ?? at['broker'] ?? '';

/** How the link of a device stands, since when, and why. */
export function LinkSaid({
  device,
  link,
  isKnown,
}: {
  readonly device: ConnectedDevice;
  readonly link: DeviceLink | undefined;
  readonly isKnown: boolean;
}) {
  const { t } = useTranslation();
  if (!device.isEnabled) {
    return <Mark sort="calm">{t('connections.off')}</Mark>;
  }
  if (link === undefined) {
    return isKnown ? <Mark sort="warning">{t('connections.notUp')}</Mark> : <span className="soft">–</span>;
  }
  return (
    <>
      <Mark sort={SORTS[link.state]}>{t(`connections.link.${link.state}`)}</Mark>{' '}
      <span className="soft">
        {t('connections.since')} <When at={link.since} />
      </span>
      {link.reason !== null && (
        <p className="soft">
          <OfNode words={link.reason} isInTable />
        </p>
      )}
      {link.refused > 0 && (
        <p>
          <Mark sort="notice">{t('connections.refused', { count: link.refused })}</Mark>
        </p>
      )}
      {link.faulty > 0 && (
        <p>
          <Mark sort="warning">{t('connections.faulty', { count: link.faulty })}</Mark>
        </p>
      )}
    </>
  );
}
