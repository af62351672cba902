import type { Database } from '#platform/database/database.ts';
import { failure } from '#shared/errors/failure.ts';
import {
  type GatewaySettings,
  gatewaySettingsDefaults,
  gatewaySettingsSchema,
} from '#shared/gateway-api/settings.ts';
import type { Handlers } from '../http/call.ts';
import { withoutCredentials } from '../http/without-credentials.ts';

export interface Settings {
  current(): GatewaySettings;
  /** Changes the named ones and keeps the others. Throws when the disk is full; nothing is changed then. */
  update(change: Partial<GatewaySettings>): GatewaySettings;
  /** After each change. Returns the function that ends it. */
  onChanged(listener: () => void): () => void;
}

/** Settings are the one document of the part `settings`; they travel with backups. */
export function createSettings(database: Database, firstName: string | null): Settings {
  const read = database.sql.prepare("SELECT document FROM documents WHERE part = 'settings'");
  const write = database.sql.prepare(
    "INSERT OR REPLACE INTO documents (part, id, position, document) VALUES ('settings', 'settings', 0, ?)",
  );
  const load = (): GatewaySettings => {
    const row = read.get();
    if (row === undefined) return firstSettings(firstName);
    return gatewaySettingsSchema.parse({
      ...gatewaySettingsDefaults,
      ...JSON.parse(String(row.document)),
    });
  };
  const listeners = new Set<() => void>();
  let settings = load();
  if (read.get() === undefined) write.run(JSON.stringify(settings));
  return {
    current: () => settings,
    update(change) {
      const next = gatewaySettingsSchema.parse({ ...settings, ...change });
      write.run(JSON.stringify(next));
      settings = next;
      for (const listener of listeners) listener();
      return next;
    },
    onChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** A name from the start flag that does not fit leaves the default name. */
function firstSettings(firstName: string | null): GatewaySettings {
  const named = gatewaySettingsSchema.safeParse({ ...gatewaySettingsDefaults, name: firstName });
  return named.success ? named.data : gatewaySettingsDefaults;
}

export const settingsCalls = (settings: Settings): Pick<Handlers, 'settings' | 'settingsUpdate'> => ({
  settings: ({ session }) => ({ status: 200, body: shown(settings.current(), session.administrator) }),
  async settingsUpdate({ body }) {
    const change = withoutAbsent(body);
    const problem = await problemOf({ ...settings.current(), ...change });
    if (problem !== null) return { failure: failure('REQUEST_INVALID', { what: `body.${problem}` }) };
    return { status: 200, body: settings.update(change) };
  },
});

/** For those who may look only, without what logs the gateway in elsewhere. */
const shown = (settings: GatewaySettings, administrator: boolean): GatewaySettings =>
  administrator
    ? settings
    : {
        ...settings,
        updateFeed: withoutCredentials(settings.updateFeed),
        licenseServer: withoutCredentials(settings.licenseServer),
      };

/** What the schemas cannot tell: whether a schedule makes sense. */
async function problemOf(settings: GatewaySettings): Promise<string | null> {
  const { scheduleProblem } = await import('../snapshots/schedule-rule.ts');
  return scheduleProblem(settings);
}

/** `undefined` must not replace a value. */
function withoutAbsent(change: { [K in keyof GatewaySettings]?: GatewaySettings[K] | undefined }) {
  return Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  ) as Partial<GatewaySettings>;
}
