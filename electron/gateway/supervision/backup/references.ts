import type { Address, DriverInstance, Logic, Route } from '#shared/gateway-api/configuration.ts';
import type { BackupPart } from '#shared/gateway-api/manifests.ts';
import { checkReferences } from '../points/check-references.ts';
import { partPath } from './part-schemas.ts';

/** What the items of a backup refer to, collected while it streams by: names only, never whole documents. */
export function createReferences() {
  const gateways: Pick<DriverInstance, 'id'>[] = [];
  const addresses: Pick<Address, 'id' | 'gateway' | 'alias'>[] = [];
  const routes: Pick<Route, 'id' | 'from' | 'to'>[] = [];
  const logics: Pick<Logic, 'id' | 'trigger'>[] = [];
  const take: { [P in BackupPart]?: (document: never) => void } = {
    gateways: ({ id }: DriverInstance) => gateways.push({ id }),
    addresses: ({ id, gateway, alias }: Address) => addresses.push({ id, gateway, alias }),
    routes: ({ id, from, to }: Route) => routes.push({ id, from, to }),
    logics: ({ id, trigger }: Logic) => logics.push({ id, trigger }),
  };
  return {
    /** `document` fits the schema of `part`. */
    add: (part: BackupPart, document: unknown) => take[part]?.(document as never),
    /** Context of BACKUP_PART_INVALID, or null: everything that is referred to is there. */
    firstBroken(): { part: string; what: string } | null {
      const [broken] = checkReferences({ gateways, addresses, routes, logics });
      return broken === undefined
        ? null
        : { part: partPath(broken.part), what: `"${broken.id}" ${broken.what}` };
    },
  };
}
