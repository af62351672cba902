import type { Logger } from 'pino';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { BrokerUser, BrokerUsers } from '../broker.ts';
import { commandsFor, commandsToRemove } from './desired-access.ts';
import type { PluginControl } from './plugin-control.ts';
import { reconcile } from './reconcile.ts';

/** More names than this tell nobody more. */
const namesInLog = 20;

/** Users of the fleet backend as users of the plugin. The plugin cuts off whoever was changed. */
export function createExternalUsers(deps: {
  control: PluginControl;
  broker: string;
  /** All users there should be. */
  wanted: () => Promise<readonly BrokerUser[]>;
  log: Logger;
}): BrokerUsers & { follow(): Promise<Result<null>> } {
  const { control, broker, wanted, log } = deps;
  return {
    async put(user, password) {
      const present = await control.find(user.username);
      if (!present.ok) return present;
      const { commands, needsPassword } = commandsFor(user, present.value, password);
      if (!needsPassword) return control.run(commands);
      return fail(failure('BROKER_PASSWORD_NEEDED', { broker, username: user.username }));
    },
    async remove(username) {
      const present = await control.find(username);
      return present.ok ? control.run(commandsToRemove(username, present.value)) : present;
    },
    async follow() {
      const done = await reconcile(control, await wanted());
      if (!done.ok) return done;
      const { changed, needPassword } = done.value;
      if (changed > 0) log.info({ broker, changed }, 'users of the external MQTT broker were changed');
      if (needPassword.length > 0) {
        log.warn(
          { broker, count: needPassword.length, users: needPassword.slice(0, namesInLog) },
          'users are missing on the external MQTT broker and need new passwords',
        );
      }
      return ok(null);
    },
  };
}
