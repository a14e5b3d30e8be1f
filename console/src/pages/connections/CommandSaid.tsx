import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Command } from '../../api/commands';
import type { ApiProblem } from '../../api/problem';
import { POLL_MS, useAsked } from '../../parts/asking';
import { useHere, useMay, useStore } from '../../parts/context';
import { Mark } from '../../parts/Mark';
import { OfNode } from '../../parts/OfNode';
import { Trouble } from '../../parts/States';
import { When } from '../../parts/When';
import { sortOf } from '../../show/commands';
import { anyValue, value } from '../../show/format';
import { severityOf } from '../../show/severity';

/** A device answers soon or not at all; whoever must agree takes longer. */
const SOON_MS = 1_000;

/** How a command stands now, asked again until it is over. */
function useStanding(given: Command): {
  readonly now: Command;
  readonly problem: ApiProblem | undefined;
} {
  const asked = useAsked<Command>(`/api/v1/commands/${given.id}`, {
    everyMs: given.phase === 'waits' ? POLL_MS : SOON_MS,
    isWanted: !given.isOver,
    isEnough: ({ isOver }) => isOver,
  });
  return { now: asked.data ?? given, problem: asked.problem };
}

/** What became of a command, in plain words, and where to go on. */
export function CommandSaid({ given, unit }: { readonly given: Command; readonly unit: string }) {
  const { t } = useTranslation();
  const mayProve = useMay('evidence.view');
  const { now, problem } = useStanding(given);
  return (
    <>
      <div role="status">
        <PhaseSaid command={now} />
        <p>{t(`commands.means.${now.phase}`)}</p>
        {now.text !== '' && (
          <p>
            <OfNode words={now.text} />
          </p>
        )}
        {now.phase === 'waits' && (
          <p>
            <Link
              to="/approvals"
              search={given.approval === undefined ? { state: 'open' } : { state: 'open', id: given.approval.id }}
            >
              {t('commands.approve')}
            </Link>
          </p>
        )}
      </div>
      <dl className="facts">
        <dt>{t('commands.wanted')}</dt>
        <dd>{`${value(now.value)} ${unit}`}</dd>
        {now.rule !== null && (
          <>
            <dt>{t('commands.rule')}</dt>
            <dd className="mono">{now.rule}</dd>
          </>
        )}
        {!now.isOver && (
          <>
            <dt>{t('commands.until')}</dt>
            <dd>
              <When at={now.until} />
            </dd>
          </>
        )}
        {now.phase === 'refused' && (
          <>
            <dt>{t('commands.status')}</dt>
            <dd className="mono">{now.status}</dd>
          </>
        )}
        <dt>{t('commands.number')}</dt>
        <dd className="mono">{now.id}</dd>
      </dl>
      {problem !== undefined && (
        <>
          <Mark sort="warning">{t('commands.lost')}</Mark>
          <Trouble problem={problem} />
        </>
      )}
      {mayProve && now.source !== null && now.point !== null && (
        <p>
          <Link to="/proof" search={{ source: now.source, point: now.point }}>
            {t('commands.records')}
          </Link>
        </p>
      )}
    </>
  );
}

function PhaseSaid({ command }: { readonly command: Command }) {
  const { t } = useTranslation();
  return <Mark sort={sortOf(command.phase)}>{t(`commands.phase.${command.phase}`)}</Mark>;
}

/** One line of what was given on this page. */
export function GivenRow({ given, unit }: { readonly given: Command; readonly unit: string }) {
  const { now } = useStanding(given);
  return (
    <tr>
      <th scope="row">{now.point ?? '–'}</th>
      <td className="number">{`${value(now.value)} ${unit}`}</td>
      <td>
        <PhaseSaid command={now} />
        {now.text !== '' && (
          <p className="soft">
            <OfNode words={now.text} isInTable />
          </p>
        )}
      </td>
      <td className="mono">{now.id}</td>
    </tr>
  );
}

/** What the stream said last of a point, and when. */
export function LastSaid({
  source,
  point,
  unit,
}: {
  readonly source: string;
  readonly point: string;
  readonly unit: string;
}) {
  const { t } = useTranslation();
  const { live } = useHere();
  useStore(live.beat);
  const now = live.value(source, point);
  if (now === undefined) {
    return <span className="soft">{t('commands.nowNothing')}</span>;
  }
  const severity = severityOf(now.quality);
  return (
    <>
      <strong className="live">{`${anyValue(now.value)} ${unit}`}</strong>{' '}
      {severity !== 'good' && (
        <>
          <Mark sort={severity === 'bad' ? 'critical' : 'warning'}>{t(`quality.${severity}`)}</Mark>{' '}
        </>
      )}
      <span className="soft">
        <When at={now.time} />
      </span>
    </>
  );
}
