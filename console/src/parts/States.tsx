import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiProblem } from '../api/problem';
import { said } from '../words/words';
import { Mark } from './Mark';
import { OfNode } from './OfNode';
import type { Asked } from './asking';

/** The states of whatever was asked for, each of them drawn: waiting, wrong, nothing there. */
export function Waiting() {
  const { t } = useTranslation();
  return (
    <div className="calm" role="status">
      <p>{t('state.waiting')}</p>
    </div>
  );
}

export function Nothing({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="calm">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** A problem in words: what happened, what to do, and the code for whoever is asked for help. */
export function Trouble({
  problem,
  again,
}: {
  readonly problem: ApiProblem;
  readonly again?: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const title = said(`problem.${problem.code}.title`, problem.title || t('problem.other'));
  const remedy = said(`problem.${problem.code}.remedy`, problem.remedy);
  return (
    <div className="banner banner-critical" role="alert">
      <div>
        <Mark sort="critical">{title}</Mark>
        {problem.reasons === undefined && problem.detail !== '' && (
          <p>
            <OfNode words={problem.detail} />
          </p>
        )}
        {problem.reasons !== undefined && <Reasons reasons={problem.reasons} />}
        {remedy !== '' && (
          <p>
            {t('problem.remedy')} {remedy}
          </p>
        )}
        {problem.retryAfterSeconds !== undefined && (
          <p>{t('problem.retry', { seconds: problem.retryAfterSeconds })}</p>
        )}
        <p className="soft">
          {t('problem.code')} <code>{problem.code}</code>
          {problem.where !== undefined && (
            <>
              {' '}
              · <code>{problem.where}</code>
            </>
          )}
        </p>
      </div>
      {again !== undefined && (
        <Button size="xs" variant="default" onClick={again}>
          {t('state.again')}
        </Button>
      )}
    </div>
  );
}

function Reasons({ reasons }: { readonly reasons: readonly string[] }) {
  return (
    <ul>
      {reasons.map((reason) => (
        <li key={reason}>{said(`password.reason.${reason}`, reason)}</li>
      ))}
    </ul>
  );
}

/** Shows an answer, or why there is none yet. */
export function Shown<T>({
  asked,
  children,
}: {
  readonly asked: Asked<T>;
  readonly children: (data: T) => ReactNode;
}) {
  if (asked.problem !== undefined) {
    return <Trouble problem={asked.problem} again={asked.again} />;
  }
  return asked.data === undefined ? <Waiting /> : <>{children(asked.data)}</>;
}
