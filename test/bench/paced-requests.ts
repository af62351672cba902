import { Agent, type ClientRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Latencies in milliseconds, sorted. */
export interface Paced {
  p50: number;
  p99: number;
}

/**
 * Sends `perSecond` requests a second evenly for `seconds`, whether earlier ones were answered or not, and measures each
 * from the moment at which it was due: a server that stands still is seen by all that wait meanwhile. (autocannon's own
 * rate sends each second's requests in one burst.) Throws for an answer other than `status`.
 */
export async function sendPaced(
  send: (index: number, agent: Agent) => ClientRequest,
  { perSecond, seconds, status = 200 }: { perSecond: number; seconds: number; status?: number },
): Promise<Paced> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const latencies: number[] = [];
  const trouble: Error[] = [];
  const startedAt = performance.now();
  const total = perSecond * seconds;
  const dueAt = (index: number) => startedAt + (index * 1_000) / perSecond;
  const ask = (index: number) =>
    send(index, agent)
      .once('response', (answer) => {
        answer.resume();
        answer.once('end', () => latencies.push(performance.now() - dueAt(index)));
        if (answer.statusCode !== status) trouble.push(new Error(`answered ${answer.statusCode}`));
      })
      .once('error', (error) => trouble.push(error));
  for (let sent = 0; sent < total; ) {
    while (sent < total && dueAt(sent) <= performance.now()) ask(sent++);
    await sleep(1);
  }
  while (latencies.length < total && trouble.length === 0) await sleep(5);
  agent.destroy();
  if (trouble[0] !== undefined) throw trouble[0];
  latencies.sort((a, b) => a - b);
  const at = (part: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(part * latencies.length))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}
