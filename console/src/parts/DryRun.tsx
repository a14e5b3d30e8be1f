import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { DryRun, DryRunAnswer, DryRunChange, DryRunOwn } from '../api/dryrun';
import { whole } from '../show/format';
import { said } from '../words/words';
import { useAsked } from './asking';
import { useMay } from './context';
import { ListPanel } from './ListPanel';
import { Mark } from './Mark';
import { OfNode } from './OfNode';
import { Trouble, Waiting } from './States';
import { When } from './When';

/** While records are still to be read the node is asked again this often. */
const AGAIN_MS = 1_000;

/** What a model that is kept would have done in the last day. */
export function TriedOn({ model }: { readonly model: string }) {
  const { t } = useTranslation();
  const mayLook = useMay('live.view');
  const path = `/api/v1/plant/versions/${model}/dry-run`;
  const first = useAsked<DryRun>(path, { isWanted: mayLook, keepMs: Infinity });
  // The same stretch again: of another one the node would begin anew.
  const { from = '', to = '', isRead = true } = first.data ?? {};
  const span = `?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`;
  const more = useAsked<DryRun>(`${path}${span}`, {
    isWanted: mayLook && first.data !== undefined && !isRead,
    everyMs: AGAIN_MS,
    isEnough: (run) => run.isRead,
  });
  const run = more.data ?? first.data;
  const problem = first.problem ?? more.problem;
  return (
    <section className="stack" aria-label={t('dryrun.title')}>
      <h3>{t('dryrun.title')}</h3>
      {!mayLook && <p className="soft">{t('dryrun.mayNot')}</p>}
      {problem !== undefined && <Trouble problem={problem} again={first.again} />}
      {mayLook && run === undefined && problem === undefined && <Waiting />}
      {run !== undefined && <Tried run={run} />}
    </section>
  );
}

/** What was found, with what nobody can say. */
export function Tried({ run }: { readonly run: DryRun }) {
  const { t, i18n } = useTranslation();
  const n = (count: string): { n: string } => ({ n: whole(count, i18n.language) });
  const isSame = [run.nowDenied, run.nowPassing, run.nowPaired, run.nowSingle, run.notToldApart].every(
    (each) => each === '0',
  );
  const counts = (['nowDenied', 'nowPassing', 'nowPaired', 'nowSingle', 'notToldApart'] as const)
    .filter((each) => run[each] !== '0')
    .map((each) => t(`dryrun.${each}`, n(run[each])));
  const open = (['byRates', 'decidedByOther', 'unknown', 'unplaced', 'leftOut'] as const)
    .filter((each) => run[each] !== '0')
    .map((each) => t(`dryrun.${each}`, n(run[each])));
  return (
    <>
      <p>
        <When at={run.from} /> – <When at={run.to} /> · {t('dryrun.looked', n(run.looked))}
        {!run.isWhole && <> · {t('dryrun.part')}</>}
      </p>
      {!run.isRead && (
        <p role="status">
          <Mark sort="notice">{t('dryrun.reading')}</Mark> <When at={run.readTo} />
        </p>
      )}
      {run.obstacle !== null && (
        <p>
          <Mark sort="warning">{t('dryrun.obstacle')}</Mark> <OfNode words={run.obstacle} />
        </p>
      )}
      {isSame && run.isRead && (run.looked !== '0' || run.own.length === 0) && (
        <Mark sort={run.looked === '0' ? 'notice' : 'good'}>
          {t(run.looked === '0' ? 'dryrun.nothing' : 'dryrun.same')}
        </Mark>
      )}
      {counts.length > 0 && (
        <ul>
          {counts.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      )}
      {run.changes.length > 0 && <Changes changes={run.changes} />}
      {run.own.length > 0 && (
        <ul>
          {run.own.map((own) => (
            <Own key={own.device} own={own} />
          ))}
        </ul>
      )}
      {run.isPruned && <Mark sort="warning">{t('dryrun.pruned')}</Mark>}
      {(open.length > 0 || run.reads.length > 0) && (
        <ul className="soft">
          {open.map((each) => (
            <li key={each}>{each}</li>
          ))}
          {run.reads.map(({ channel, from, to, protocol }) => (
            <li key={channel}>{t('dryrun.reads', { channel, from, to, protocol })}</li>
          ))}
        </ul>
      )}
      <p className="soft">{t('dryrun.words')}</p>
    </>
  );
}

/** Nothing of the past: what the node reads by its connections as they are. */
function Own({ own }: { readonly own: DryRunOwn }) {
  const { t, i18n } = useTranslation();
  const { device } = own;
  const words = (n: string): { n: string; all: string; device: string } => ({
    n: whole(n, i18n.language),
    all: whole(own.points, i18n.language),
    device,
  });
  return (
    <li>
      {own.lost !== '0' && <Mark sort="warning">{t('dryrun.lost', words(own.lost))}</Mark>}
      {own.gained !== '0' && <Mark sort="notice">{t('dryrun.gained', words(own.gained))}</Mark>}
      <ul className="soft">
        {own.examples.map(({ point, isLost, reason }) => (
          <li key={point}>
            <span className="mono">{point}</span>: {!isLost && `${t('dryrun.now')} `}
            <OfNode words={reason} />
          </li>
        ))}
      </ul>
    </li>
  );
}

function Changes({ changes }: { readonly changes: readonly DryRunChange[] }) {
  const { t } = useTranslation();
  return (
    <ListPanel
      title={t('dryrun.list')}
      heads={[
        { words: t('dryrun.count'), isNumber: true },
        { words: t('dryrun.way') },
        { words: t('dryrun.who') },
        { words: t('dryrun.what') },
        { words: t('dryrun.before') },
        { words: t('dryrun.after') },
        { words: t('dryrun.when') },
        { words: t('dryrun.records') },
      ]}
    >
      {changes.map((change, i) => (
        <Change key={i} change={change} />
      ))}
    </ListPanel>
  );
}

function Change({ change }: { readonly change: DryRunChange }) {
  const { t, i18n } = useTranslation();
  const count = whole(change.count, i18n.language);
  const isDenied = change.after.verdicts.includes('deny');
  return (
    <tr>
      <th scope="row" className="number">
        {change.certainty === 'not-told-apart' ? t('dryrun.someOf', { n: count }) : count}
        {change.certainty === 'by-rates' && <div className="soft">{t('dryrun.rated')}</div>}
      </th>
      <td className="mono">
        {change.from} → {change.to}
        <div className="soft">{change.protocol}</div>
      </td>
      <td className="mono">
        {change.identity ?? <span className="soft">{t('dryrun.nobody')}</span>}
      </td>
      <td className="mono">
        {change.operation}: {change.objects}
      </td>
      <td>
        <Answered answer={change.before} />
      </td>
      <td>
        <Mark sort={isDenied ? 'warning' : 'notice'}>
          <Answered answer={change.after} />
        </Mark>
      </td>
      <td>
        <When at={change.first} />
        {change.last !== change.first && (
          <>
            {' – '}
            <When at={change.last} />
          </>
        )}
      </td>
      <td>
        {change.examples.map(({ place }) => (
          <div key={place}>
            <Link to="/proof" search={{ place }} className="mono">
              {place}
            </Link>
          </div>
        ))}
      </td>
    </tr>
  );
}

function Answered({ answer }: { readonly answer: DryRunAnswer }) {
  const { t } = useTranslation();
  const verdicts = answer.verdicts.map((each) => t(`dryrun.verdict.${each}`)).join(` ${t('dryrun.or')} `);
  return (
    <>
      {verdicts}
      {answer.rule !== null ? (
        <div className="soft mono">{answer.rule}</div>
      ) : (
        answer.cause !== null && (
          <div className="soft">{said(`dryrun.cause.${answer.cause}`, answer.cause)}</div>
        )
      )}
    </>
  );
}
