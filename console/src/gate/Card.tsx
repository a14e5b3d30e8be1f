import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../api/types';
import { LanguageChoice, ThemeButton } from '../Frame';

/** The one card that stands before the door: sign-in, set-up, lock. */
export function Card({
  session,
  title,
  children,
}: {
  readonly session: Session;
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
        <GateFoot session={session} />
      </div>
    </main>
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
