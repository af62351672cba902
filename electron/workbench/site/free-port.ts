import { createServer } from 'node:net';
import { pause } from '../pause.ts';

/** What a killed workbench left listening ends within this time. */
const patienceMs = 3_000;
const askEveryMs = 200;

/** `wanted` when it can be had on loopback within a few seconds, else 0, which lets the gateway take any. */
export async function freePort(wanted: number | null, signal: AbortSignal): Promise<number> {
  if (wanted === null) return 0;
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    if (await isFree(wanted)) return wanted;
    if (signal.aborted || Date.now() > giveUpAt) return 0;
    await pause(askEveryMs, signal);
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
