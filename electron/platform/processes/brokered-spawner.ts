import { randomUUID } from 'node:crypto';
import {
  type BrokerEvent,
  type BrokerRequest,
  brokerEventSchema,
  brokerVariable,
} from './broker-protocol.ts';
import { createChildListeners } from './child-listeners.ts';
import { createForkSpawner } from './fork-spawner.ts';
import { electronParentPort } from './parent-port.ts';
import type { Child, ParentPort, Spawner, SpawnOptions } from './spawner.ts';

/** Asks the ancestor at the other end of `parent` to start programs ({@link serveBroker} answers there). */
export function createBrokeredSpawner(parent: ParentPort): Spawner {
  const children = new Map<string, (event: BrokerEvent) => void>();
  parent.onMessage((message) => {
    const parsed = brokerEventSchema.safeParse(message);
    if (parsed.success) children.get(parsed.data.id)?.(parsed.data);
  });
  return {
    spawn(entry, options) {
      const id = randomUUID();
      const ask = (request: BrokerRequest) => parent.send(request);
      const { child, receive } = createRemoteChild(id, options, ask);
      children.set(id, (event) => {
        if (event.broker === 'exit') children.delete(id);
        receive(event);
      });
      ask({
        broker: 'spawn',
        id,
        entry,
        name: options.name,
        args: [...options.args],
        env: { ...options.env },
        maxHeapMiB: options.maxHeapMiB,
      });
      return child;
    },
  };
}

function createRemoteChild(
  id: string,
  options: SpawnOptions,
  ask: (request: BrokerRequest) => void,
): { child: Child; receive(event: BrokerEvent): void } {
  const listeners = createChildListeners();
  let pid: number | undefined;
  const child: Child = {
    get pid() {
      return pid;
    },
    send: (message) => ask({ broker: 'send', id, message }),
    onMessage: listeners.onMessage,
    onExit: listeners.onExit,
    kill: (signal) => ask({ broker: 'kill', id, signal }),
  };
  return {
    child,
    receive(event) {
      if (event.broker === 'spawned') pid = event.pid ?? undefined;
      if (event.broker === 'message') listeners.message(event.message);
      if (event.broker === 'output') options.onOutput(event.stream, event.line);
      if (event.broker === 'exit') listeners.exit(event.exit);
    },
  };
}

/** Forks where that is possible; below an Electron utility process it asks the ancestor instead. */
export function chooseSpawner(parent: ParentPort | null): Spawner {
  const mayNotFork = electronParentPort() !== null || process.env[brokerVariable] === '1';
  return parent !== null && mayNotFork ? createBrokeredSpawner(parent) : createForkSpawner();
}
