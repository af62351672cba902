import type { Reply } from '#platform/http/contract/reply.ts';
import { jobIdHeader } from '#shared/gateway-api/answers.ts';
import type { GatewayCall, gatewayApi } from '#shared/gateway-api/contract.ts';
import type { GatewayJob } from '#shared/gateway-api/jobs.ts';
import type { Activity } from '#shared/gateway-api/management-api.ts';
import type { Call, Handler, Handlers } from '../http/call.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { ActivityEntry, RecordActivity } from './record-activity.ts';
import { withoutCredentials } from './without-credentials.ts';

/**
 * Calls whose handlers know nothing of the activity log: what is written about them, from the call and its answer alone.
 * Handlers that have more to tell write their entries themselves.
 */

type Row<K extends GatewayCall> = (typeof gatewayApi)[K];
type Entry = Omit<ActivityEntry, 'address' | 'user'> & { user?: string };
type Recorded = {
  [K in GatewayCall]?: (call: Call<Row<K>>, reply: Reply<Row<K>>, jobs: Pick<Jobs, 'get'>) => Entry | null;
};

interface AnyReply {
  failure?: Reply<Row<'upgrade'>>['failure'];
  headers?: Reply<Row<'upgrade'>>['headers'];
}

/** Accepted, with the job that goes on from there, or refused, and why. */
const uploaded =
  (type: 'upgrade' | 'firmware' | 'restore') =>
  (_call: unknown, { failure, headers }: AnyReply, jobs: Pick<Jobs, 'get'>): Entry => {
    if (failure !== undefined) {
      const target = String(failure.context.file ?? '');
      return { type, action: 'refused', target, details: { code: failure.code, reason: failure.message } };
    }
    const job = jobs.get(headers?.[jobIdHeader] ?? '');
    if (job === null) return { type, action: 'accepted', target: '' };
    const { id, file, from, to } = job;
    const details = { job: id, bytes: file.bytes, sha256: file.sha256, from, to };
    return { type, action: 'accepted', target: file.name, details };
  };

const rebooted = (): Entry => ({ type: 'reboot', action: 'requested', target: 'gateway' });

/** Addresses among the settings may carry passwords. */
const tellable = (settings: object): Activity['details'] =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      typeof value === 'string' ? withoutCredentials(value) : value,
    ]),
  );

const recorded: Recorded = {
  login({ body }, { failure }) {
    const { username: user } = body;
    if (failure === undefined) return { type: 'session', action: 'created', target: user, user };
    // While a name is locked every further try says the same; the failures before it are in the log.
    if (failure.code !== 'LOGIN_INVALID') return null;
    return { type: 'session', action: 'refused', target: user, user };
  },
  logout: ({ caller }) => ({ type: 'session', action: 'ended', target: caller.name }),
  upgrade: uploaded('upgrade'),
  firmwareUpgrade: uploaded('firmware'),
  restore: uploaded('restore'),
  backup: (_call, { failure }) =>
    failure === undefined ? { type: 'backup', action: 'downloaded', target: 'backup' } : null,
  snapshotDownload: ({ params }, { failure }) =>
    failure === undefined ? { type: 'snapshot', action: 'downloaded', target: params.name } : null,
  snapshotCreate: (_call, reply) =>
    reply.status === 200 ? { type: 'snapshot', action: 'created', target: reply.body.name } : null,
  snapshotDelete: ({ params }, { failure }) =>
    failure === undefined ? { type: 'snapshot', action: 'deleted', target: params.name } : null,
  reboot: rebooted,
  rebootPost: rebooted,
  peersReboot: rebooted,
  peersRebootPost: rebooted,
  settingsUpdate: ({ body }, { failure }) =>
    failure === undefined
      ? { type: 'setting', action: 'changed', target: Object.keys(body).join(', '), details: tellable(body) }
      : null,
};

/**
 * The same handlers, with the entries of {@link recorded}. They are written when the answer is known and before it goes out;
 * what happens only behind an answer, such as a reboot, happens after its entry is written.
 */
export function withActivity(handlers: Handlers, note: RecordActivity, jobs: Pick<Jobs, 'get'>): Handlers {
  const wrapped: Record<string, unknown> = { ...handlers };
  for (const name of Object.keys(recorded)) {
    const handler = handlers[name as GatewayCall] as Handler<Row<'backup'>>;
    const entryOf = recorded[name as GatewayCall] as Recorded['backup'];
    const withEntry: Handler<Row<'backup'>> = async (call) => {
      const reply = await handler(call);
      const entry = entryOf?.(call, reply, jobs);
      if (entry) note({ user: call.caller.name, address: call.caller.address, ...entry });
      return reply;
    };
    wrapped[name] = withEntry;
  }
  return wrapped as Handlers;
}

/** For `onEnded` of the jobs: how each of them went in the end. */
export const noteEnd =
  (note: RecordActivity) =>
  ({ id, kind, file, username, outcome, code, reason, from, to }: GatewayJob): void =>
    note({
      type: kind,
      action: outcome ?? 'ended',
      target: file.name,
      user: username,
      address: null,
      details: { job: id, from, to, ...(code !== null && { code }), ...(reason !== null && { reason }) },
    });
