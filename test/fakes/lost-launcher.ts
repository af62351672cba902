import { pino } from 'pino';
import { openLauncher } from '../../electron/gateway/launcher/launcher.ts';
import { createForkSpawner } from '../../electron/platform/processes/fork-spawner.ts';

/** A launcher over the fake supervision in a process of its own, so that a test can kill it. */
const opened = await openLauncher(
  {
    spawner: createForkSpawner(),
    factoryEntry: new URL('fake-supervision.ts', import.meta.url).pathname,
    onReady: () => undefined,
    onOutput: () => undefined,
    onIdentify: () => undefined,
    onTrouble: () => undefined,
    log: pino({ level: 'silent' }),
  },
  {
    dataFolder: String(process.argv[2]),
    host: '127.0.0.1',
    port: 0,
    tls: false,
    certificate: null,
    name: null,
    allowUnsigned: false,
    keyFolders: [],
    healthTimeoutMs: 15_000,
    plain: false,
    console: null,
    hasParent: false,
    rebootCommand: null,
    rebootWaitMs: 200,
    identifyCommand: null,
    firmwareCommand: null,
    firmwareTimeoutMs: 20_000,
  },
);
if (opened.ok) await opened.value.run();
