import type { z } from 'zod';
import type { fleetsApi } from '#shared/fleet-api/fleets-api.ts';
import { iso } from '../auth/show.ts';
import type { FleetRow } from '../database/tables/fleets.ts';
import type { Counts } from './fleet-rows.ts';

export type ShownFleet = z.input<(typeof fleetsApi.createFleet.answers)[201]['schema']>;

/** A fleet as the API shows it; `counts` null: nobody is in it. */
export const showFleet = (row: FleetRow, counts: Counts | null): ShownFleet => ({
  fleet_uuid: row.uuid,
  fleet_name: row.name,
  customer_id: row.tenant_id,
  fleet_type: row.fleet_type,
  status: row.status,
  environment: row.environment,
  location: row.location,
  description: row.description,
  tags: JSON.parse(row.tags),
  billing_enabled: row.billing_enabled === 1,
  current_cost: null,
  budget_limit: row.budget_limit,
  created_at: iso(row.created_at),
  updated_at: iso(row.updated_at),
  device_count: counts?.agents ?? 0,
  online_count: counts?.online ?? 0,
});
