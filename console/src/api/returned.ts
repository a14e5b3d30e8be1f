import { ApiProblem } from './problem';

/** Of these the node says more than that nobody came in; whatever else stands there is just that. */
const TOLD = ['provider-unreachable', 'too-many-tries', 'audit-unwritable'];

/** Why the way to the provider did not lead in, by the address that the browser was sent back to. */
export function problemOfReturn(search: string): ApiProblem | undefined {
  const code = new URLSearchParams(search).get('problem');
  return code === null
    ? undefined
    : new ApiProblem({
        code: TOLD.includes(code) ? code : 'provider-refused',
        status: 0,
        title: '',
        detail: '',
        remedy: '',
      });
}
