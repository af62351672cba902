import { z } from 'zod';

/** Texts of an agent that a condition may look at. */
export const agentFields = [
  'uuid',
  'name',
  'device_type',
  'location',
  'ip_address',
  'mac_address',
  'os_version',
  'architecture',
  'agent_version',
] as const;

const fieldSchema = z.enum(agentFields);
const text = z.string().min(1).max(200);

/** A name within the tags of one agent; `:` and `,` part it from its value and from others in a query. */
export const tagKeySchema = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}:,]{1,64}$/u, 'a tag has 1 to 64 characters, no ":" and no ","');

export const tagValueSchema = z
  .string()
  .trim()
  .regex(/^\P{Cc}{0,256}$/u, 'a value has 256 characters at most, on one line');

/** What is true or not of one agent. Each has one meaning; several are put together by `all`, `any` and `not`. */
const conditionSchema = z.union([
  z.strictObject({ online: z.boolean() }),
  z.strictObject({ active: z.boolean() }),
  /** The fleet it belongs to; null: none. */
  z.strictObject({ fleet: text.nullable() }),
  /** Has this tag, with this value when there is one here. */
  z.strictObject({ tag: tagKeySchema, value: tagValueSchema.optional() }),
  /** In any of its names and addresses. Upper and lower case are the same in this and in `contains`. */
  z.strictObject({ q: text }),
  z.strictObject({ field: fieldSchema, contains: text }),
  /** Exactly; null: it is not known. */
  z.strictObject({ field: fieldSchema, is: text.nullable() }),
  z.strictObject({ field: fieldSchema, in: z.array(text).min(1).max(1_000) }),
  /** Was heard of within this time before now; never heard of: no. */
  z.strictObject({ seenWithinSeconds: z.int().min(1).max(315_360_000) }),
]);

export type AgentCondition = z.output<typeof conditionSchema>;

export type AgentFilter =
  | AgentCondition
  | { all: AgentFilter[] }
  | { any: AgentFilter[] }
  | { not: AgentFilter };

const nested = <S extends z.ZodType>(inner: S) =>
  [
    z.strictObject({ all: z.array(inner).max(50) }),
    z.strictObject({ any: z.array(inner).max(50) }),
    z.strictObject({ not: inner }),
  ] as const;

// Level by level instead of a schema that contains itself: what nests deeper is refused before it is walked through.
const innerSchema = z.union([conditionSchema, ...nested(conditionSchema)]);
const middleSchema = z.union([conditionSchema, ...nested(innerSchema)]);

/** Which agents are meant: a condition, or up to three levels of them. `{all: []}` is every agent. */
export const agentFilterSchema: z.ZodType<AgentFilter> = z.union([conditionSchema, ...nested(middleSchema)]);
