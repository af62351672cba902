import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '#platform/arguments/argument-values.ts';
import { failure } from '#shared/errors/failure.ts';
import {
  access,
  mayPublish,
  mayRead,
  maySubscribe,
  mayUseClientId,
  type Principal,
} from '../broker/access-rules.ts';
import { brokerLimits } from '../broker/embedded/limits.ts';
import { createLoginGuard } from '../broker/embedded/login-guard.ts';
import type { FleetHandlers } from '../http/call.ts';
import type { MqttDirectory } from './mqtt-directory.ts';

/** The header in which another broker sends its secret. */
const secretHeader = 'x-callback-secret';

const deny = (error: string) => ({ status: 403 as const, body: { result: 'deny' as const, error } });
const allow = { status: 200 as const, body: { result: 'allow' as const } };

/**
 * Answers what another broker asks about our users. Everybody who could ask could guess passwords: it has to be this
 * machine, without a proxy in between, or somebody with the secret.
 */
export function mqttCallbackCalls(deps: {
  directory: MqttDirectory;
  agentClientPrefix: string;
  /** Null: none was set. */
  secret: string | null;
  clockMs: () => number;
}): Pick<FleetHandlers, 'mqttCallbackUser' | 'mqttCallbackSuperuser' | 'mqttCallbackAcl'> {
  const { directory, agentClientPrefix, secret } = deps;
  // All of them come from the broker's own address.
  const guard = createLoginGuard(
    { ...brokerLimits, failuresPerAddress: Number.POSITIVE_INFINITY },
    deps.clockMs,
  );

  const isTrusted = (call: {
    address: string;
    headers: IncomingHttpHeaders;
    query: { secret?: string | undefined };
  }): boolean => {
    const sent = call.headers[secretHeader] ?? call.query.secret;
    if (secret !== null) return typeof sent === 'string' && isSame(sent, secret);
    const proxied = call.headers['x-forwarded-for'] !== undefined || call.headers.forwarded !== undefined;
    return isLoopback(call.address.replace(/^::ffff:/, '')) && !proxied;
  };
  const refused = () => ({ failure: failure('MQTT_CALLBACK_REFUSED') });
  return {
    async mqttCallbackUser(call) {
      if (!isTrusted(call)) return refused();
      const { username, password, clientid } = call.body;
      const login = { username, address: '' };
      if (guard.isLocked(login)) return deny('too many failed logins');
      guard.begin(login);
      const principal = await directory.authenticate({
        username,
        password,
        clientId: clientid ?? '',
        address: '',
      });
      if (principal === null) {
        guard.failed(login);
        return deny('wrong user name or password');
      }
      guard.succeeded(login);
      if (clientid !== undefined && !mayUseClientId(principal, clientid, agentClientPrefix)) {
        return deny('the client id belongs to another');
      }
      return { status: 200, body: { result: 'allow', is_superuser: principal.superuser } };
    },
    async mqttCallbackSuperuser(call) {
      if (!isTrusted(call)) return refused();
      const principal = await directory.find(call.body.username);
      return principal?.superuser === true ? allow : deny('no superuser');
    },
    async mqttCallbackAcl(call) {
      if (!isTrusted(call)) return refused();
      const { username, topic, acc, action } = call.body;
      const principal = await directory.find(username);
      const bits = acc ?? (action === 'publish' ? access.write : access.subscribe);
      return principal !== null && permits(principal, topic, bits) ? allow : deny('no rule allows it');
    },
  };
}

/** Every bit has to be allowed. */
const permits = (principal: Principal, topic: string, bits: number): boolean =>
  ((bits & access.read) === 0 || mayRead(principal, topic)) &&
  ((bits & access.write) === 0 || mayPublish(principal, topic)) &&
  ((bits & access.subscribe) === 0 || maySubscribe(principal, topic));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const isSame = (sent: string, known: string): boolean => timingSafeEqual(digest(sent), digest(known));
