import { useTranslation } from 'react-i18next';
import type { Proof, SealedRecord } from '../../api/types';
import { Mark, Shape, type Sort } from '../../parts/Mark';
import { Scroll } from '../../parts/Scroll';
import { When } from '../../parts/When';
import { fromBase64, toHex } from '../../proof/bytes';
import type { Climb } from '../../proof/merkle';
import type { Mark as Vouch, Step } from '../../proof/recompute';
import { grouped } from '../../show/format';
import { said } from '../../words/words';
import { kindOf } from '../ledger/Ledger';

const SORTS: Readonly<Record<Step['state'], Sort>> = {
  right: 'good',
  wrong: 'critical',
  open: 'open',
  unreached: 'calm',
};

/** A step: what it says, what was computed here, and, where it fails, both values. */
export function StepRow({
  step,
  record,
  proof,
}: {
  readonly step: Step;
  readonly record: SealedRecord;
  readonly proof: Proof;
}) {
  const { t } = useTranslation();
  const { name, state } = step;
  return (
    <li>
      <div className="proof-line">
        <Shape sort={SORTS[state]} size={22} />
      </div>
      <div className={`proof-step is-${state}`}>
        <h2>
          {t(`step.${name}.title`)} <span className="soft">· {t(`step.state.${state}`)}</span>
        </h2>
        <p>{t(`step.${name}.words`)}</p>
        {step.why !== undefined && (
          <p>
            <strong>{said(`step.why.${step.why}`, step.why)}</strong>
          </p>
        )}
        {state !== 'unreached' && <Values step={step} />}
        {name === 'event' && state === 'right' && <Raw record={record} proof={proof} />}
        {step.climbs !== undefined && step.climbs.length > 0 && (
          <details open={state === 'wrong'}>
            <summary>
              {t('proof.path', {
                count: step.climbs.length,
                index: step.place?.index ?? 0,
                size: step.place?.size ?? 0,
              })}
            </summary>
            <Ladder climbs={step.climbs} />
          </details>
        )}
        {step.marks !== undefined && step.marks.length > 0 && <Marks marks={step.marks} label={t(`step.${step.name}.title`)} />}
      </div>
    </li>
  );
}

const isDigest = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

function Values({ step }: { readonly step: Step }) {
  const { t } = useTranslation();
  const { found, expected } = step;
  if (found === undefined) {
    return null;
  }
  if (step.state !== 'wrong' || expected === undefined) {
    return (
      <>
        <span className="soft">{t('proof.computed')}</span>
        <span className="digest">{isDigest(found) ? grouped(found) : found}</span>
      </>
    );
  }
  return (
    <>
      <span className="soft">{t('proof.computed')}</span>
      <Differing text={found} other={expected} />
      <span className="soft">{t('proof.expected')}</span>
      <Differing text={expected} other={found} />
    </>
  );
}

/** Both values in groups; the groups that differ are underlined, so that the eye finds them. */
function Differing({ text, other }: { readonly text: string; readonly other: string }) {
  const groups = (isDigest(text) ? grouped(text) : text).split(' ');
  const others = (isDigest(other) ? grouped(other) : other).split(' ');
  return (
    <span className="digest">
      {groups.map((group, i) => (
        <span key={i}>
          {i > 0 && ' '}
          {group === others[i] ? group : <mark>{group}</mark>}
        </span>
      ))}
    </span>
  );
}

function Raw({ record, proof }: { readonly record: SealedRecord; readonly proof: Proof }) {
  const { t } = useTranslation();
  const bytes = fromBase64(proof.disclosure.records[0] ?? '');
  return (
    <details>
      <summary>{t('proof.raw', { count: bytes.length })}</summary>
      <span className="digest">{grouped(toHex(bytes.slice(0, 1_024)))}</span>
      <p className="soft">
        {t('proof.rawWords', { source: record.source.name ?? String(record.source.number) })}
      </p>
    </details>
  );
}

const ROW = 34;

/** The path upwards: at each rung the hash from below and its neighbour give the one above. */
function Ladder({ climbs }: { readonly climbs: readonly Climb[] }) {
  const { t } = useTranslation();
  const short = (bytes: Uint8Array): string => `${toHex(bytes).slice(0, 16)}…`;
  const height = climbs.length * ROW + 12;
  return (
    <svg
      className="ladder"
      viewBox={`0 0 560 ${height}`}
      width="560"
      role="img"
      aria-label={t('proof.ladder', { count: climbs.length })}
      style={{ maxWidth: '100%' }}
    >
      {climbs.map((climb, i) => {
        const y = i * ROW + 6;
        const isLeft = climb.side === 'left';
        return (
          <g key={i}>
            <rect x="0.5" y={y + 0.5} width="170" height="24" />
            <text x="8" y={y + 16}>
              {isLeft ? short(climb.sibling) : t('proof.below')}
            </text>
            <text x="182" y={y + 16}>
              +
            </text>
            <rect x="200.5" y={y + 0.5} width="170" height="24" />
            <text x="208" y={y + 16}>
              {isLeft ? t('proof.below') : short(climb.sibling)}
            </text>
            <path d={`M378 ${y + 12}h16m-5-4l5 4l-5 4`} />
            <text x="402" y={y + 16}>
              {short(climb.result)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

const VOUCH_SORTS: Readonly<Record<Vouch['state'], Sort>> = {
  right: 'good',
  wrong: 'critical',
  open: 'open',
};

function Marks({ marks, label }: { readonly marks: readonly Vouch[]; readonly label: string }) {
  const { t } = useTranslation();
  return (
    <Scroll label={label}>
      <table>
        <tbody>
          {marks.map((mark, i) => (
            <tr key={i}>
              <th scope="row">
                {mark.name}{' '}
                <span className="soft">
                  {mark.kind === 'log' ? t('anchor.log') : t(`anchor.${kindOf(mark.kind)}`)}
                </span>
              </th>
              <td>
                <Mark sort={VOUCH_SORTS[mark.state]}>{said(`step.why.${mark.why}`, mark.why)}</Mark>
              </td>
              <td className="number">{mark.size ?? ''}</td>
              <td>
                <When at={mark.at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
