import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionLinks, Connections } from '../../api/connections';
import type { PlantVersions, Whole } from '../../api/types';
import { POLL_MS, useAsked } from '../../parts/asking';
import { useMay } from '../../parts/context';
import { ListPanel } from '../../parts/ListPanel';
import { Mark } from '../../parts/Mark';
import { OfNode } from '../../parts/OfNode';
import { Page } from '../../parts/Page';
import { Nothing, Trouble, Waiting } from '../../parts/States';
import { When } from '../../parts/When';
import { duration, whole } from '../../show/format';
import { ProposeFile } from './ProposeFile';
import { LinkSaid, whereOf } from './Said';
import { Versions } from './Versions';

/** Which devices are read, where values go, through which ports others come, and how each stands. */
export function ConnectionsPage() {
  const { t } = useTranslation();
  const mayChange = useMay('plant.change');
  const asked = useAsked<Connections>('/api/v1/connections');
  const links = useAsked<ConnectionLinks>('/api/v1/connections/links', { everyMs: POLL_MS });
  const isNone = asked.problem?.code === 'connections-unknown';
  // Who sees one zone sees what lies in it, and none of the versions, which name all.
  const isWhole = asked.data?.isWhole === true || (isNone && links.data?.isWhole === true);
  const versions = useAsked<PlantVersions>('/api/v1/connections/versions', { isWanted: isWhole });
  const [isOpen, setOpen] = useState(false);
  const tools =
    mayChange && isWhole ? (
      <Button size="xs" onClick={() => setOpen(true)}>
        {t('connections.propose')}
      </Button>
    ) : undefined;
  return (
    <Page name="connections" tools={tools}>
      <div className="stack">
        {links.problem !== undefined && <Trouble problem={links.problem} again={links.again} />}
        {asked.problem !== undefined && !isNone && (
          <Trouble problem={asked.problem} again={asked.again} />
        )}
        {asked.data === undefined && asked.problem === undefined && <Waiting />}
        {isNone && (
          <section className="panel">
            <Nothing title={t('connections.none')}>
              <p>{t('connections.noneWords')}</p>
            </Nothing>
          </section>
        )}
        <Obstacles links={links.data} />
        {asked.data !== undefined && <InForce all={asked.data} links={links.data} />}
        {isWhole && versions.problem !== undefined && (
          <Trouble problem={versions.problem} again={versions.again} />
        )}
        {versions.data !== undefined && <Versions versions={versions.data} />}
      </div>
      {isOpen && <ProposeFile hasFile={asked.data !== undefined} onClose={() => setOpen(false)} />}
    </Page>
  );
}

function Obstacles({ links }: { readonly links: ConnectionLinks | undefined }) {
  const { t } = useTranslation();
  if (links === undefined || links.obstacles.length === 0) {
    return null;
  }
  return (
    <section className="panel stack">
      <h2>{t('connections.obstacles')}</h2>
      <p className="soft">{t('connections.obstaclesWords')}</p>
      <ul className="checks">
        {links.obstacles.map((each) => (
          <li key={each}>
            <Mark sort="warning">
              <OfNode words={each} />
            </Mark>
          </li>
        ))}
      </ul>
    </section>
  );
}

function InForce({
  all,
  links,
}: {
  readonly all: Connections;
  readonly links: ConnectionLinks | undefined;
}) {
  const { t } = useTranslation();
  return (
    <>
      <p className="soft">
        {t('connections.version', { number: all.number })} · <When at={all.since} />
        {!all.isWhole && ` · ${t('plant.part')}`}
      </p>
      <Devices all={all} links={links} />
      <Destinations all={all} links={links} />
      <Proxies all={all} links={links} />
      <Servers all={all} links={links} />
    </>
  );
}

interface Shown {
  readonly all: Connections;
  readonly links: ConnectionLinks | undefined;
}

function Devices({ all, links }: Shown) {
  const { t, i18n } = useTranslation();
  return (
    <ListPanel
      title={t('connections.devices')}
      none={t('connections.noDevices')}
      heads={[
        { words: t('connections.device') },
        { words: t('plant.zone') },
        { words: t('connections.where') },
        { words: t('connections.state') },
        { words: t('connections.points'), isNumber: true },
        { words: t('connections.answered') },
      ]}
    >
      {all.devices.map((each) => {
        const link = links?.devices.find(({ device }) => device === each.id);
        return (
          <tr key={each.id}>
            <th scope="row">
              <Link to="/device" search={{ id: each.id }}>
                {each.name}
              </Link>
              {each.name !== each.id && <span className="soft mono"> {each.id}</span>}
            </th>
            <td>{each.zone ?? '–'}</td>
            <td className="mono">{whereOf(each.at)}</td>
            <td>
              <LinkSaid device={each} link={link} isKnown={links !== undefined} />
            </td>
            <td className="number">{whole(each.pointCount, i18n.language)}</td>
            <td>
              <When at={link?.lastAnswered} />
            </td>
          </tr>
        );
      })}
    </ListPanel>
  );
}

function Destinations({ all, links }: Shown) {
  const { t, i18n } = useTranslation();
  return (
    <ListPanel
      title={t('connections.destinations')}
      none={t('connections.noDestinations')}
      heads={[
        { words: t('connections.destination') },
        { words: t('plant.zone') },
        { words: t('connections.where') },
        { words: t('connections.state') },
        { words: t('connections.behind') },
        { words: t('connections.left'), isNumber: true },
      ]}
    >
      {all.destinations.map((each) => {
        const link = links?.destinations.find(({ destination }) => destination === each.id);
        return (
          <tr key={each.id}>
            <th scope="row">
              {each.name}
              {each.name !== each.id && <span className="soft mono"> {each.id}</span>}
            </th>
            <td>{each.zone}</td>
            <td className="mono">{`${each.protocol} ${whereOf(each.at)}`}</td>
            <td>
              {link === undefined ? (
                <NotUp isEnabled={each.isEnabled} isKnown={links !== undefined} />
              ) : (
                <>
                  <Mark sort={link.isLinked ? 'calm' : 'warning'}>
                    {t(link.isLinked ? 'connections.linked' : 'connections.notLinked')}
                  </Mark>
                  {link.fault !== null && (
                    <p className="soft">
                      <OfNode words={link.fault} isInTable />
                    </p>
                  )}
                </>
              )}
            </td>
            <td className="live">{link === undefined ? '–' : duration(Number(link.behindMs) / 1000)}</td>
            <td className="number live">
              {link === undefined ? '–' : whole(link.historyLeft, i18n.language)}
              {link !== undefined && link.overtaken !== '0' && (
                <p>
                  <Mark sort="warning">
                    {t('connections.overtaken', { n: whole(link.overtaken, i18n.language) })}
                  </Mark>
                </p>
              )}
            </td>
          </tr>
        );
      })}
    </ListPanel>
  );
}

function Proxies({ all, links }: Shown) {
  const { t } = useTranslation();
  return (
    <ListPanel
      title={t('connections.proxies')}
      none={t('connections.noProxies')}
      heads={[
        { words: t('connections.proxy') },
        { words: t('connections.fromZone') },
        { words: t('connections.to') },
        { words: t('connections.listens') },
        { words: t('connections.clients'), isNumber: true },
      ]}
    >
      {all.proxies.map((each) => {
        const link = links?.proxies.find(({ proxy }) => proxy === each.id);
        return (
          <tr key={each.id}>
            <th scope="row">{each.name}</th>
            <td>{each.fromZone}</td>
            <td className="mono">{each.to ?? '–'}</td>
            <td>
              {link === undefined ? (
                <NotUp isEnabled={each.isEnabled} isKnown={links !== undefined} />
              ) : (
                <span className="mono">{link.address}</span>
              )}
            </td>
            <td className="number live">{link?.clients ?? '–'}</td>
          </tr>
        );
      })}
    </ListPanel>
  );
}

function Servers({ all, links }: Shown) {
  const { t, i18n } = useTranslation();
  return (
    <ListPanel
      title={t('connections.servers')}
      none={t('connections.noServers')}
      heads={[
        { words: t('connections.server') },
        { words: t('connections.fromZone') },
        { words: t('connections.listens') },
        { words: t('connections.served'), isNumber: true },
        { words: t('connections.clients'), isNumber: true },
        { words: t('connections.answeredThere'), isNumber: true },
        { words: t('connections.withoutValue'), isNumber: true },
        { words: t('connections.refusedThere'), isNumber: true },
      ]}
    >
      {all.servers.map((each) => {
        const link = links?.servers.find(({ server }) => server === each.id);
        const count = (number?: Whole) =>
          number === undefined ? '–' : whole(number, i18n.language);
        return (
          <tr key={each.id}>
            <th scope="row">{each.name}</th>
            <td>{each.fromZone}</td>
            <td>
              {link === undefined ? (
                <NotUp isEnabled={each.isEnabled} isKnown={links !== undefined} />
              ) : (
                <span className="mono">{link.address}</span>
              )}
            </td>
            <td className="number">{whole(each.servedCount, i18n.language)}</td>
            <td className="number live">{link?.clients ?? '–'}</td>
            <td className="number live">{count(link?.answered)}</td>
            <td className="number live">{count(link?.withoutValue)}</td>
            <td className="number live">{count(link?.refused)}</td>
          </tr>
        );
      })}
    </ListPanel>
  );
}

function NotUp({ isEnabled, isKnown }: { readonly isEnabled: boolean; readonly isKnown: boolean }) {
  const { t } = useTranslation();
  if (!isEnabled) {
    return <Mark sort="calm">{t('connections.off')}</Mark>;
  }
  return isKnown ? <Mark sort="warning">{t('connections.notUp')}</Mark> : <span className="soft">–</span>;
}
