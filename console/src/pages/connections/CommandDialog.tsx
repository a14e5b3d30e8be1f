import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Command, NewCommand } from '../../api/commands';
import type { ConnectedDevice } from '../../api/connections';
import { asProblem } from '../../api/problem';
import { useDoing } from '../../parts/asking';
import { useApi, useMay } from '../../parts/context';
import { Dialog } from '../../parts/Dialog';
import { Mark } from '../../parts/Mark';
import { Trouble } from '../../parts/States';
import {
  isBeyond, isUnsure, kindOf, limitsOf, mayBeSentAgain, newKey, typedOf, wantedWord, type Kind, type Limits,
} from '../../show/commands';
import { duration } from '../../show/format';
import type { Cells } from '../../show/tags';
import { CommandSaid, LastSaid } from './CommandSaid';

/** For how long a command is wanted; '' leaves it to the node. */
const WITHIN_SECONDS = ['', '60', '300', '900', '3600'];

/**
 * A value for a point of a device. The dialog is one command: it has one key, so whatever is pressed
 * twice or sent again after an answer got lost is done once.
 */
export function CommandDialog({
  device,
  cells,
  onGiven,
  onClose,
}: {
  readonly device: ConnectedDevice;
  readonly cells: Cells;
  readonly onGiven: (command: Command) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const mayLive = useMay('live.view');
  const [key] = useState(newKey);
  const [text, setText] = useState('');
  const [within, setWithin] = useState('');
  // When it was first sent and may have been taken: from then on nothing of it changes.
  const [unsureSince, setUnsureSince] = useState<number>();
  const give = useDoing(async (command: NewCommand) => {
    const at = Date.now();
    try {
      return await api.post<Command>('/api/v1/commands', command);
    } catch (caught) {
      if (isUnsure(asProblem(caught))) {
        setUnsureSince((before) => before ?? at);
      }
      throw caught;
    }
  }, onGiven);
  const kind = kindOf(cells);
  const limits = limitsOf(cells);
  const typed = typedOf(kind, text);
  const isOld = unsureSince !== undefined && !mayBeSentAgain(unsureSince, Date.now());
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed.sort === 'value' && !isOld && !give.isBusy) {
      give.run({
        source: device.id,
        point: cells.name,
        value: typed.value,
        key,
        ...(within === '' ? {} : { withinSeconds: Number(within) }),
      });
    }
  };
  const isFree = unsureSince === undefined && !give.isBusy;
  return (
    <Dialog title={t('commands.writeTitle', { point: cells.name })} onClose={onClose}>
      <dl className="facts">
        <dt>{t('commands.device')}</dt>
        <dd>
          {device.name} <span className="soft mono">{device.id}</span>
        </dd>
        <dt>{t('commands.point')}</dt>
        <dd>
          {cells.name} <span className="soft mono">{`${cells.address} ${cells.type}`}</span>
          {cells.description !== '' && <p className="soft">{cells.description}</p>}
        </dd>
        <dt>{t('commands.limits')}</dt>
        <dd>
          <LimitsSaid limits={limits} unit={cells.unit} />
        </dd>
        {mayLive && (
          <>
            <dt>{t('commands.now')}</dt>
            <dd>
              <LastSaid source={device.id} point={cells.name} unit={cells.unit} />
            </dd>
          </>
        )}
      </dl>
      {give.result !== undefined ? (
        <>
          <CommandSaid given={give.result} unit={cells.unit} />
          <div className="dialog-foot">
            <Button onClick={onClose}>{t('state.close')}</Button>
          </div>
        </>
      ) : (
        <form className="stack" onSubmit={submit}>
          <ValueField
            kind={kind}
            unit={cells.unit}
            text={text}
            isFree={isFree}
            fault={typed.sort === 'fault' && typed.fault !== 'empty' ? t(`commands.fault.${typed.fault}`) : undefined}
            onText={setText}
          />
          {typed.sort === 'value' && isBeyond(typed.value, limits) && (
            <Mark sort="warning">{t('commands.beyond')}</Mark>
          )}
          <NativeSelect
            label={t('commands.within')}
            value={within}
            disabled={!isFree}
            data={WITHIN_SECONDS.map((each) => ({
              value: each,
              label: each === '' ? t('commands.withinUsual') : duration(Number(each)),
            }))}
            onChange={(event) => setWithin(event.currentTarget.value)}
          />
          <p className="soft">{t('commands.judged')}</p>
          {unsureSince !== undefined && !give.isBusy && (
            <div role="alert">
              <Mark sort="critical">{t('commands.unsure')}</Mark>
              <p>{t(isOld ? 'commands.unsureOld' : 'commands.unsureWords')}</p>
            </div>
          )}
          {give.problem?.code === 'conflict' ? (
            <Mark sort="warning">{t('commands.keyUsed')}</Mark>
          ) : (
            give.problem !== undefined && <Trouble problem={give.problem} />
          )}
          <div className="dialog-foot">
            <Button variant="default" onClick={onClose}>
              {t(unsureSince === undefined ? 'state.cancel' : 'state.close')}
            </Button>
            <Button type="submit" loading={give.isBusy} disabled={typed.sort === 'fault' || isOld}>
              {unsureSince !== undefined
                ? t('commands.again')
                : typed.sort === 'value'
                  ? t('commands.do', { what: wantedWord(typed.value, cells.unit) })
                  : t('commands.doNothing')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

function LimitsSaid({ limits, unit }: { readonly limits: Limits; readonly unit: string }) {
  const { t } = useTranslation();
  const low = `${limits.low} ${unit}`.trim();
  const high = `${limits.high} ${unit}`.trim();
  if (limits.low === '' && limits.high === '') {
    return <span className="soft">{t('commands.unlimited')}</span>;
  }
  if (limits.high === '') {
    return t('commands.from', { low });
  }
  return limits.low === '' ? t('commands.upTo', { high }) : t('commands.between', { low, high });
}

function ValueField({
  kind,
  unit,
  text,
  isFree,
  fault,
  onText,
}: {
  readonly kind: Kind;
  readonly unit: string;
  readonly text: string;
  readonly isFree: boolean;
  readonly fault: string | undefined;
  readonly onText: (text: string) => void;
}) {
  const { t } = useTranslation();
  const label = unit === '' ? t('commands.value') : t('commands.valueIn', { unit });
  if (kind === 'flag') {
    return (
      <NativeSelect
        label={label}
        value={text}
        disabled={!isFree}
        data={[
          { value: '', label: t('commands.choose') },
          { value: 'true', label: 'true' },
          { value: 'false', label: 'false' },
        ]}
        onChange={(event) => onText(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      label={label}
      description={kind === 'any' ? t('commands.anyWords') : undefined}
      value={text}
      error={fault}
      disabled={!isFree}
      inputMode={kind === 'number' ? 'decimal' : 'text'}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onText(event.currentTarget.value)}
    />
  );
}
