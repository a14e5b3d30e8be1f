import { Button, NativeSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action, Approval, Items, NodeState, Session } from './api/types';
import { POLL_MS, useAsked, useDoing } from './parts/asking';
import { useHere, useMay, useSession, useStore } from './parts/context';
import { Mark } from './parts/Mark';
import type { PageName } from './parts/Page';
import { useNow } from './parts/When';
import { clock, duration, time } from './show/format';
import { useExceptions } from './parts/exceptions';
import { theme, zone } from './show/taste';
import { LANGUAGES, isLanguage, speak } from './words/words';

/** After so long without a word of the node, what is on the screen is called old. */
export const STALE_MS = 10_000;

interface Place {
  readonly name: PageName;
  readonly to: '/' | `/${Exclude<PageName, 'home' | 'account' | 'findings' | 'zone' | 'conduit' | 'device'>}`;
  readonly needs: readonly Action[];
}

const PLACES: readonly Place[] = [
  { name: 'home', to: '/', needs: ['health.view'] },
  { name: 'map', to: '/map', needs: ['live.view'] },
  { name: 'sources', to: '/sources', needs: ['live.view'] },
  { name: 'continuity', to: '/continuity', needs: ['live.view'] },
  { name: 'ledger', to: '/ledger', needs: ['evidence.view'] },
  { name: 'proof', to: '/proof', needs: ['evidence.view'] },
  { name: 'audit', to: '/audit', needs: ['audit.view'] },
  { name: 'people', to: '/people', needs: ['people.view', 'sessions.end', 'tokens.manage'] },
  { name: 'approvals', to: '/approvals', needs: [] },
  { name: 'plant', to: '/plant', needs: ['plant.view'] },
  { name: 'connections', to: '/connections', needs: ['plant.view'] },
  { name: 'health', to: '/health', needs: ['health.view'] },
];

const mayOpen = (session: Session, needs: readonly Action[]): boolean =>
  needs.length === 0 || needs.some((each) => session.actions?.includes(each));

/** The frame around every page: who and where one is, how the node is, and the way to each page. */
export function Frame() {
  const { t } = useTranslation();
  const session = useSession();
  const { door } = useHere();
  useLiveStream();
  useActivity();
  const isStale = useNow() - useStore(door.lastHeard) > STALE_MS;
  const path = useRouterState({ select: (state) => state.location.pathname });
  const main = useRef<HTMLElement>(null);
  const known = useRef(path);
  useEffect(() => {
    // A new page begins at its head, for eyes and for screen readers.
    if (known.current !== path) {
      known.current = path;
      main.current?.focus();
      window.scrollTo(0, 0);
    }
  }, [path]);
  return (
    <div className={isStale ? 'frame is-stale' : 'frame'}>
      <a className="skip" href="#page">
        {t('frame.skip')}
      </a>
      <Bar session={session} isStale={isStale} />
      <nav className="places" aria-label={t('frame.places')}>
        <ul>
          {PLACES.filter(({ needs }) => mayOpen(session, needs)).map(({ name, to }) => (
            <li key={name}>
              <Link to={to} activeOptions={{ exact: name === 'home', includeSearch: false }}>
                {t(`place.${name}`)}
                {name === 'approvals' && <OpenApprovals />}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main id="page" className="page" ref={main} tabIndex={-1}>
        {isStale && <StaleBanner />}
        <Outlet />
      </main>
    </div>
  );
}

function StaleBanner() {
  const { t } = useTranslation();
  const { door } = useHere();
  const silence = useNow() - useStore(door.lastHeard);
  return (
    <div className="banner banner-warning" role="alert">
      <Mark sort="warning">{t('frame.stale', { age: duration(silence / 1000) })}</Mark>
      <p>{t('frame.staleRemedy')}</p>
      <Button size="xs" variant="default" onClick={() => void door.load()}>
        {t('state.again')}
      </Button>
    </div>
  );
}

function Bar({ session, isStale }: { readonly session: Session; readonly isStale: boolean }) {
  const { t } = useTranslation();
  const { door } = useHere();
  const shownZone = useStore(zone);
  const now = useNow();
  const lock = useDoing(
    () => door.api.post<Session>('/api/v1/session/lock', {}),
    (locked) => door.take(locked),
  );
  const end = useDoing(
    () => door.api.post<unknown>('/api/v1/session/end', {}),
    () => void door.load(),
  );
  return (
    <header className="bar">
      <span className="bar-name">
        <img src={`${import.meta.env.BASE_URL}mark.svg`} alt="" width="24" height="24" />
        {session.node.name}
      </span>
      {isStale ? <Mark sort="warning">{t('frame.noWord')}</Mark> : <NodeLamp />}
      <span className="bar-fill" />
      <span className="number no-print">{clock(now, shownZone)}</span>
      <span className="number print-only">
        {time(now, shownZone)} ({shownZone === 'utc' ? 'UTC' : t('frame.local')})
      </span>
      <div className="bar-tools">
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => zone.set(shownZone === 'utc' ? 'local' : 'utc')}
          aria-label={t('frame.zone')}
        >
          {shownZone === 'utc' ? 'UTC' : t('frame.local')}
        </Button>
        <ThemeButton />
        <LanguageChoice />
        <Link to="/account" className="plain-button text-button">
          {session.person?.displayName || session.person?.name}
        </Link>
        {session.isDisplay !== true && (
          <Button size="compact-sm" variant="default" loading={lock.isBusy} onClick={() => lock.run(undefined)}>
            {t('frame.lock')}
          </Button>
        )}
        <Button size="compact-sm" variant="default" loading={end.isBusy} onClick={() => end.run(undefined)}>
          {t('frame.end')}
        </Button>
      </div>
    </header>
  );
}

export function ThemeButton() {
  const { t } = useTranslation();
  const worn = useStore(theme);
  return (
    <Button
      size="compact-sm"
      variant="default"
      onClick={() => theme.set(worn === 'day' ? 'night' : 'day')}
      aria-label={t('frame.theme')}
    >
      {t(worn === 'day' ? 'frame.day' : 'frame.night')}
    </Button>
  );
}

export function LanguageChoice() {
  const { t, i18n } = useTranslation();
  const { door } = useHere();
  const isSignedIn = useStore(door.gate).session?.state === 'signed-in';
  const choose = async (language: string): Promise<void> => {
    if (!isLanguage(language)) {
      return;
    }
    await speak(language);
    if (isSignedIn) {
      // Kept with the person; that it could not be kept changes nothing here.
      await door.api.post('/api/v1/account/language', { language }).catch(() => undefined);
    }
  };
  return (
    <NativeSelect
      size="xs"
      aria-label={t('frame.language')}
      value={i18n.language}
      onChange={(event) => void choose(event.currentTarget.value)}
      data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
    />
  );
}

function NodeLamp() {
  const { t } = useTranslation();
  const { live } = useHere();
  const mayLive = useMay('live.view');
  const mayHealth = useMay('health.view');
  const streamed = useStore(live.state);
  // Who may not see live values still sees how the node is, by asking now and then.
  const asked = useAsked<NodeState>('/api/v1/node', {
    everyMs: POLL_MS,
    isWanted: !mayLive && mayHealth,
  });
  const state = mayLive ? streamed : asked.data;
  const all = useExceptions(state);
  const list = all.filter((each) => each.sort !== 'notice');
  if (state === undefined) {
    return null;
  }
  if (list.length === 0 && all.some((each) => each.code === 'unasked')) {
    return <Mark sort="notice">{t('frame.looking')}</Mark>;
  }
  if (list.length === 0) {
    return <Mark sort="calm">{t(mayLive ? 'frame.calm' : 'frame.nodeCalm')}</Mark>;
  }
  return (
    <Link to="/" className="plain-button">
      <Mark sort={list[0]?.sort ?? 'warning'}>{t('frame.exceptions', { count: list.length })}</Mark>
    </Link>
  );
}

function OpenApprovals() {
  const { t } = useTranslation();
  const asked = useAsked<Items<Approval>>('/api/v1/approvals?state=open', { everyMs: 30_000 });
  const count = asked.data?.items.length ?? 0;
  return count === 0 ? null : (
    <span className="count">
      {count}
      <span className="unseen"> {t('frame.waiting')}</span>
    </span>
  );
}

/** One stream for the whole page where somebody may see it; else a small question now and then. */
function useLiveStream(): void {
  const { door, live } = useHere();
  const mayLive = useMay('live.view');
  const client = useQueryClient();
  useEffect(() => {
    if (!mayLive) {
      const timer = setInterval(() => void door.load(true), POLL_MS);
      return () => clearInterval(timer);
    }
    live.open();
    const stop = live.state.subscribe(() => client.setQueryData(['/api/v1/node'], live.state.get()));
    return () => {
      stop();
      live.close();
    };
  }, [door, live, mayLive, client]);
}

function useActivity(): void {
  const { door } = useHere();
  useEffect(() => {
    const told = (): void => door.active();
    window.addEventListener('pointerdown', told, { passive: true });
    window.addEventListener('keydown', told, { passive: true });
    const timer = setInterval(() => askWhenDue(door), 5_000);
    return () => {
      window.removeEventListener('pointerdown', told);
      window.removeEventListener('keydown', told);
      clearInterval(timer);
    };
  }, [door]);
}

/** When the lock or the end of the session is due, the node is asked rather than guessed at. */
function askWhenDue(door: ReturnType<typeof useHere>['door']): void {
  const { session } = door.gate.get();
  const due = [session?.locksAt, session?.endsAt].map((each) => Date.parse(each ?? ''));
  if (session?.state === 'signed-in' && due.some((each) => each <= Date.now())) {
    void door.load(true);
  }
}
