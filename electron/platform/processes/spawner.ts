/** A child program with a message channel. Electron's utility process, a fork, and a child of the broker look alike. */
export interface Child {
  readonly pid: number | undefined;
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once. `code` is null when a signal ended it. */
  onExit(listener: (exit: { code: number | null; signal: string | null }) => void): void;
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
}

export interface SpawnOptions {
  /** Shown in process lists and logs. */
  name: string;
  args: readonly string[];
  /** Replaces nothing: added to the parent's environment. */
  env: Readonly<Record<string, string>>;
  /** Most that its JavaScript heap may take; V8 ends it beyond. A Node process only: Electron gives its own no such limit. */
  maxHeapMiB?: number | undefined;
  /** Lines that the child writes to stdout and stderr. */
  onOutput(stream: 'out' | 'error', line: string): void;
}

/** Starts programs of ours. */
export interface Spawner {
  spawn(entry: string, options: SpawnOptions): Child;
}

/** The other end: how a child program talks to whoever started it. Absent when it was started by hand. */
export interface ParentPort {
  send(message: unknown): void;
  /** Resolves when what was sent has left this process, so that it may end. */
  flush(): Promise<void>;
  onMessage(listener: (message: unknown) => void): void;
  /** The parent is gone: the child has to stop itself. */
  onGone(listener: () => void): void;
}
