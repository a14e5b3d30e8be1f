import { Button } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../api/types';
import { LanguageChoice, ThemeButton } from '../Frame';
import { Help } from '../parts/Help';

/** The screens before the door that have a help of their own. */
export const GATE_NAMES = ['signIn', 'setUp', 'lock', 'passwordDue'] as const;
export type GateName = (typeof GATE_NAMES)[number];

/** The one card that stands before the door: sign-in, set-up, lock. */
export function Card({
  session,
  name,
  title,
  children,
}: {
  readonly session: Session;
  readonly name: GateName;
  readonly title: string;
  readonly children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Penstock`;
  }, [title]);
  return (
    <main className="gate">
      <div className="gate-card">
        <p className="bar-name">
          <img src={`${import.meta.env.BASE_URL}mark.svg`} alt="" width="28" height="28" />
          {session.node.name}
        </p>
        <section className="panel stack">
          <h1>{title}</h1>
          {children}
        </section>
        <GateHelp name={name} />
        <GateFoot session={session} />
      </div>
    </main>
  );
}

function GateHelp({ name }: { readonly name: GateName }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <p>
        <Button
          size="xs"
          variant="default"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {t('help.ask')}
        </Button>
      </p>
      {isOpen && <Help name={name} />}
    </>
  );
}

function GateFoot({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  return (
    <div className="gate-foot">
      <span className="soft">
        {/* The node says its name and version itself. */}
        {session.node.version} · {t('gate.offline')}
      </span>
      <span className="row">
        <ThemeButton />
        <LanguageChoice />
      </span>
    </div>
  );
}
