import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/Page';
import { Nothing, Trouble, Waiting } from '../../parts/States';
import { whole } from '../../show/format';
import { usePoints, useSources } from './names';
import { rowsOf, zonesOf } from './rows';
import { Tree } from './Tree';

const PointPanel = lazy(() => import('./PointPanel'));

/** Who speaks to this node, about what, and what each said last. */
export function Sources() {
  const { t, i18n } = useTranslation();
  const search = useSearch({ from: '/sources' });
  const navigate = useNavigate({ from: '/sources' });
  const { sources, isWhole, problem, again } = useSources();
  const { points, problem: pointProblem, ask } = usePoints();
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const find = useDeferredValue(search.find ?? '');
  const zone = search.zone ?? '';
  const rows = useMemo(
    () => rowsOf(sources ?? [], points, open, find, zone),
    [sources, points, open, find, zone],
  );
  const numberOf = search.source;
  useEffect(() => {
    // An address that names a point opens its source.
    const named = sources?.find((each) => String(each.number) === numberOf);
    if (named !== undefined) {
      ask([named.number]);
      setOpen((before) => (before.has(named.number) ? before : new Set([...before, named.number])));
    }
  }, [sources, numberOf, ask]);
  const toggle = (number: number): void => {
    const next = new Set(open);
    if (!next.delete(number)) {
      next.add(number);
      ask([number]);
    }
    setOpen(next);
  };
  const all = (): void => {
    if (open.size > 0) {
      setOpen(new Set());
      return;
    }
    const numbers = (sources ?? []).map((each) => each.number);
    ask(numbers);
    setOpen(new Set(numbers));
  };
  const chosen = rows.find(
    (row) =>
      row.kind === 'point' &&
      String(row.source.number) === search.source &&
      row.point.name === search.point,
  );
  const tools = (
    <>
      <TextInput
        size="xs"
        aria-label={t('sources.find')}
        placeholder={t('sources.find')}
        value={search.find ?? ''}
        onChange={(event) => {
          const text = event.currentTarget.value;
          void navigate({ search: (old) => ({ ...old, find: text }), replace: true });
        }}
      />
      <NativeSelect
        size="xs"
        aria-label={t('sources.zone')}
        value={zone}
        onChange={(event) => {
          const text = event.currentTarget.value;
          void navigate({ search: (old) => ({ ...old, zone: text }), replace: true });
        }}
        data={[
          { value: '', label: t('sources.allZones') },
          ...zonesOf(sources ?? []).map((each) => ({ value: each, label: each })),
        ]}
      />
      <Button size="xs" variant="default" onClick={all} disabled={sources === undefined}>
        {t(open.size > 0 ? 'sources.closeAll' : 'sources.openAll')}
      </Button>
    </>
  );
  return (
    <Page name="sources" tools={tools}>
      {problem !== undefined && <Trouble problem={problem} again={again} />}
      {pointProblem !== undefined && <Trouble problem={pointProblem} />}
      {sources === undefined && problem === undefined && <Waiting />}
      {sources !== undefined && isWhole && sources.length === 0 && (
        <Nothing title={t('sources.none')}>
          <p>{t('sources.noneRemedy')}</p>
        </Nothing>
      )}
      {sources !== undefined && sources.length > 0 && (
        <div className={chosen === undefined ? '' : 'split'}>
          <div>
            <Tree
              rows={rows}
              chosen={search}
              onToggle={toggle}
              onChoose={(source, point) =>
                void navigate({
                  search: (old) => ({ ...old, source: String(source.number), point: point.name }),
                })
              }
            />
            <p className="soft" role="status">
              {t('sources.shown', {
                rows: whole(rows.length, i18n.language),
                sources: whole(sources.length, i18n.language),
              })}
              {!isWhole && problem === undefined && ` · ${t('state.waiting')}`}
            </p>
          </div>
          {chosen?.kind === 'point' && (
            <Suspense fallback={<Waiting />}>
              <PointPanel
                key={`${chosen.source.number} ${chosen.point.number}`}
                source={chosen.source}
                point={chosen.point}
                onClose={() =>
                  void navigate({
                    search: ({ find: kept, zone: keptZone }) => ({
                      ...(kept === undefined ? {} : { find: kept }),
                      ...(keptZone === undefined ? {} : { zone: keptZone }),
                    }),
                  })
                }
              />
            </Suspense>
          )}
        </div>
      )}
    </Page>
  );
}
