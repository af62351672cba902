import { type BrokerEvent, brokerRequestSchema, brokerVariable } from './broker-protocol.ts';
import type { Child, Spawner } from './spawner.ts';

/**
 * Starts programs for `requester`, which may not fork itself, and forwards what they say. Whatever the requester started is
 * killed when it ends, as nobody could stop it any more. `mayStart` answers for the entry program's path: a child is ours,
 * but what it asks for is checked all the same.
 */
export function serveBroker(requester: Child, spawner: Spawner, mayStart: (entry: string) => boolean): void {
  const children = new Map<string, Child>();
  const tell = (event: BrokerEvent) => requester.send(event);

  requester.onMessage((message) => {
    const parsed = brokerRequestSchema.safeParse(message);
    if (!parsed.success) return;
    const request = parsed.data;
    const { id } = request;
    if (request.broker === 'send') children.get(id)?.send(request.message);
    if (request.broker === 'kill') children.get(id)?.kill(request.signal);
    if (request.broker !== 'spawn' || children.has(id)) return;
    if (!mayStart(request.entry)) {
      tell({ broker: 'output', id, stream: 'error', line: `not a program of ours: ${request.entry}` });
      tell({ broker: 'exit', id, exit: { code: null, signal: null } });
      return;
    }
    const child = spawner.spawn(request.entry, {
      name: request.name,
      args: request.args,
      env: { ...request.env, [brokerVariable]: '1' },
      maxHeapMiB: request.maxHeapMiB,
      onOutput: (stream, line) => tell({ broker: 'output', id, stream, line }),
    });
    children.set(id, child);
    child.onMessage((said) => {
      // Its own requests are answered by whoever `spawner` made serve it, not by the requester.
      if (!brokerRequestSchema.safeParse(said).success) tell({ broker: 'message', id, message: said });
    });
    child.onExit((exit) => {
      children.delete(id);
      tell({ broker: 'exit', id, exit });
    });
    tell({ broker: 'spawned', id, pid: child.pid ?? null });
  });
  requester.onExit(() => {
    for (const child of children.values()) child.kill('SIGKILL');
  });
}
