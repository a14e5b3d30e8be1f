import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectedDevice, DraftFinding } from '../../api/connections';
import { Dialog } from '../../parts/Dialog';
import { OfNode } from '../../parts/OfNode';
import type { Cells, Column } from '../../show/tags';
import { OnceButton } from './TryPanel';

/** What the node found in one point, by column; '' for the whole row. */
export type FaultsOfTag = ReadonlyMap<Column | '', DraftFinding>;

const BEYOND = ['', 'on-the-line', 'uncertain', 'clamped', 'bad'];
const GROUPS: readonly (readonly [string, readonly Column[]])[] = [
  ['what', ['name', 'unit', 'description']],
  ['origin', ['address', 'type', 'rate', 'expression']],
  ['scaling', ['raw-low', 'raw-high', 'low', 'high', 'beyond']],
  ['telling', ['deadband', 'silence-max']],
  ['writing', ['writable', 'write-low', 'write-high']],
];

/** All that is said of one point. What may stand in a field the node decides, when it is asked. */
export function TagDialog({
  device,
  cells,
  isNew,
  faults,
  taken,
  onClose,
  onDone,
}: {
  readonly device: ConnectedDevice;
  readonly cells: Cells;
  readonly isNew: boolean;
  readonly faults: FaultsOfTag | undefined;
  readonly taken: readonly string[];
  readonly onClose: () => void;
  readonly onDone: (cells: Cells) => void;
}) {
  const { t } = useTranslation();
  const [now, setNow] = useState(cells);
  const isTaken = taken.includes(now.name.trim());
  const set = (column: Column, text: string): void => setNow((before) => ({ ...before, [column]: text }));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onDone({ ...now, name: now.name.trim() });
  };
  const whole = faults?.get('');
  return (
    <Dialog title={t(isNew ? 'connections.addTitle' : 'connections.changeTitle')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p className="soft">{t('connections.tagWords')}</p>
        {whole !== undefined && (
          <p>
            <OfNode words={`${whole.what}; ${whole.advice}`} />
          </p>
        )}
        {GROUPS.map(([group, columns]) => (
          <fieldset key={group} className="tag-fields">
            <legend>{t(`connections.group.${group}` as 'connections.group.what')}</legend>
            {columns.map((column) => (
              <Field
                key={column}
                column={column}
                text={now[column]}
                choices={choicesOf(column, device)}
                fault={column === 'name' && isTaken ? t('connections.nameTaken') : faultOf(faults, column)}
                onText={(text) => set(column, text)}
              />
            ))}
          </fieldset>
        ))}
        <OnceButton device={device} asked={{ address: now.address.trim(), type: now.type.trim() }} />
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            {t('state.cancel')}
          </Button>
          <Button type="submit" disabled={now.name.trim() === '' || isTaken}>
            {t('connections.take')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function choicesOf(column: Column, device: ConnectedDevice): readonly string[] | undefined {
  switch (column) {
    case 'rate':
      return ['', ...Object.keys(device.rates)];
    case 'beyond':
      return BEYOND;
    case 'writable':
      return ['', 'true', 'false'];
    default:
      return undefined;
  }
}

function faultOf(faults: FaultsOfTag | undefined, column: Column): string | undefined {
  const found = faults?.get(column);
  return found === undefined ? undefined : `${found.what}; ${found.allowed}`;
}

function Field({
  column,
  text,
  choices,
  fault,
  onText,
}: {
  readonly column: Column;
  readonly text: string;
  readonly choices: readonly string[] | undefined;
  readonly fault: string | undefined;
  readonly onText: (text: string) => void;
}) {
  const { t } = useTranslation();
  const label = t(`connections.column.${column}`);
  if (choices !== undefined) {
    // What a table brought and no choice has stays to be seen.
    const all = choices.includes(text) ? choices : [...choices, text];
    return (
      <NativeSelect
        label={label}
        value={text}
        error={fault}
        onChange={(event) => onText(event.currentTarget.value)}
        data={all.map((value) => ({ value, label: value === '' ? t('connections.nothing') : value }))}
      />
    );
  }
  return (
    <TextInput
      label={label}
      value={text}
      error={fault}
      spellCheck={false}
      required={column === 'name'}
      onChange={(event) => onText(event.currentTarget.value)}
    />
  );
}
