import { z } from 'zod';
import {
  accountSchema,
  addressSchema,
  driverInstanceSchema,
  logicSchema,
  routeSchema,
} from './configuration.ts';
import type { Access } from './endpoint.ts';
import { lastValueSchema, routeRunSchema, valueSchema } from './values.ts';

/**
 * The dispatcher `/peers/supervision/<module>/<method>` as a table. Arguments go by name in the query or in a JSON body, or
 * by position behind the method; texts that are JSON are read as JSON. The answer is the result as JSON, or `{err}`.
 */
export interface PeersMethod {
  access: Extract<Access, 'session' | 'administrator'>;
  summary: string;
  /** In the order of the positional arguments. */
  args: z.ZodObject;
  result: z.ZodType;
}

/** Id, alias or name; or an object with an id. */
const keySchema = z.union([
  z.string().min(1).max(500),
  z.number().transform(String),
  z.object({ id: z.union([z.string(), z.number().transform(String)]) }).transform(({ id }) => id),
]);
const passwordDigestSchema = z.string().regex(/^[0-9a-f]{32}$/, 'lowercase hex MD5 of the password');
const noArgs = z.object({});
const nothing = z.null();

/** State of a driver instance's or a logic's process. */
export const processStateSchema = z.object({
  state: z.enum(['unknown-driver', 'disabled', 'starting', 'running', 'fault', 'waiting', 'stopped']),
  /** Why it is not running. */
  reason: z.string().nullable(),
  pid: z.int().nullable(),
  /** Ends by itself since the gateway application started. */
  restarts: z.int(),
});
export type ProcessState = z.infer<typeof processStateSchema>;

const driverViewSchema = driverInstanceSchema.extend({ process: processStateSchema });
const logicViewSchema = logicSchema.extend({
  process: processStateSchema,
  lastRunAt: z.iso.datetime().nullable(),
  /** Of the last run; null when it went well. */
  lastError: z.string().nullable(),
});
export type DriverView = z.infer<typeof driverViewSchema>;
export type LogicView = z.infer<typeof logicViewSchema>;

type Partly<S extends z.ZodObject> = z.ZodObject<
  {
    [K in keyof S['shape']]: K extends 'id' ? S['shape'][K] : z.ZodOptional<z.ZodNullable<S['shape'][K]>>;
  },
  z.core.$strict
>;
type Fresh<S extends z.ZodObject> = z.ZodObject<
  { [K in keyof S['shape']]: K extends 'id' ? z.ZodOptional<S['shape'][K]> : S['shape'][K] },
  z.core.$strict
>;

/** Names that are left out stay as they are; null takes an optional one away. */
function partly<S extends z.ZodObject>(schema: S): Partly<S> {
  const field = (name: string, one: z.ZodType) => {
    if (name === 'id') return one;
    return one.safeParse(undefined).success ? one.nullable() : one.optional();
  };
  const shape = Object.entries(schema.shape).map(([name, one]) => [name, field(name, one as z.ZodType)]);
  return z.strictObject(Object.fromEntries(shape)) as unknown as Partly<S>;
}
/** Without an id one is made. */
const fresh = <S extends z.ZodObject>(schema: S): Fresh<S> =>
  schema.partial({ id: true } as never) as unknown as Fresh<S>;

const routeViewSchema = routeSchema.extend(routeRunSchema.shape);

const administrator = 'administrator';
const session = 'session';

const gateways = {
  getGateways: {
    access: session,
    summary: 'All driver instances by id',
    args: noArgs,
    result: z.record(z.string(), driverViewSchema),
  },
  getGateway: {
    access: session,
    summary: 'One driver instance',
    args: z.object({ gateway: keySchema }),
    result: driverViewSchema,
  },
  insertGateway: {
    access: administrator,
    summary: 'Add a driver instance and start it; answers its id',
    args: z.object({ gateway: fresh(driverInstanceSchema) }),
    result: z.string(),
  },
  updateGateway: {
    access: administrator,
    summary: 'Change a driver instance; names that are left out stay as they are',
    args: z.object({ gateway: partly(driverInstanceSchema) }),
    result: nothing,
  },
  deleteGateway: {
    access: administrator,
    summary: 'Delete a driver instance with its addresses and their routes',
    args: z.object({ gateway: keySchema }),
    result: nothing,
  },
  startGateway: {
    access: administrator,
    summary: 'Start the process of a driver instance',
    args: z.object({ gateway: keySchema }),
    result: nothing,
  },
  stopGateway: {
    access: administrator,
    summary: 'Stop the process of a driver instance until it is started or the gateway restarts',
    args: z.object({ gateway: keySchema }),
    result: nothing,
  },
  restartGateway: {
    access: administrator,
    summary: 'Stop and start the process of a driver instance',
    args: z.object({ gateway: keySchema }),
    result: nothing,
  },
  getAddresses: {
    access: session,
    summary: 'All addresses, or those of one driver instance',
    args: z.object({ gateway: keySchema.optional() }),
    result: z.array(addressSchema),
  },
  getAddress: {
    access: session,
    summary: 'One address',
    args: z.object({ address: keySchema }),
    result: addressSchema,
  },
  insertAddress: {
    access: administrator,
    summary: 'Add an address; answers its id',
    args: z.object({ address: fresh(addressSchema) }),
    result: z.string(),
  },
  updateAddress: {
    access: administrator,
    summary: 'Change an address; names that are left out stay as they are',
    args: z.object({ address: partly(addressSchema) }),
    result: nothing,
  },
  deleteAddress: {
    access: administrator,
    summary: 'Delete an address and its routes',
    args: z.object({ address: keySchema }),
    result: nothing,
  },
  getRoutes: {
    access: session,
    summary: 'All routes, with what each did last',
    args: noArgs,
    result: z.array(routeViewSchema),
  },
  insertRoute: {
    access: administrator,
    summary: 'Add a route; answers its id',
    args: z.object({ route: fresh(routeSchema) }),
    result: z.string(),
  },
  updateRoute: {
    access: administrator,
    summary: 'Change a route; names that are left out stay as they are',
    // What was read may be sent back; what it did last is left aside.
    args: z.object({ route: partly(routeViewSchema) }),
    result: nothing,
  },
  deleteRoute: {
    access: administrator,
    summary: 'Delete a route',
    args: z.object({ route: keySchema }),
    result: nothing,
  },
  getLastValue: {
    access: session,
    summary: 'Last value of an address',
    args: z.object({ address: keySchema }),
    result: lastValueSchema,
  },
  getLastValues: {
    access: session,
    summary: 'Last values of all addresses, or of those of one driver instance',
    args: z.object({ gateway: keySchema.optional() }),
    result: z.array(lastValueSchema),
  },
  writeValue: {
    access: administrator,
    summary: 'Write a value, read it back where the protocol can, and answer what was read',
    args: z.object({ address: keySchema, value: valueSchema }),
    result: lastValueSchema,
  },
} as const satisfies Record<string, PeersMethod>;

const logics = {
  getLogics: {
    access: session,
    summary: 'All logics by id',
    args: noArgs,
    result: z.record(z.string(), logicViewSchema),
  },
  getLogic: {
    access: session,
    summary: 'One logic',
    args: z.object({ logic: keySchema }),
    result: logicViewSchema,
  },
  getIds: { access: session, summary: 'Ids of all logics', args: noArgs, result: z.array(z.string()) },
  insertLogic: {
    access: administrator,
    summary: 'Add a logic and start it; answers its id',
    args: z.object({ logic: fresh(logicSchema) }),
    result: z.string(),
  },
  updateLogic: {
    access: administrator,
    summary: 'Change a logic; names that are left out stay as they are',
    args: z.object({ logic: partly(logicSchema) }),
    result: nothing,
  },
  deleteLogic: {
    access: administrator,
    summary: 'Delete a logic',
    args: z.object({ logic: keySchema }),
    result: nothing,
  },
  startLogic: {
    access: administrator,
    summary: 'Start a logic',
    args: z.object({ logic: keySchema }),
    result: nothing,
  },
  stopLogic: {
    access: administrator,
    summary: 'Stop a logic until it is started or the gateway restarts',
    args: z.object({ logic: keySchema }),
    result: nothing,
  },
  restartLogic: {
    access: administrator,
    summary: 'Stop and start a logic',
    args: z.object({ logic: keySchema }),
    result: nothing,
  },
} as const satisfies Record<string, PeersMethod>;

const accounts = {
  getAccounts: {
    access: administrator,
    summary: 'All accounts, without anything secret',
    args: noArgs,
    result: z.array(accountSchema),
  },
  getAccountById: {
    access: administrator,
    summary: 'One account',
    args: z.object({ id: z.string().min(1).max(100) }),
    result: accountSchema,
  },
  insertAccount: {
    access: administrator,
    summary: 'Add an account; the password comes as its lowercase hex MD5, as at the login',
    args: z.object({
      account: z.strictObject({
        id: z.string().min(1).max(100).optional(),
        username: z.string().trim().min(1).max(200),
        password: passwordDigestSchema,
        administrator: z.boolean().default(false),
      }),
    }),
    result: accountSchema,
  },
  updateAccount: {
    access: administrator,
    summary: 'Rename an account or change its role; its sessions end when it loses the role',
    args: z.object({
      account: z.strictObject({
        id: z.string().min(1).max(100),
        username: z.string().trim().min(1).max(200).optional(),
        administrator: z.boolean().optional(),
      }),
    }),
    result: accountSchema,
  },
  updateAccountPassword: {
    access: session,
    summary:
      'Change a password: an administrator anyone’s, others their own with the old one; other sessions end',
    args: z.object({
      account: z.strictObject({
        /** Of one's own account also its name. */
        id: z.string().min(1).max(100),
        password: passwordDigestSchema,
        /** Of one's own account. */
        oldPassword: passwordDigestSchema.optional(),
      }),
    }),
    result: nothing,
  },
  deleteAccount: {
    access: administrator,
    summary: 'Delete an account and end its sessions; never the last administrator',
    args: z.object({ id: z.string().min(1).max(100) }),
    result: nothing,
  },
} as const satisfies Record<string, PeersMethod>;

const system = {
  upgradeSupervisionRevision: {
    access: administrator,
    summary: 'Download the newest package from the update feed and upgrade to it; answers the job',
    args: noArgs,
    result: z.object({ jobId: z.uuid(), version: z.string() }),
  },
} as const satisfies Record<string, PeersMethod>;

/** Methods by module. `system/reboot` is a row of the system API. */
export const peersApi = { gateways, logics, accounts, system } as const;
export type PeersModule = keyof typeof peersApi;
