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
  /** Addresses or routes are other ones now. */
  onChanged(): void;
}
