import type { Duplex } from 'node:stream';
import type { AuthenticateError, Client } from 'aedes';
import type { Logger } from 'pino';
import { type BrokerAccess, type BrokerLogin, mayUseClientId, type Principal } from '../access-rules.ts';
import type { Counters } from './counters.ts';
import type { BrokerLimits } from './limits.ts';
import type { LiveClients } from './live-clients.ts';
import type { LoginGuard } from './login-guard.ts';
import { refusal } from './refusal.ts';

/** Return codes of CONNACK (MQTT 3.1.1, table 3.1). */
const codes = { clientId: 2, unavailable: 3, credentials: 4, notAuthorised: 5 } as const;

interface LoginDeps {
  access: BrokerAccess;
  agentPrefix: string;
  limits: BrokerLimits;
  live: LiveClients;
  guard: LoginGuard;
  counters: Counters;
  log: Logger;
  /** The connection of a client and where it comes from. */
  connectionOf: (client: Client) => { connection: Duplex; address: string };
}

type Verdict = { principal: Principal } | { returnCode: (typeof codes)[keyof typeof codes]; why: string };

/** The `authenticate` of aedes: nobody without a name, nobody under another's client id. */
export function createLogin(deps: LoginDeps) {
  const { live, counters, log, connectionOf } = deps;
  return (
    client: Client,
    username: string | undefined,
    password: Uint8Array | undefined,
    done: (error: AuthenticateError | null, accepted: boolean | null) => void,
  ): void => {
    const { connection, address } = connectionOf(client);
    const login = {
      clientId: client.id,
      username: username ?? '',
      password: password === undefined ? '' : Buffer.from(password).toString('utf8'),
      address,
    };
    judge(deps, login).then((verdict) => {
      if ('principal' in verdict) {
        live.accepted({
          client,
          connection,
          address,
          principal: verdict.principal,
          filters: new Set(),
          ended: false,
        });
        return done(null, true);
      }
      counters.refusedLogins += 1;
      const { returnCode, why } = verdict;
      log.warn({ username: login.username, clientId: client.id, address, why }, 'an MQTT login was refused');
      done(Object.assign(refusal(why), { returnCode }) as AuthenticateError, false);
    });
  };
}

async function judge(deps: LoginDeps, login: BrokerLogin): Promise<Verdict> {
  const { access, agentPrefix, limits, live, guard, log } = deps;
  if (login.username === '') return { returnCode: codes.notAuthorised, why: 'no user name' };
  if (guard.isLocked(login)) return { returnCode: codes.notAuthorised, why: 'too many failed logins' };
  const attempt = live.attempt(login.username);
  guard.begin(login);
  try {
    const principal = await access.authenticate(login);
    if (principal === null || attempt.stale) {
      guard.failed(login);
      return { returnCode: codes.credentials, why: 'wrong user name or password' };
    }
    guard.succeeded(login);
    const holder = live.holder(login.clientId);
    const foreign = holder !== null && holder.principal.username !== principal.username;
    if (foreign || !mayUseClientId(principal, login.clientId, agentPrefix)) {
      return { returnCode: codes.clientId, why: 'the client id belongs to another' };
    }
    if (holder === null && live.countOf(principal.username) >= limits.sessionsPerUser) {
      return { returnCode: codes.notAuthorised, why: 'too many connections of this user' };
    }
    return { principal };
  } catch (error) {
    log.error({ error, username: login.username }, 'an MQTT login could not be checked');
    return { returnCode: codes.unavailable, why: 'the store of users cannot be read' };
  } finally {
    attempt.end();
  }
}
