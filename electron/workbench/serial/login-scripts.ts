import type { LoginScript } from '#shared/bridge/serial-scripts.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { SecretStore } from '../ports.ts';
import type { SerialConsole } from './serial-console.ts';

/** Starts scripts with their secrets. Values live in the secret store and, while a script runs, in memory. */
export interface LoginScripts {
  /** Names without a value, in the order of the steps. */
  missing(script: LoginScript): Promise<string[]>;
  /** Failures: SERIAL_SECRET_MISSING, SERIAL_NOT_OPEN, SERIAL_LINE_BUSY. */
  start(on: SerialConsole, script: LoginScript): Promise<Result<null>>;
  setSecret(name: string, value: string | null): Promise<void>;
}

export function createLoginScripts(secrets: SecretStore): LoginScripts {
  const keyOf = (name: string) => `serial:${name}`;

  async function read(script: LoginScript): Promise<Map<string, string | null>> {
    const values = new Map<string, string | null>();
    for (const name of secretsOf(script)) values.set(name, await secrets.get(keyOf(name)));
    return values;
  }

  return {
    async missing(script) {
      return [...(await read(script))].filter(([, value]) => value === null).map(([name]) => name);
    },
    async start(on, script) {
      const known = new Map<string, string>();
      for (const [secret, value] of await read(script)) {
        if (value === null) return fail(failure('SERIAL_SECRET_MISSING', { script: script.name, secret }));
        known.set(secret, value);
      }
      const able = on.readyForTask();
      if (!able.ok) return able;
      on.tasks.startScript(script, known);
      return ok(null);
    },
    async setSecret(name, value) {
      if (value === null) await secrets.remove(keyOf(name));
      else await secrets.set(keyOf(name), value);
    },
  };
}

const secretsOf = (script: LoginScript): Set<string> =>
  new Set(script.steps.flatMap((step) => (step.kind === 'send-secret' ? [step.secret] : [])));
