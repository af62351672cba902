import { z } from 'zod';
import { failureSchema } from '#shared/errors/failure.ts';
import { capabilitiesSchema } from '#shared/gateway-api/extensions.ts';
import type { Call } from './call.ts';
import { portIdentitySchema, portPathSchema } from './serial-ports.ts';

/** The address book of gateways and the state of each one's session. */

export const connectionStates = [
  'disconnected',
  'connecting',
  'connected',
  /** A job of ours makes it restart: silence is expected. */
  'restarting',
  /** It was connected and does not answer; tried again at `nextTryAt`. */
  'unreachable',
  'login-needed',
  'certificate-untrusted',
] as const;

/** How a gateway is reached. */
export const ways = ['lan', 'serial'] as const;
export type Way = (typeof ways)[number];

/** The serial port that a gateway's console is on; found again by `identity` when the adapter comes back elsewhere. */
export const serialPlaceSchema = z.object({
  port: z.object({ identity: portIdentitySchema, path: z.string(), label: z.string() }),
  baudRate: z.int().min(50).max(20_000_000),
});
export type SerialPlace = z.infer<typeof serialPlaceSchema>;

const epochMsSchema = z.int();

/** A certificate that was refused; SHA-256 fingerprints as `AB:CD:…`. */
const refusedCertificateSchema = z.object({
  presented: z.string(),
  pinned: z.string().nullable(),
  subject: z.string(),
  validTo: z.string(),
});

export const connectionSchema = z.object({
  state: z.enum(connectionStates),
  /** The way that is used, or was tried last. */
  via: z.enum(ways),
  /** Epoch milliseconds since when it is in this state. */
  since: epochMsSchema,
  lastSeenAt: epochMsSchema.nullable(),
  nextTryAt: epochMsSchema.nullable(),
  failure: failureSchema.nullable(),
  /** Only for `certificate-untrusted`. */
  certificate: refusedCertificateSchema.nullable(),
});
export type Connection = z.infer<typeof connectionSchema>;

export const identitySchema = capabilitiesSchema.extend({
  /** Epoch milliseconds at which these values were read. */
  readAt: epochMsSchema,
  administrator: z.boolean().nullable(),
});
export type Identity = z.infer<typeof identitySchema>;

/** Which of the two APIs this box is used by. At least one. */
export const offersSchema = z.object({
  /** Sessions, maintenance; with the user name and a password. */
  system: z.boolean(),
  /** Resources, processes, logs, activity, updates, licence. */
  management: z.boolean(),
});

/** How the management API is reached; all of it null or false when it is not offered. */
export const managementSchema = z.object({
  /** Scheme, host, port and prefix in front of `/api/v1`; null: the same address as the system API. */
  address: z.string().nullable(),
  /** `session`: with the login of the system API, which needs the same address. */
  auth: z.enum(['session', 'key']).nullable(),
  remembersKey: z.boolean(),
  /** What the key or the account may do; `unknown` before the first answer and for boxes that do not tell. */
  may: z.enum(['read', 'write', 'unknown']),
  /** Of the last attempt; null while it answers. */
  failure: failureSchema.nullable(),
  /** With CERTIFICATE_NEW and CERTIFICATE_CHANGED of an address of its own: what to compare. */
  certificate: refusedCertificateSchema.nullable().optional(),
});
export type Management = z.infer<typeof managementSchema>;

export const gatewaySchema = z.object({
  id: z.uuid(),
  /** What the user calls it; empty until named: then the gateway's own name is shown. */
  label: z.string(),
  /**
   * Normalised: scheme, host, port, path prefix. Of the system API, or of the management API when that is all there is. Empty
   * when it is reached by the serial cable only.
   */
  address: z.string(),
  /** Null: it has no serial cable to this computer. */
  serial: serialPlaceSchema.nullable(),
  /** `automatic`: the LAN while that answers, otherwise the cable. */
  prefers: z.enum(['automatic', ...ways]),
  /** Empty without the system API. */
  username: z.string(),
  /** `site`: the embedded gateway of this workbench. */
  origin: z.enum(['manual', 'site']),
  remembersPassword: z.boolean(),
  offers: offersSchema,
  management: managementSchema,
  connection: connectionSchema,
  /** Last known; stale unless connected. */
  identity: identitySchema.nullable(),
});
export type Gateway = z.infer<typeof gatewaySchema>;

const idSchema = z.object({ id: z.uuid() });
const labelSchema = z.string().trim().max(63);
const addressSchema = z.string().trim().min(1).max(500);
const usernameSchema = z.string().trim().max(200);
const passwordSchema = z.string().max(500);

const serialInputSchema = z.object({ path: portPathSchema, baudRate: serialPlaceSchema.shape.baudRate });
const prefersSchema = gatewaySchema.shape.prefers;

/** Null: this box has no management API, or it is not used. */
const managementInputSchema = z
  .object({
    /** Null: the same address. */
    address: addressSchema.nullable(),
    /** Null: the session of the system API; on a change also: the key stays as it is. */
    key: z.string().trim().min(1).max(500).nullable(),
    rememberKey: z.boolean(),
  })
  .nullable();

export const gatewaysCalls = {
  'gateways.list': { input: z.null(), output: z.array(gatewaySchema) },
  /** Adds and connects; a refused login keeps the entry, an address that cannot be read does not. */
  'gateways.add': {
    input: z.object({
      label: labelSchema,
      /** Null: by the serial cable only. */
      address: addressSchema.nullable(),
      serial: serialInputSchema.nullable().default(null),
      prefers: prefersSchema.default('automatic'),
      username: usernameSchema,
      password: passwordSchema,
      rememberPassword: z.boolean(),
      /** False: a box that offers the management API only; then without user name and password. */
      system: z.boolean().default(true),
      /** Absent: found out, by asking the same address for it with the session. */
      management: managementInputSchema.optional(),
    }),
    output: gatewaySchema,
  },
  'gateways.update': {
    input: idSchema.extend({
      label: labelSchema.optional(),
      /** Null: no longer by the LAN. */
      address: addressSchema.nullable().optional(),
      serial: serialInputSchema.nullable().optional(),
      prefers: prefersSchema.optional(),
      username: usernameSchema.optional(),
      system: z.boolean().optional(),
      management: managementInputSchema.optional(),
    }),
    output: gatewaySchema,
  },
  /** Ends the session and forgets password and pinned certificate. Backups stay. */
  'gateways.remove': { input: idSchema, output: z.null() },
  /** Logs in; without a password the remembered one is used. Answers when connected or failed. */
  'gateways.connect': {
    input: idSchema.extend({
      password: passwordSchema.optional(),
      rememberPassword: z.boolean().optional(),
      /** After CABLE_OTHER_BOX: the box that is there is this gateway from now on. */
      replaced: z.boolean().optional(),
    }),
    output: gatewaySchema,
  },
  'gateways.disconnect': { input: idSchema, output: gatewaySchema },
  /** Pins exactly the certificate (of either address) whose fingerprint the user compared, then connects. */
  'gateways.trustCertificate': { input: idSchema.extend({ fingerprint: z.string() }), output: gatewaySchema },
} as const satisfies Record<string, Call>;

export const gatewaysEvents = {
  'gateways.changed': gatewaySchema,
  'gateways.removed': idSchema,
  /** The site's gateway was asked to identify itself: the app shows it. */
  'gateways.identified': idSchema.extend({ by: z.string(), at: epochMsSchema }),
} as const;
