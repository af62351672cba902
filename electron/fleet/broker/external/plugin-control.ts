import type { MqttClient } from 'mqtt';
import { z } from 'zod';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { PluginClient, PluginCommand, PluginRole, Present } from './desired-access.ts';
import { roleOf } from './desired-access.ts';

const commandTopic = '$CONTROL/dynamic-security/v1';
const responseTopic = `${commandTopic}/response`;
const answerMs = 5000;
/** A list of thousands of agents in one message would be larger than some brokers let through. */
const pageSize = 250;

const responsesSchema = z.object({
  responses: z.array(
    z.looseObject({
      command: z.string(),
      error: z.string().optional(),
      correlationData: z.string().optional(),
    }),
  ),
});
const aclSchema = z.object({
  acltype: z.string(),
  topic: z.string(),
  priority: z.number().default(0),
  allow: z.boolean(),
});
const clientSchema = z.object({
  username: z.string(),
  clientid: z.string().optional(),
  disabled: z.boolean().optional(),
  roles: z.array(z.object({ rolename: z.string() })).default([]),
});
const roleSchema = z.object({ rolename: z.string(), acls: z.array(aclSchema).default([]) });

export type PluginAnswer = z.infer<typeof responsesSchema>['responses'][number];

/** The control topic of Mosquitto's dynamic-security plugin. */
export interface PluginControl {
  /** Again after each connection. Fails when the broker does not let us hear the plugin. */
  listen(): Promise<Result<null>>;
  /** All in one message; answers in order. Fails when none come; what the plugin refuses is in its answer. */
  ask(commands: readonly PluginCommand[]): Promise<Result<PluginAnswer[]>>;
  /** Like {@link ask}, but fails when the plugin refuses one. */
  run(commands: readonly PluginCommand[]): Promise<Result<null>>;
  find(username: string): Promise<Result<Present>>;
  list(): Promise<Result<{ clients: PluginClient[]; roles: PluginRole[] }>>;
}

export function createPluginControl(
  client: MqttClient,
  at: { broker: string; username: string },
): PluginControl {
  const waiting = new Map<string, (answers: PluginAnswer[]) => void>();
  let asked = 0;
  client.on('message', (topic, payload) => {
    if (topic !== responseTopic) return;
    const answers = readAnswers(payload);
    const id = answers[0]?.correlationData;
    if (id !== undefined) waiting.get(id)?.(answers);
  });
  const missing = () => fail(failure('BROKER_PLUGIN_MISSING', at));
  const unreachable = () =>
    fail(failure('BROKER_UNREACHABLE', { broker: at.broker, why: 'it is not connected' }));

  async function ask(commands: readonly PluginCommand[]): Promise<Result<PluginAnswer[]>> {
    if (commands.length === 0) return ok([]);
    if (!client.connected) return unreachable();
    asked += 1;
    const correlationData = `${client.options.clientId}-${asked}`;
    const answered = Promise.withResolvers<Result<PluginAnswer[]>>();
    waiting.set(correlationData, (answers) => answered.resolve(ok(answers)));
    const timer = setTimeout(() => answered.resolve(missing()), answerMs);
    const onClose = () => answered.resolve(unreachable());
    client.once('close', onClose);
    const message = { commands: commands.map((command) => ({ ...command, correlationData })) };
    client.publish(commandTopic, JSON.stringify(message), { qos: 1 }, (error) => {
      if (error) answered.resolve(unreachable());
    });
    const outcome = await answered.promise;
    clearTimeout(timer);
    client.off('close', onClose);
    waiting.delete(correlationData);
    return outcome;
  }
  async function pages<T>(command: string, field: string, schema: z.ZodType<T>): Promise<Result<T[]>> {
    const found: T[] = [];
    for (;;) {
      const answers = await ask([{ command, verbose: true, count: pageSize, offset: found.length }]);
      if (!answers.ok) return answers;
      const data = z.object({ [field]: z.array(schema) }).safeParse(answers.value[0]?.data);
      const page = data.data?.[field] ?? [];
      found.push(...page);
      if (page.length < pageSize) return ok(found);
    }
  }
  return {
    ask,
    async listen() {
      const grants = await client.subscribeAsync(responseTopic, { qos: 1 }).catch(() => []);
      return grants.some(({ qos }) => qos < 128) ? ok(null) : missing();
    },
    async run(commands) {
      const answers = await ask(commands);
      if (!answers.ok) return answers;
      const refused = answers.value.find(({ error }) => error !== undefined);
      if (refused === undefined) return ok(null);
      const { command, error = '' } = refused;
      return fail(failure('BROKER_COMMAND_REFUSED', { broker: at.broker, command, why: error }));
    },
    async find(username) {
      const rolename = roleOf(username);
      const answers = await ask([
        { command: 'getClient', username },
        { command: 'getRole', rolename },
      ]);
      if (!answers.ok) return answers;
      const [client, role] = answers.value;
      return ok({
        client: z.object({ client: clientSchema }).safeParse(client?.data).data?.client ?? null,
        role: z.object({ role: roleSchema }).safeParse(role?.data).data?.role ?? null,
      });
    },
    async list() {
      const clients = await pages('listClients', 'clients', clientSchema);
      if (!clients.ok) return clients;
      const roles = await pages('listRoles', 'roles', roleSchema);
      return roles.ok ? ok({ clients: clients.value, roles: roles.value }) : roles;
    },
  };
}

function readAnswers(payload: Uint8Array): PluginAnswer[] {
  try {
    return responsesSchema.safeParse(JSON.parse(Buffer.from(payload).toString())).data?.responses ?? [];
  } catch {
    return [];
  }
}
