import { MantineProvider, createTheme } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { HereContext, useHere, useStore, type Here } from './parts/context';
import { Trouble, Waiting } from './parts/States';
import { StepUp } from './parts/StepUp';
import { LockScreen } from './gate/LockScreen';
import { PasswordDue } from './gate/PasswordDue';
import { SetUp } from './gate/SetUp';
import { SignIn } from './gate/SignIn';
import { theme } from './show/taste';
import { isLanguage, speak } from './words/words';
import { makeRouter } from './router';

const look = createTheme({
  cursorType: 'pointer',
  defaultRadius: 'sm',
  components: {
    // Words instead of a ring that turns.
    Button: { defaultProps: { size: 'sm', loaderProps: { children: '…' } } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    NativeSelect: { defaultProps: { size: 'sm' } },
  },
});

/**
 * Everything that is drawn. Mantine's styles are files of ours: its own style elements are switched
 * off, so that the content security policy needs no exception (docs/decisions/0169).
 */
export function App({ here }: { readonly here: Here }) {
  const worn = useStore(theme);
  return (
    <HereContext value={here}>
      <MantineProvider
        theme={look}
        forceColorScheme={worn === 'night' ? 'dark' : 'light'}
        withCssVariables={false}
        withGlobalClasses={false}
      >
        <Doorway />
      </MantineProvider>
    </HereContext>
  );
}

function Doorway() {
  const { door } = useHere();
  const { session, problem } = useStore(door.gate);
  const language = session?.person?.language;
  useEffect(() => {
    if (isLanguage(language)) {
      void speak(language);
    }
  }, [language]);
  if (session === undefined) {
    return (
      <main className="gate">
        <div className="gate-card">
          {problem === undefined ? (
            <Waiting />
          ) : (
            <Trouble problem={problem} again={() => void door.load()} />
          )}
        </div>
      </main>
    );
  }
  switch (session.state) {
    case 'set-up-needed':
      return <SetUp session={session} />;
    case 'signed-out':
    case 'second-factor-due':
      return <SignIn session={session} />;
    case 'password-change-due':
      return <PasswordDue session={session} />;
    case 'locked':
      return <LockScreen session={session} />;
    case 'signed-in':
      return <Inside key={session.person?.id ?? ''} />;
  }
}

/** What somebody who is signed in sees. A new person gets a new memory of answers. */
function Inside() {
  const client = useMemo(
    () =>
      new QueryClient({
        defaultOptions: {
          // A node is reached also where the browser knows of no network, as on the same machine.
          queries: {
            networkMode: 'always',
            retry: false,
            staleTime: 2_000,
            refetchOnWindowFocus: false,
          },
          mutations: { networkMode: 'always', retry: false },
        },
      }),
    [],
  );
  const router = useMemo(() => makeRouter(), []);
  return (
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
      <StepUp />
    </QueryClientProvider>
  );
}
