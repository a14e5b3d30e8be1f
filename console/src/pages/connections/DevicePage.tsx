import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectedDevice, ConnectionLinks, Connections, DeviceLink } from '../../api/connections';
import { asProblem } from '../../api/problem';
import type { PlantWish } from '../../api/types';
import { POLL_MS, useAsked } from '../../parts/asking';
import { useApi, useMay } from '../../parts/context';
import { Dialog } from '../../parts/Dialog';
import { OfNode } from '../../parts/OfNode';
import { Page } from '../../parts/Page';
import { Nothing, Trouble, Waiting } from '../../parts/States';
import { When } from '../../parts/When';
import { whole } from '../../show/format';
import { readTable, type Cells } from '../../show/tags';
import { Wished } from '../plant/Wished';
import { CommandDialog } from './CommandDialog';
import { CommandsPanel, GIVEN_MAX, type Given } from './CommandsPanel';
import { LinkSaid } from './Said';
import { TagsEditor } from './TagsEditor';

/** One device: where it is, who it says it is, how its link stands, and its points. */
export function DevicePage() {
  const { t } = useTranslation();
  const { id = '' } = useSearch({ from: '/device' });
  const asked = useAsked<Connections>('/api/v1/connections');
  const links = useAsked<ConnectionLinks>('/api/v1/connections/links', { everyMs: POLL_MS });
  const device = asked.data?.devices.find((each) => each.id === id);
  const isNone = asked.problem?.code === 'connections-unknown';
  // Kept here: where it is in force at once, the editor begins anew under it.
  const [wished, setWished] = useState<PlantWish>();
  // Kept here too: a command goes on under whatever comes into force meanwhile.
  const mayCommand = useMay('command.write');
  const [commanded, setCommanded] = useState<Cells>();
  const [given, setGiven] = useState<readonly Given[]>([]);
  const isCommanded = mayCommand && device !== undefined && device.isEnabled && device.writableCount > 0;
  return (
    <Page name="device" tools={<Link to="/connections">{t('connections.all')}</Link>}>
      <div className="stack">
        {asked.problem !== undefined && !isNone && (
          <Trouble problem={asked.problem} again={asked.again} />
        )}
        {asked.data === undefined && asked.problem === undefined && <Waiting />}
        {(isNone || (asked.data !== undefined && device === undefined)) && (
          <section className="panel">
            <Nothing title={t('connections.noSuchDevice')} />
          </section>
        )}
        {asked.data !== undefined && device !== undefined && (
          <>
            <Facts
              device={device}
              link={links.data?.devices.find((each) => each.device === id)}
              isKnown={links.data !== undefined}
            />
            <CommandsPanel
              device={device}
              given={given.filter(({ command }) => command.source === device.id)}
            />
            <Points
              key={`${id} ${asked.data.model}`}
              device={device}
              model={asked.data.model}
              isWhole={asked.data.isWhole}
              onWished={setWished}
              onCommand={isCommanded ? setCommanded : undefined}
            />
          </>
        )}
      </div>
      {commanded !== undefined && device !== undefined && (
        <CommandDialog
          device={device}
          cells={commanded}
          onGiven={(command) =>
            setGiven((before) => [{ command, unit: commanded.unit }, ...before].slice(0, GIVEN_MAX))
          }
          onClose={() => setCommanded(undefined)}
        />
      )}
      {wished !== undefined && (
        <Dialog title={t('connections.propose')} onClose={() => setWished(undefined)}>
          <Wished wish={wished} />
          <div className="dialog-foot">
            <Button onClick={() => setWished(undefined)}>{t('state.close')}</Button>
          </div>
        </Dialog>
      )}
    </Page>
  );
}

/** The points as the node has them in the version in force. */
function Points({
  device,
  model,
  isWhole,
  onWished,
  onCommand,
}: {
  readonly device: ConnectedDevice;
  readonly model: string;
  readonly isWhole: boolean;
  readonly onWished: (wish: PlantWish) => void;
  readonly onCommand: ((cells: Cells) => void) | undefined;
}) {
  const api = useApi();
  const mayChange = useMay('plant.change');
  const path = `/api/v1/connections/devices/${device.id}/points?form=csv`;
  // A version never changes: what was read of it stays.
  const table = useQuery({
    queryKey: [path, model],
    queryFn: () => api.text(path),
    staleTime: Infinity,
  });
  const cells = useMemo(
    () => (table.data === undefined ? undefined : readTable(table.data)),
    [table.data],
  );
  if (cells === undefined) {
    return table.error === null ? (
      <Waiting />
    ) : (
      <Trouble problem={asProblem(table.error)} again={() => void table.refetch()} />
    );
  }
  return (
    <TagsEditor
      device={device}
      model={model}
      cells={cells}
      mayChange={mayChange && isWhole}
      onWished={onWished}
      onCommand={onCommand}
    />
  );
}

function Facts({
  device,
  link,
  isKnown,
}: {
  readonly device: ConnectedDevice;
  readonly link: DeviceLink | undefined;
  readonly isKnown: boolean;
}) {
  const { t, i18n } = useTranslation();
  const n = (count: string | number): string => whole(count, i18n.language);
  const settings = (of: Readonly<Record<string, string>>): string =>
    Object.entries(of).map(([name, text]) => `${name} ${text}`).join(' · ');
  return (
    <section className="panel stack">
      <h2>{device.name}</h2>
      <dl className="facts">
        <dt>{t('connections.id')}</dt>
        <dd className="mono">{device.id}</dd>
        <dt>{t('plant.zone')}</dt>
        <dd>
          {device.zone ?? '–'} <span className="soft">· {t('connections.asset', { asset: device.asset })}</span>
        </dd>
        <dt>{t('connections.where')}</dt>
        <dd className="mono">{`${device.protocol} · ${settings(device.at)}`}</dd>
        <dt>{t('connections.rates')}</dt>
        <dd className="mono">{settings(device.rates)}</dd>
        <dt>{t('connections.state')}</dt>
        <dd>
          <LinkSaid device={device} link={link} isKnown={isKnown} />
        </dd>
        {link !== undefined && (
          <>
            <dt>{t('connections.says')}</dt>
            <dd>
              {link.identity === null ? (
                <span className="soft">{t('connections.saysNothing')}</span>
              ) : (
                <>
                  {[link.identity.vendor, link.identity.product, link.identity.revision]
                    .filter((each) => each !== '')
                    .join(' · ')}
                  {Object.keys(link.identity.others).length > 0 && (
                    <span className="soft"> · {settings(link.identity.others)}</span>
                  )}
                </>
              )}
            </dd>
            <dt>{t('connections.answered')}</dt>
            <dd>
              <When at={link.lastAnswered} />
            </dd>
            {link.lastFault !== null && (
              <>
                <dt>{t('connections.lastFault')}</dt>
                <dd>
                  <OfNode words={link.lastFault} isInTable />
                </dd>
              </>
            )}
            <dt>{t('connections.counts')}</dt>
            <dd className="live">
              {t('connections.countsWords', {
                sessions: n(link.sessions),
                failures: n(link.failures),
                reads: n(link.reads),
                samples: n(link.samples),
                overruns: n(link.overruns),
                writes: n(link.writes),
              })}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
