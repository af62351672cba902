import { join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { openJsonFile } from '#platform/files/json-file.ts';
import { consoleHabitsSchema, lineSettingsSchema, portIdentitySchema } from '#shared/bridge/serial-ports.ts';
import type { Notices } from '../settings/notices.ts';
import { keptLogSchema } from './console-logging.ts';
import type { SerialConsole } from './serial-console.ts';

const keptTabSchema = z.object({
  /** Stays the same, so that its address in the screens does. */
  id: z.uuid(),
  title: z.string(),
  /** The device, and where it was last. */
  port: z.object({
    path: z.string(),
    identity: portIdentitySchema,
    manufacturer: z.string().nullable(),
    product: z.string().nullable(),
    serialNumber: z.string().nullable(),
    vendorId: z.string().nullable(),
    productId: z.string().nullable(),
  }),
  settings: lineSettingsSchema,
  habits: consoleHabitsSchema,
  /** False: the user had closed the port. */
  wanted: z.boolean(),
  /** The log that was being written. */
  log: keptLogSchema.nullable(),
});
export type KeptTab = z.infer<typeof keptTabSchema>;

const fileSchema = z.object({ format: z.literal(1), tabs: z.array(keptTabSchema) });

/** `serial-tabs.json`: the consoles that come back after a restart, in their order. Nothing of what arrived. */
export interface KeptTabs {
  /** As they were when the workbench ended. */
  list(): readonly KeptTab[];
  /** Written when anything is new; a disk that refuses is logged, and the consoles go on. */
  keep(tabs: readonly KeptTab[]): void;
  /** Resolves when what was kept is on the disk. */
  written(): Promise<void>;
}

export async function openKeptTabs(deps: {
  dataFolder: string;
  notices: Notices;
  log: Logger;
}): Promise<KeptTabs> {
  const file = await openJsonFile({
    path: join(deps.dataFolder, 'serial-tabs.json'),
    schema: fileSchema,
    defaults: { format: 1, tabs: [] },
    log: deps.log,
  });
  deps.notices.addSetAside('open serial consoles', file.setAside);
  let last = JSON.stringify(file.value().tabs);
  let writing = Promise.resolve();
  return {
    list: () => file.value().tabs,
    keep(tabs) {
      const next = JSON.stringify(tabs);
      if (next === last) return;
      last = next;
      writing = file
        .write({ format: 1, tabs: [...tabs] })
        .catch((error: unknown) => deps.log.warn({ err: error }, 'the open consoles were not kept'));
    },
    written: () => writing,
  };
}

/** Null: its port was never open, so there is nothing to come back to. */
export function keptTab(tab: SerialConsole): KeptTab | null {
  const wanted = tab.link.wanted();
  if (wanted === null) return null;
  const { id, title, habits, settings, port } = tab.view();
  return {
    ...{ id, title, habits, settings, wanted },
    port: { ...tab.port, path: port.path },
    log: tab.log.kept(),
  };
}
