import { asProblem } from './problem';

/** Longer than a checkpoint ever takes where a node is well. */
const TRIES_MAX = 60;
const TRY_AGAIN_S = 1;

/** Whether a record is sealed and its checkpoint only due: asked again by itself, not by a person. */
export const isDueSoon = (tries: number, caught: unknown): boolean =>
  tries < TRIES_MAX && asProblem(caught).code === 'not-published-yet';

/** How long the node says that it takes. */
export const untilDue = (_tries: number, caught: unknown): number =>
  1_000 * (asProblem(caught).retryAfterSeconds ?? TRY_AGAIN_S);
