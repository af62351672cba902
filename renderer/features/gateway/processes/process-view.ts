import type { ProcessEntry } from '#shared/gateway-api/management-api.ts';

/** A process is itself only by number and name: the system gives the number of an ended one to another. */
export const processKey = (process: Pick<ProcessEntry, 'pid' | 'name'>): string =>
  `${process.pid} ${process.name}`;

export const isAlive = (
  processes: readonly ProcessEntry[],
  process: Pick<ProcessEntry, 'pid' | 'name'>,
): boolean => processes.some((entry) => processKey(entry) === processKey(process));

/** Why this one cannot be ended, whoever asks; null when it can or when the box does not tell. */
export function whyProtected(process: ProcessEntry): string | null {
  if (process.pid <= 1) return 'The first process is the system itself.';
  if (process.killable !== false) return null;
  return process.protected ?? 'The gateway does not end this process.';
}

/** Said before many are asked to end. */
export const endLines = (gateway: string): string[] => [
  'Each is asked to end (SIGTERM) and finishes what it does first. One that stays can be killed under its own End.',
  `Drivers and the gateway application are started again by ${gateway}.`,
];

/** How far ending a process has come. */
export type EndStage =
  | { at: 'asked' }
  /** The signal was sent at this moment. */
  | { at: 'sent'; signal: 'SIGTERM' | 'SIGKILL'; sentAt: number }
  /** The second confirmation, before it is killed. */
  | { at: 'kill-asked' };

export type EndView = 'ask' | 'waiting' | 'stays' | 'confirm-kill' | 'ended' | 'immortal';

/** A process gets this long to finish what it does; the list itself is a few seconds old. */
export const patienceMs = 8_000;

export function endView(stage: EndStage, alive: boolean, now: number): EndView {
  if (stage.at === 'asked') return alive ? 'ask' : 'ended';
  if (!alive) return 'ended';
  if (stage.at === 'kill-asked') return 'confirm-kill';
  if (now - stage.sentAt < patienceMs) return 'waiting';
  return stage.signal === 'SIGTERM' ? 'stays' : 'immortal';
}
