import { outcomeWords } from '../show/outcomes';
import { OfNode } from './OfNode';

/** What came of a request, in the words of the page where it has them. */
export function OutcomeWords({ outcome }: { readonly outcome: string }) {
  const words = outcomeWords(outcome);
  return words === undefined ? <OfNode words={outcome} /> : words;
}
