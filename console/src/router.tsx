import {
  Navigate,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { Frame } from './Frame';
import { Trouble, Waiting } from './parts/States';
import { asProblem } from './api/problem';

/** The pages and their addresses. What a page shows stands in its address, so that it can be sent. */
const root = createRootRoute({ component: Frame, notFoundComponent: () => <Navigate to="/" /> });

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= 256
    ? value
    : typeof value === 'number'
      ? String(value)
      : undefined;

/** Only the parameters that a page knows, as text; whatever else an address brings is dropped. */
const only =
  <K extends string>(...names: K[]) =>
  (search: Record<string, unknown>): { [name in K]?: string } => {
    const kept: { [name in K]?: string } = {};
    for (const name of names) {
      const value = text(search[name]);
      if (value !== undefined) {
        kept[name] = value;
      }
    }
    return kept;
  };

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/home/Home'), 'Home'),
});
const sources = createRoute({
  getParentRoute: () => root,
  path: '/sources',
  validateSearch: only('find', 'zone', 'source', 'point'),
  component: lazyRouteComponent(() => import('./pages/sources/Sources'), 'Sources'),
});
const continuity = createRoute({
  getParentRoute: () => root,
  path: '/continuity',
  validateSearch: only('day', 'find'),
  component: lazyRouteComponent(() => import('./pages/continuity/ContinuityPage'), 'ContinuityPage'),
});
const ledger = createRoute({
  getParentRoute: () => root,
  path: '/ledger',
  component: lazyRouteComponent(() => import('./pages/ledger/Ledger'), 'Ledger'),
});
const proof = createRoute({
  getParentRoute: () => root,
  path: '/proof',
  validateSearch: only('place', 'source', 'point', 'from', 'to'),
  component: lazyRouteComponent(() => import('./pages/proof/ProofPage'), 'ProofPage'),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: only('from', 'to', 'person', 'action', 'outcome', 'text'),
  component: lazyRouteComponent(() => import('./pages/audit/Audit'), 'Audit'),
});
const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  validateSearch: only('tab'),
  component: lazyRouteComponent(() => import('./pages/people/PeoplePage'), 'PeoplePage'),
});
const approvals = createRoute({
  getParentRoute: () => root,
  path: '/approvals',
  validateSearch: only('state', 'id'),
  component: lazyRouteComponent(() => import('./pages/approvals/Approvals'), 'Approvals'),
});
const connections = createRoute({
  getParentRoute: () => root,
  path: '/connections',
  component: lazyRouteComponent(() => import('./pages/connections/ConnectionsPage'), 'ConnectionsPage'),
});
const device = createRoute({
  getParentRoute: () => root,
  path: '/device',
  validateSearch: only('id', 'find', 'page'),
  component: lazyRouteComponent(() => import('./pages/connections/DevicePage'), 'DevicePage'),
});
const plant = createRoute({
  getParentRoute: () => root,
  path: '/plant',
  component: lazyRouteComponent(() => import('./pages/plant/PlantPage'), 'PlantPage'),
});
const health = createRoute({
  getParentRoute: () => root,
  path: '/health',
  component: lazyRouteComponent(() => import('./pages/health/Health'), 'Health'),
});
const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/account/AccountPage'), 'AccountPage'),
});

const findings = createRoute({
  getParentRoute: () => root,
  path: '/findings',
  component: lazyRouteComponent(() => import('./pages/findings/Findings'), 'Findings'),
});

const map = createRoute({
  getParentRoute: () => root,
  path: '/map',
  validateSearch: only('at', 'minutes', 'chosen'),
  component: lazyRouteComponent(() => import('./pages/map/MapPage'), 'MapPage'),
});
const zone = createRoute({
  getParentRoute: () => root,
  path: '/zone',
  validateSearch: only('id', 'at', 'minutes'),
  component: lazyRouteComponent(() => import('./pages/map/ZonePage'), 'ZonePage'),
});
const conduit = createRoute({
  getParentRoute: () => root,
  path: '/conduit',
  validateSearch: only('id', 'at', 'minutes'),
  component: lazyRouteComponent(() => import('./pages/map/ConduitPage'), 'ConduitPage'),
});

const tree = root.addChildren([
  home,
  sources,
  continuity,
  ledger,
  proof,
  audit,
  people,
  approvals,
  plant,
  health,
  account,
  findings,
  map,
  zone,
  conduit,
  connections,
  device,
]);

export const makeRouter = () =>
  createRouter({
    routeTree: tree,
    basepath: '/console',
    defaultPendingComponent: Waiting,
    defaultErrorComponent: ({ error, reset }) => (
      <Trouble problem={asProblem(error)} again={reset} />
    ),
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
