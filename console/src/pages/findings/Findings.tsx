import { Button, TextInput } from '@mantine/core';
import { useRouterState } from '@tanstack/react-router';
import i18next from 'i18next';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FINDING_PARTS } from '../../parts/FindingHelp';
import { Page } from '../../parts/Page';
import { usePrinting } from '../../parts/printing';
import { Nothing, Waiting } from '../../parts/States';
import { FAMILIES, codeOf, familyOf, isFound, isOpened, type Finding } from '../../show/findings';
import { isLanguage, loadFindings, said } from '../../words/words';

/** All that the product finds, by its code: what it means, where it may come from, what to do. */
export function Findings() {
  const { t, i18n } = useTranslation();
  const [loaded, setLoaded] = useState('');
  const { language } = i18n;
  useEffect(() => {
    if (isLanguage(language)) {
      void loadFindings(language).then(() => setLoaded(language));
    }
  }, [language]);
  return (
    <Page
      name="findings"
      tools={
        <Button size="xs" variant="default" onClick={() => window.print()}>
          {t('findings.print')}
        </Button>
      }
    >
      {loaded === language ? <All language={language} /> : <Waiting />}
    </Page>
  );
}

/** So few are found that all of them are read: they stand open. */
const OPEN_MAX = 8;

function All({ language }: { readonly language: string }) {
  const { t } = useTranslation();
  const [find, setFind] = useState('');
  const all = Object.entries(i18next.getResourceBundle(language, 'findings') as Record<string, Finding>);
  const found = all.filter(([name, finding]) => isFound(name, titleOf(name), finding, find));
  // Paper opens nothing: there all of it is read.
  const isPrinting = usePrinting();
  const isShown = found.length <= OPEN_MAX;
  return (
    <div className="stack">
      <form className="no-print" role="search" onSubmit={(event) => event.preventDefault()}>
        <TextInput
          size="xs"
          label={t('findings.find')}
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
          maxLength={64}
        />
      </form>
      {found.length === 0 && (
        <Nothing title={t('findings.none')}>
          <p>{t('findings.noneWords')}</p>
        </Nothing>
      )}
      {FAMILIES.map((family) => {
        const members = found.filter(([name]) => familyOf(name) === family);
        return (
          members.length > 0 && (
            <section key={family} className="stack" aria-labelledby={`family-${family}`}>
              <h2 id={`family-${family}`}>{t(`findings.family.${family}`)}</h2>
              <p className="soft">{t(`findings.where.${family}`)}</p>
              {members.map(([name, finding]) => (
                <Entry
                  key={name}
                  name={name}
                  finding={finding}
                  isShown={isShown}
                  isPrinting={isPrinting}
                />
              ))}
            </section>
          )
        );
      })}
    </div>
  );
}

/** What it is called on the pages; nothing where it is known by its code alone. */
function titleOf(name: string): string {
  return said(
    `found.${name}`,
    said(
      `notices.kind.${codeOf(name)}`,
      i18next.exists(`exception.${name}.title`)
        ? String(i18next.t(`exception.${name}.title` as never, { about: '…' } as never))
        : '',
    ),
  );
}

/** One finding: its name, and once it is opened what there is to say of it. */
function Entry({
  name,
  finding,
  isShown,
  isPrinting,
}: {
  readonly name: string;
  readonly finding: Finding;
  readonly isShown: boolean;
  readonly isPrinting: boolean;
}) {
  const { t } = useTranslation();
  const isTarget = useRouterState({ select: (state) => state.location.hash === name });
  const [chosen, setChosen] = useState<boolean | undefined>(isTarget ? true : undefined);
  const head = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!isTarget) {
      return undefined;
    }
    setChosen(true);
    // After the frame has gone to the head of a page that is new.
    const frame = requestAnimationFrame(() => {
      head.current?.scrollIntoView();
      head.current?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [isTarget]);
  const isOpen = isOpened(isPrinting, chosen, isShown);
  const title = titleOf(name);
  return (
    <details
      className={isTarget ? 'panel finding-entry is-target' : 'panel finding-entry'}
      open={isOpen}
    >
      <summary
        ref={head}
        onClick={(event) => {
          // What is open is said here alone: the browser follows.
          event.preventDefault();
          setChosen(!isOpen);
        }}
      >
        <h3 id={name}>
          {title}
          {title !== '' && familyOf(name) !== 'page' && ' '}
          {familyOf(name) !== 'page' && <code>{codeOf(name)}</code>}
        </h3>
      </summary>
      {isOpen && (
        <dl>
          {FINDING_PARTS.map((part) => (
            <div key={part}>
              <dt>{t(`finding.${part}`)}</dt>
              <dd>{finding[part]}</dd>
            </div>
          ))}
        </dl>
      )}
    </details>
  );
}
