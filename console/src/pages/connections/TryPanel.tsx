import { Button, NativeSelect, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectedDevice, OncePoint, OnceRead } from '../../api/connections';
import { useDoing, type Doing } from '../../parts/asking';
import { useApi } from '../../parts/context';
import { Mark } from '../../parts/Mark';
import { OfNode } from '../../parts/OfNode';
import { Scroll } from '../../parts/Scroll';
import { Trouble } from '../../parts/States';
import { When } from '../../parts/When';
import { value } from '../../show/format';
import { ASKED_MAX, REGISTERS_MAX, askedOf, rangeOf, type Asked } from '../../show/tags';

const TABLES = ['holding', 'input'];
const ADDRESS_MAX = 65_535;

/** A whole number of a range; none where something else was typed. */
function numberOf(text: string, min: number, max: number): number | undefined {
  const number = /^\d{1,5}$/.test(text.trim()) ? Number(text) : -1;
  return number >= min && number <= max ? number : undefined;
}

function useOnce(device: ConnectedDevice): Doing<readonly Asked[], OnceRead> {
  const api = useApi();
  return useDoing((points: readonly Asked[]) =>
    api.post<OnceRead>(`/api/v1/connections/devices/${device.id}/read-once`, { points }),
  );
}

/** Reads addresses once, over the link that stands: is it there, and what may it mean? */
export function TryPanel({
  device,
  onTake,
}: {
  readonly device: ConnectedDevice;
  readonly onTake: (asked: Asked) => void;
}) {
  const { t } = useTranslation();
  const once = useOnce(device);
  const [text, setText] = useState('');
  const [table, setTable] = useState('holding');
  const [firstText, setFirst] = useState('0');
  const [countText, setCount] = useState('8');
  const asked = askedOf(text);
  const first = numberOf(firstText, 0, ADDRESS_MAX);
  const count = numberOf(countText, 1, REGISTERS_MAX);
  return (
    <section className="panel stack">
      <h2>{t('connections.try')}</h2>
      <p className="soft">{t('connections.tryWords')}</p>
      {device.protocol === 'modbus' && (
        <form
          className="row row-end"
          onSubmit={(event) => {
            event.preventDefault();
            if (first !== undefined && count !== undefined) {
              once.run(rangeOf(table, first, count));
            }
          }}
        >
          <NativeSelect
            label={t('connections.registers')}
            value={table}
            data={TABLES}
            onChange={(event) => setTable(event.currentTarget.value)}
          />
          <TextInput
            label={t('connections.first')}
            inputMode="numeric"
            value={firstText}
            onChange={(event) => setFirst(event.currentTarget.value)}
          />
          <TextInput
            label={t('connections.howMany', { max: REGISTERS_MAX })}
            inputMode="numeric"
            value={countText}
            onChange={(event) => setCount(event.currentTarget.value)}
          />
          <Button
            type="submit"
            size="xs"
            variant="default"
            loading={once.isBusy}
            disabled={first === undefined || count === undefined}
          >
            {t('connections.readRange')}
          </Button>
        </form>
      )}
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          once.run(asked);
        }}
      >
        <Textarea
          label={t('connections.addresses')}
          description={t('connections.addressesWords', { max: ASKED_MAX })}
          classNames={{ input: 'mono' }}
          rows={3}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className="row">
          <Button
            type="submit"
            size="xs"
            variant="default"
            loading={once.isBusy}
            disabled={asked.length === 0 || asked.length > ASKED_MAX}
          >
            {t('connections.readThese')}
          </Button>
        </div>
      </form>
      {once.problem !== undefined && <Trouble problem={once.problem} />}
      {once.result !== undefined && <Read read={once.result} onTake={onTake} />}
    </section>
  );
}

function Read({
  read,
  onTake,
}: {
  readonly read: OnceRead;
  readonly onTake: (asked: Asked) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <p className="soft" role="status">
        {t('connections.readAt')} <When at={read.at} />
      </p>
      <Scroll label={t('connections.found')}>
        <table>
          <caption>{t('connections.found')}</caption>
          <thead>
            <tr>
              <th>{t('connections.column.address')}</th>
              <th>{t('connections.column.type')}</th>
              <th className="number">{t('connections.raw')}</th>
              <th>{t('connections.quality')}</th>
              <th>{t('connections.do')}</th>
            </tr>
          </thead>
          <tbody>
            {read.points.map((each, i) => (
              <tr key={i}>
                <th scope="row" className="mono">
                  {each.address}
                </th>
                <td className="mono">{each.type ?? ''}</td>
                <td className="number">{each.quality.severity === 'bad' ? '–' : value(each.value)}</td>
                <td>
                  <QualitySaid point={each} />
                </td>
                <td>
                  <Button
                    size="compact-sm"
                    variant="default"
                    onClick={() => onTake({ address: each.address, type: each.type ?? '' })}
                  >
                    {t('connections.makePoint')}
                    <span className="unseen"> {`${each.address} ${each.type ?? ''}`}</span>
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

function QualitySaid({ point }: { readonly point: OncePoint }) {
  const { t } = useTranslation();
  const { severity, code } = point.quality;
  if (severity === 'good') {
    return <span className="soft">{t('quality.good')}</span>;
  }
  return (
    <>
      <Mark sort={severity === 'bad' ? 'critical' : 'warning'}>{t(`quality.${severity}`)}</Mark>{' '}
      <span className="soft mono">{`0x${code.toString(16).toUpperCase().padStart(8, '0')}`}</span>
      {point.reason !== null && (
        <p className="soft">
          <OfNode words={point.reason} isInTable />
        </p>
      )}
    </>
  );
}

/** Reads the address of the point that is being written, beside its fields. */
export function OnceButton({
  device,
  asked,
}: {
  readonly device: ConnectedDevice;
  readonly asked: Asked;
}) {
  const { t } = useTranslation();
  const once = useOnce(device);
  const [found] = once.result?.points ?? [];
  return (
    <>
      <div className="row" role="status">
        <Button
          size="xs"
          variant="default"
          loading={once.isBusy}
          disabled={asked.address === ''}
          onClick={() => once.run([asked])}
        >
          {t('connections.readThis')}
        </Button>
        {found !== undefined && (
          <>
            <span className="mono soft">{`${found.address} ${found.type ?? ''}`}</span>
            {found.quality.severity !== 'bad' && <strong>{value(found.value)}</strong>}
            <QualitySaid point={found} />
          </>
        )}
      </div>
      {once.problem !== undefined && <Trouble problem={once.problem} />}
    </>
  );
}
