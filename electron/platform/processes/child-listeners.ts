export type Exit = { code: number | null; signal: string | null };

/** The listening half of a child: messages are passed on, the exit is kept for whoever asks after it happened. */
export function createChildListeners() {
  const messageListeners: ((message: unknown) => void)[] = [];
  const exitListeners: ((exit: Exit) => void)[] = [];
  let ended: Exit | null = null;
  return {
    onMessage(listener: (message: unknown) => void) {
      messageListeners.push(listener);
    },
    /** Called once; soon, when the child has ended already. */
    onExit(listener: (exit: Exit) => void) {
      const exit = ended;
      if (exit === null) exitListeners.push(listener);
      else queueMicrotask(() => listener(exit));
    },
    message(message: unknown) {
      for (const listener of messageListeners) listener(message);
    },
    exit(exit: Exit) {
      if (ended !== null) return;
      ended = exit;
      for (const listener of exitListeners.splice(0)) listener(exit);
    },
    hasEnded: () => ended !== null,
  };
}
