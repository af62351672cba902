import type { RouteRun } from '#shared/gateway-api/values.ts';
import type { Drivers } from '../drivers/drivers-port.ts';
import type { DocumentStore } from './document-store.ts';
import type { PointChanges } from './point-changes.ts';
import type { PointValues } from './point-values.ts';

/** What the methods of the module `gateways` work with. */
export interface GatewayMethodsDeps {
  store: DocumentStore;
  changes: PointChanges;
  drivers: Drivers;
  values: PointValues;
  /** What a route did last. */
  lastRun(routeId: string): RouteRun;
  /** Addresses or routes are other ones now. */
  onChanged(): void;
}
