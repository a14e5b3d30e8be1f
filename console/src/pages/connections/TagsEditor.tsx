import { Button, Checkbox, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectedDevice, DraftFinding, TableDraft } from '../../api/connections';
import type { PlantWish } from '../../api/types';
import { useDoing } from '../../parts/asking';
import { useApi } from '../../parts/context';
import { download } from '../../parts/download';
import { Mark } from '../../parts/Mark';
import { Trouble } from '../../parts/States';
import { isWritable } from '../../show/commands';
import { whole } from '../../show/format';
import {
  NO_CELLS, aboutOf, begun, isEdited, isMeant, put, readTable, removed, replaced, restored, stateOf,
  undone, wanted, writeTable, type Asked, type Cells, type Column, type Edits, type Tag,
} from '../../show/tags';
import { CSV, FILE_BYTES_MAX } from './drafts';
import { FindingsTable } from './FindingsTable';
import { TagDialog, type FaultsOfTag } from './TagDialog';
import { TagProposal } from './TagProposal';
import { TagTable } from './TagTable';
import { TryPanel } from './TryPanel';

/** So many rows are a page: more at once are slow to draw, and nobody reads them. */
const PAGE_ROWS = 100;

/** The point that is being written: of one that is there, or a new one. */
interface Written {
  readonly key: number | undefined;
  readonly cells: Cells;
}

/** What was sent, what the node said of it, and of which rows the table was made. */
interface Checked {
  readonly draft: TableDraft;
  readonly sent: readonly Tag[];
}

/** The points of a device: looked through by everybody, changed by who may, proposed as one table. */
export function TagsEditor({
  device,
  model,
  cells,
  mayChange,
  onWished,
  onCommand,
}: {
  readonly device: ConnectedDevice;
  readonly model: string;
  readonly cells: readonly Cells[];
  readonly mayChange: boolean;
  readonly onWished: (wish: PlantWish) => void;
  /** Gives a command to a point in force; undefined where nobody here may, or nothing can be written. */
  readonly onCommand: ((cells: Cells) => void) | undefined;
}) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const [edits, setEdits] = useState<Edits>(() => begun(cells));
  const [written, setWritten] = useState<Written>();
  const [checked, setChecked] = useState<Checked>();
  const [isReplacing, setReplacing] = useState(false);
  const path = `/api/v1/connections/devices/${device.id}/points`;
  const isChanged = isEdited(edits.tags);
  useKept(isChanged);
  const sent = (mode: 'merge' | 'replace', table: string): Promise<TableDraft> =>
    api.postText<TableDraft>(`${path}/import?mode=${mode}&of=${model}`, CSV, table);
  const check = useDoing(
    async () => {
      const rows = wanted(edits.tags);
      const draft = await sent('replace', writeTable(rows.map((each) => each.cells)));
      return { draft, sent: rows };
    },
    (answer) => setChecked(answer),
  );
  const file = useDoing(
    async (given: File) => sent(isReplacing ? 'replace' : 'merge', await given.text()),
    ({ table }) => {
      if (table !== null) {
        setChecked(undefined);
        setEdits((before) => replaced(before, readTable(table)));
      }
    },
  );
  const save = useDoing(() => download(api, `${path}?form=csv`));
  const change = (next: (before: Edits) => Edits): void => {
    setChecked(undefined);
    setEdits(next);
  };
  const isTooLarge =
    isChanged && new Blob([writeTable(wanted(edits.tags).map((each) => each.cells))]).size > FILE_BYTES_MAX;
  const about = (finding: DraftFinding): Tag | undefined => aboutOf(finding, checked?.sent ?? []).tag;
  const faults = useMemo(() => faultsOf(checked), [checked]);
  const write = (asked: Asked): void =>
    setWritten({ key: undefined, cells: { ...firstCells(device), address: asked.address, type: asked.type } });
  return (
    <>
      <section className="panel stack">
        <h2>{t('connections.points')}</h2>
        <div className="row">
          <Button size="xs" variant="default" loading={save.isBusy} onClick={() => save.run(undefined)}>
            {t('connections.export')}
          </Button>
          {mayChange && (
            <>
              <Button
                size="xs"
                variant="default"
                onClick={() => setWritten({ key: undefined, cells: firstCells(device) })}
              >
                {t('connections.add')}
              </Button>
              <Button
                size="xs"
                variant="default"
                disabled={edits.past.length === 0}
                onClick={() => change(undone)}
              >
                {t('connections.undo')}
              </Button>
              <Button
                size="xs"
                loading={check.isBusy}
                disabled={!isChanged || isTooLarge}
                onClick={() => check.run(undefined)}
              >
                {t('connections.see')}
              </Button>
            </>
          )}
        </div>
        {mayChange && (
          <div className="row">
            <label className="row">
              {t('connections.import')}
              <input
                type="file"
                accept=".csv,text/csv"
                disabled={isChanged}
                onChange={(event) => {
                  const given = event.currentTarget.files?.[0];
                  event.currentTarget.value = '';
                  if (given !== undefined) {
                    file.run(given);
                  }
                }}
              />
            </label>
            <Checkbox
              size="xs"
              label={t('connections.replacing')}
              checked={isReplacing}
              onChange={(event) => setReplacing(event.currentTarget.checked)}
            />
          </div>
        )}
        {isChanged && <Mark sort="notice">{t('connections.edited')}</Mark>}
        {isTooLarge && <Mark sort="warning">{t('connections.tableTooLarge')}</Mark>}
        {save.problem !== undefined && <Trouble problem={save.problem} />}
        {check.problem !== undefined && <Trouble problem={check.problem} />}
        {file.problem !== undefined && <Trouble problem={file.problem} />}
        {file.result !== undefined && <Imported draft={file.result} />}
        {checked?.draft.isSound === false && (
          <Faults
            draft={checked.draft}
            nameOf={(finding) => about(finding)?.cells.name ?? ''}
            onFinding={(finding) => {
              const tag = about(finding);
              if (tag !== undefined) {
                setWritten({ key: tag.key, cells: tag.cells });
              }
            }}
          />
        )}
        <Rows
          source={device.id}
          tags={edits.tags}
          mayChange={mayChange}
          faults={faults}
          onWrite={(tag) => setWritten({ key: tag.key, cells: tag.cells })}
          onRemove={(tag) => change((before) => removed(before, tag.key))}
          onRestore={(tag) => change((before) => restored(before, tag.key))}
          onCommand={onCommand}
          words={whole(edits.tags.length, i18n.language)}
        />
      </section>
      {mayChange && <TryPanel device={device} onTake={write} />}
      {written !== undefined && (
        <TagDialog
          device={device}
          cells={written.cells}
          isNew={written.key === undefined}
          faults={written.key === undefined ? undefined : faults.get(written.key)}
          taken={edits.tags.filter((each) => !each.isGone && each.key !== written.key).map((each) => each.cells.name)}
          onClose={() => setWritten(undefined)}
          onDone={(made) => {
            change((before) => put(before, written.key, made));
            setWritten(undefined);
          }}
        />
      )}
      {checked?.draft.isSound === true && (
        <TagProposal
          device={device}
          draft={checked.draft}
          onWished={(wish) => {
            setChecked(undefined);
            onWished(wish);
          }}
          onClose={() => setChecked(undefined)}
        />
      )}
    </>
  );
}

/** A new point is read at the device's only rate, where there is one. */
function firstCells(device: ConnectedDevice): Cells {
  const rates = Object.keys(device.rates);
  return { ...NO_CELLS, rate: rates.length === 1 ? (rates[0] as string) : '' };
}

/** Who leaves loses what was not proposed: the browser asks first. */
function useKept(isChanged: boolean): void {
  useEffect(() => {
    if (!isChanged) {
      return;
    }
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isChanged]);
}

/** What the node found, by point and column. */
function faultsOf(checked: Checked | undefined): ReadonlyMap<number, FaultsOfTag> {
  const found = new Map<number, Map<Column | '', DraftFinding>>();
  for (const finding of checked?.draft.findings ?? []) {
    const { tag, column } = aboutOf(finding, checked?.sent ?? []);
    if (tag !== undefined) {
      const held = found.get(tag.key) ?? new Map<Column | '', DraftFinding>();
      found.set(tag.key, held.set(column ?? '', finding));
    }
  }
  return found;
}

function Imported({ draft }: { readonly draft: TableDraft }) {
  const { t } = useTranslation();
  return draft.isSound ? (
    <>
      <Mark sort="good">{t('connections.imported', draft.points)}</Mark>
      {draft.notTaken.length > 0 && (
        <Mark sort="notice">{t('connections.notTaken', { columns: draft.notTaken.join(', ') })}</Mark>
      )}
    </>
  ) : (
    <Faults
      draft={draft}
      nameOf={({ line, column }) => t('connections.cell', { line, column })}
    />
  );
}

/** What keeps a table from being points. */
function Faults({
  draft,
  nameOf,
  onFinding,
}: {
  readonly draft: TableDraft;
  readonly nameOf: (finding: DraftFinding) => string;
  readonly onFinding?: (finding: DraftFinding) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <Mark sort="critical">{t('connections.unsound', { count: draft.findings.length })}</Mark>
      <FindingsTable findings={draft.findings} placeOf={nameOf} onFinding={onFinding} />
      {draft.leftOut !== '0' && <p className="soft">{t('connections.leftOut', { n: draft.leftOut })}</p>}
    </>
  );
}

function Rows({
  source,
  tags,
  mayChange,
  faults,
  onWrite,
  onRemove,
  onRestore,
  onCommand,
  words,
}: {
  readonly source: string;
  readonly tags: readonly Tag[];
  readonly mayChange: boolean;
  readonly faults: ReadonlyMap<number, FaultsOfTag>;
  readonly onWrite: (tag: Tag) => void;
  readonly onRemove: (tag: Tag) => void;
  readonly onRestore: (tag: Tag) => void;
  readonly onCommand: ((cells: Cells) => void) | undefined;
  readonly words: string;
}) {
  const { t, i18n } = useTranslation();
  const search = useSearch({ from: '/device' });
  const navigate = useNavigate({ from: '/device' });
  const find = useDeferredValue(search.find ?? '');
  const [isChangedOnly, setChangedOnly] = useState(false);
  const [isWritableOnly, setWritableOnly] = useState(false);
  const meant = useMemo(
    () =>
      tags.filter(
        (each) =>
          isMeant(each, find) &&
          (!isChangedOnly || stateOf(each) !== 'same') &&
          (!isWritableOnly || isWritable(each.before)),
      ),
    [tags, find, isChangedOnly, isWritableOnly],
  );
  const last = Math.max(1, Math.ceil(meant.length / PAGE_ROWS));
  const page = Math.min(last, Math.max(1, Number.parseInt(search.page ?? '1', 10) || 1));
  const go = (to: number): void =>
    void navigate({ search: (old) => ({ ...old, page: String(to) }), replace: true });
  return (
    <>
      <div className="row">
        <TextInput
          size="xs"
          aria-label={t('connections.find')}
          placeholder={t('connections.find')}
          value={search.find ?? ''}
          onChange={(event) => {
            const text = event.currentTarget.value;
            void navigate({ search: (old) => ({ ...old, find: text, page: '1' }), replace: true });
          }}
        />
        {mayChange && (
          <Checkbox
            size="xs"
            label={t('connections.changedOnly')}
            checked={isChangedOnly}
            onChange={(event) => setChangedOnly(event.currentTarget.checked)}
          />
        )}
        {onCommand !== undefined && (
          <Checkbox
            size="xs"
            label={t('commands.writableOnly')}
            checked={isWritableOnly}
            onChange={(event) => setWritableOnly(event.currentTarget.checked)}
          />
        )}
        <span className="soft" role="status">
          {t('connections.shown', { shown: whole(meant.length, i18n.language), all: words })}
        </span>
      </div>
      <TagTable
        source={source}
        tags={meant.slice((page - 1) * PAGE_ROWS, page * PAGE_ROWS)}
        isNone={tags.length === 0}
        mayChange={mayChange}
        faults={faults}
        onWrite={onWrite}
        onRemove={onRemove}
        onRestore={onRestore}
        onCommand={onCommand}
      />
      {last > 1 && (
        <div className="row">
          <Button size="xs" variant="default" disabled={page === 1} onClick={() => go(page - 1)}>
            {t('connections.before')}
          </Button>
          <span className="number">{t('connections.page', { page, last })}</span>
          <Button size="xs" variant="default" disabled={page === last} onClick={() => go(page + 1)}>
            {t('connections.after')}
          </Button>
        </div>
      )}
    </>
  );
}
