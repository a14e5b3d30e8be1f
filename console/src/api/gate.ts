import { ApiClient, type Fetch } from './client';
import { asProblem, type ApiProblem } from './problem';
import { Store } from './store';
import type { Session } from './types';

/** Who is here, as the node last said; undefined before it said anything. */
export interface Gate {
  readonly session?: Session;
  readonly problem?: ApiProblem;
}

/** A step-up that the page waits for. */
export interface StepUpAsked {
  /** The ways that will do, as sessions name them; empty where each does. */
  readonly by: readonly string[];
  readonly done: (isShown: boolean) => void;
}

const SESSION = '/api/v1/session';

/** While somebody types or clicks, the node is told so at most this often. */
const ACTIVITY_MS = 60_000;

/** The door: one session, one client, and what the client finds out about the session. */
export class Door {
  readonly gate = new Store<Gate>({});
  readonly stepUp = new Store<StepUpAsked | undefined>(undefined);
  readonly lastHeard = new Store(Date.now());
  readonly api: ApiClient;
  private toldActivity = 0;

  constructor(fetcher: Fetch) {
    this.api = new ApiClient(fetcher, {
      sessionNeeded: () => void this.load(true),
      sessionLocked: () => this.become('locked'),
      passwordChangeDue: () => this.become('password-change-due'),
      stepUp: (by) => this.askStepUp(by),
      heard: () => this.lastHeard.set(Date.now()),
    });
  }

  /** Asks the node who is here. */
  async load(isBackground = false): Promise<void> {
    try {
      this.take(await this.api.get<Session>(SESSION, { background: isBackground }));
    } catch (caught) {
      const problem = asProblem(caught);
      const { session } = this.gate.get();
      // Whoever works goes on seeing what there is; that it grows old is shown by the banner.
      this.gate.set(session === undefined ? { problem } : { session });
    }
  }

  take(session: Session): void {
    this.api.useCsrf(session.csrf);
    this.gate.set({ session });
  }

  /** Somebody who was made a moment ago goes on in the language in which the page was read. */
  async takeNew(session: Session, language: string): Promise<void> {
    const { person } = session;
    this.api.useCsrf(session.csrf);
    if (person === undefined || person === null || person.language === language) {
      this.take(session);
      return;
    }
    const isKept = await this.api.post('/api/v1/account/language', { language }).then(
      () => true,
      // They can still choose it.
      () => false,
    );
    this.take(isKept ? { ...session, person: { ...person, language } } : session);
  }

  /** A person is at the screen: the idle lock begins anew, at the cost of one small question a minute. */
  active(): void {
    const now = Date.now();
    if (this.gate.get().session?.state === 'signed-in' && now - this.toldActivity > ACTIVITY_MS) {
      this.toldActivity = now;
      void this.load();
    }
  }

  private become(state: 'locked' | 'password-change-due'): void {
    const { session } = this.gate.get();
    if (session !== undefined && session.state !== state) {
      this.gate.set({ session: { ...session, state } });
      // The node's own word has the rest, such as the token for the next request.
      void this.load(true);
    }
  }

  private askStepUp(by: readonly string[]): Promise<boolean> {
    this.stepUp.get()?.done(false);
    return new Promise((resolve) => {
      this.stepUp.set({
        by,
        done: (isShown) => {
          this.stepUp.set(undefined);
          resolve(isShown);
        },
      });
    });
  }
}
