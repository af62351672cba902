import type { Logger } from 'pino';
import type { Result } from '#shared/result.ts';
import type { Broker } from '../broker/broker.ts';
import type { FleetStore } from '../database/tables.ts';
import type { MqttDirectory } from './mqtt-directory.ts';

/** Makes the broker follow what was stored of a user; who is gone from the store is cut off. */
export interface Follower {
  /** Resolves when it has. */
  follow(username: string, password?: string): Promise<Result<null>>;
  /** Within a `write`: follows when all of it is on disk, once for all changes of a user in it. */
  afterCommit(username: string, password?: string): void;
}

export function createFollower(deps: {
  store: FleetStore;
  directory: MqttDirectory;
  broker: Broker;
  inBackground(work: Promise<unknown>): void;
  log: Logger;
}): Follower {
  const { store, directory, broker, inBackground, log } = deps;
  /** What runs or waits for each name: the last of two changes has to be the last for the broker, too. */
  const turns = new Map<string, Promise<unknown>>();
  const waiting = new Map<string, { password: string | undefined; followed: Promise<void> }>();

  async function follow(username: string, password?: string): Promise<Result<null>> {
    const before = turns.get(username) ?? Promise.resolve();
    const turn = before.then(async () => {
      const user = await directory.userNamed(username);
      return user === null ? broker.users.remove(username) : broker.users.put(user, password);
    });
    const settled = turn.catch(() => undefined);
    turns.set(username, settled);
    void settled.then(() => turns.get(username) === settled && turns.delete(username));
    return turn;
  }
  async function followWaiting(username: string): Promise<void> {
    // By now every change of this commit has said so.
    await Promise.resolve();
    const password = waiting.get(username)?.password;
    waiting.delete(username);
    const followed = await follow(username, password);
    if (!followed.ok) log.error({ failure: followed.failure, username }, 'the MQTT broker does not follow');
  }
  return {
    follow,
    afterCommit(username, password) {
      // Whoever changed it hears of it when the broker has followed: a new password is good then, and a connection has ended.
      store.afterCommit(() => {
        const known = waiting.get(username);
        const followed = known?.followed ?? followWaiting(username);
        waiting.set(username, { password: password ?? known?.password, followed });
        if (known === undefined) inBackground(followed);
        return followed;
      });
    },
  };
}
