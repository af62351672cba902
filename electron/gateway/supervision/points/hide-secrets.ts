import type { DriverInstance } from '#shared/gateway-api/configuration.ts';
import { withoutCredentials } from '../http/without-credentials.ts';

const secretName = /password|secret|token|privatekey/i;
const hidden = '[hidden]';

/** A driver instance for those who may look only: what logs it in elsewhere is not theirs to see. */
export const withoutSecrets = (instance: DriverInstance): DriverInstance => ({
  ...instance,
  settings: Object.fromEntries(
    Object.entries(instance.settings).map(([name, value]) => [
      name,
      typeof value !== 'string' || value === ''
        ? value
        : secretName.test(name)
          ? hidden
          : withoutCredentials(value),
    ]),
  ),
});
