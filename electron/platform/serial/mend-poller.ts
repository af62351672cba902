import { EventEmitter } from 'node:events';

/** libuv's numbers (`uv_poll_event`), and what the serial library calls them. */
const events = { readable: 1, writable: 2, disconnect: 4 } as const;

/**
 * The serial library waits for one thing at a time: whoever begins to wait for bytes makes a writer that waits for room wait
 * for bytes as well (`poller.cpp` passes on only the newest wish). A full line then stands still until the device says
 * something, which a device that waits for the rest of a block never does. Here every wait counts. Does nothing where the
 * library has no such part, as on Windows.
 */
export function mendPoller(binding: unknown): void {
  if (!isObject(binding) || !(binding.poller instanceof EventEmitter)) return;
  const poller = binding.poller;
  if (!('poll' in poller) || typeof poller.poll !== 'function') return;
  const pollFor = poller.poll.bind(poller);
  const waitedFor = () =>
    Object.entries(events).reduce(
      (sum, [name, flag]) => (poller.listenerCount(name) > 0 ? sum | flag : sum),
      0,
    );
  poller.poll = (wish = 0) => pollFor(wish | waitedFor());
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
