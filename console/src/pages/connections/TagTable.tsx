import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useHere, useMay, useStore, useZone } from '../../parts/context';
import { Mark, type Sort } from '../../parts/Mark';
import { Scroll } from '../../parts/Scroll';
import { Nothing } from '../../parts/States';
import { isWritable } from '../../show/commands';
import { anyValue, clock } from '../../show/format';
import { severityOf } from '../../show/severity';
import { stateOf, type Cells, type Tag, type TagState } from '../../show/tags';
import type { FaultsOfTag } from './TagDialog';

const SORTS: Readonly<Record<TagState, Sort>> = {
  same: 'calm',
  changed: 'notice',
  new: 'notice',
  gone: 'warning',
};

/** A page of points, with what each said last where somebody may see that. */
export function TagTable({
  source,
  tags,
  isNone,
  mayChange,
  faults,
  onWrite,
  onRemove,
  onRestore,
  onCommand,
}: {
  readonly source: string;
  readonly tags: readonly Tag[];
  readonly isNone: boolean;
  readonly mayChange: boolean;
  readonly faults: ReadonlyMap<number, FaultsOfTag>;
  readonly onWrite: (tag: Tag) => void;
  readonly onRemove: (tag: Tag) => void;
  readonly onRestore: (tag: Tag) => void;
  readonly onCommand: ((cells: Cells) => void) | undefined;
}) {
  const { t } = useTranslation();
  const mayLive = useMay('live.view');
  if (tags.length === 0) {
    return <Nothing title={t(isNone ? 'connections.noPoints' : 'connections.noneFound')} />;
  }
  return (
    <Scroll label={t('connections.points')}>
      <table>
        <caption>{t('connections.points')}</caption>
        <thead>
          <tr>
            <th>{t('connections.column.name')}</th>
            <th>{t('connections.comesFrom')}</th>
            <th>{t('connections.column.type')}</th>
            <th>{t('connections.column.rate')}</th>
            {mayLive && <th className="number">{t('sources.value')}</th>}
            {mayLive && <th>{t('connections.quality')}</th>}
            {mayLive && <th>{t('sources.last')}</th>}
            {mayChange && <th>{t('connections.draft')}</th>}
            {(mayChange || onCommand !== undefined) && <th>{t('connections.do')}</th>}
          </tr>
        </thead>
        <tbody>
          {tags.map((tag) => (
            <tr key={tag.key}>
              <th scope="row">
                {tag.cells.name === '' ? '–' : tag.cells.name}
              </th>
              <td>
                <span className="mono">
                  {tag.cells.expression === '' ? tag.cells.address : tag.cells.expression}
                </span>
                {tag.cells.writable === 'true' && <span className="soft"> · {t('connections.isWritable')}</span>}
                {tag.cells.description !== '' && <p className="soft">{tag.cells.description}</p>}
              </td>
              <td className="mono">{tag.cells.type}</td>
              <td className="mono">{tag.cells.rate}</td>
              {mayLive && <Now source={source} point={tag.before?.name ?? ''} unit={tag.cells.unit} />}
              {mayChange && (
                <td>
                  {stateOf(tag) !== 'same' && (
                    <Mark sort={SORTS[stateOf(tag)]}>{t(`connections.tag.${stateOf(tag)}`)}</Mark>
                  )}
                  {faults.has(tag.key) && (
                    <p>
                      <Mark sort="critical">{t('connections.hasFault')}</Mark>
                    </p>
                  )}
                </td>
              )}
              {(mayChange || onCommand !== undefined) && (
                <td>
                  <div className="row">
                    {onCommand !== undefined && isWritable(tag.before) && (
                      <Command words={t('commands.write')} cells={tag.before} onCommand={onCommand} />
                    )}
                    {mayChange && !tag.isGone && (
                      <Act words={t('connections.change')} of={tag} onAct={onWrite} />
                    )}
                    {mayChange && !tag.isGone && (
                      <Act words={t('connections.remove')} of={tag} onAct={onRemove} />
                    )}
                    {mayChange && tag.before !== null && stateOf(tag) !== 'same' && (
                      <Act words={t('connections.restore')} of={tag} onAct={onRestore} />
                    )}
                  </div>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Act({
  words,
  of,
  onAct,
}: {
  readonly words: string;
  readonly of: Tag;
  readonly onAct: (tag: Tag) => void;
}) {
  return (
    <Button size="compact-sm" variant="default" onClick={() => onAct(of)}>
      {words}
      <span className="unseen"> {of.cells.name}</span>
    </Button>
  );
}

/** Of the point as it is in force, whatever a draft makes of it. */
function Command({
  words,
  cells,
  onCommand,
}: {
  readonly words: string;
  readonly cells: Cells;
  readonly onCommand: (cells: Cells) => void;
}) {
  return (
    <Button size="compact-sm" variant="default" onClick={() => onCommand(cells)}>
      {words}
      <span className="unseen"> {cells.name}</span>
    </Button>
  );
}

/** What the stream said last of a point in force; nothing was said of one that is new. */
function Now({
  source,
  point,
  unit,
}: {
  readonly source: string;
  readonly point: string;
  readonly unit: string;
}) {
  const { t } = useTranslation();
  const zone = useZone();
  const { live } = useHere();
  useStore(live.beat);
  const now = point === '' ? undefined : live.value(source, point);
  if (now === undefined) {
    return (
      <>
        <td className="number soft">–</td>
        <td className="soft">–</td>
        <td className="soft">–</td>
      </>
    );
  }
  const severity = severityOf(now.quality);
  return (
    <>
      <td className="number live">{`${anyValue(now.value)} ${unit}`}</td>
      <td>
        {severity === 'good' ? (
          <span className="soft">{t('quality.good')}</span>
        ) : (
          <Mark sort={severity === 'bad' ? 'critical' : 'warning'}>{t(`quality.${severity}`)}</Mark>
        )}
      </td>
      <td className="nowrap">{clock(now.time, zone)}</td>
    </>
  );
}
