import { LineGone } from '#platform/serial/byte-line.ts';
import type { SerialLine } from '#platform/serial/serial-line.ts';

/** An open line lent to somebody who is not its owner: closing it hands it back. */
export interface BorrowedLine extends SerialLine {
  /** Nothing of what the borrower does reaches the line afterwards. Never rejects, may be called again. */
  handBack(): Promise<void>;
}

/** `onHandedBack` is called once, when the borrower is done. */
export function lend(line: SerialLine, onHandedBack: () => Promise<void>): BorrowedLine {
  let back: Promise<void> | null = null;
  const endings = new Set<() => void>();
  const closedListeners = new Set<(why: LineGone) => void>();
  const handedBack = () => new LineGone('closed', `${line.name} was handed back`);

  const tracked = (end: () => void) => {
    endings.add(end);
    return () => {
      endings.delete(end);
      end();
    };
  };
  const whileLent = <T>(act: () => Promise<T>): Promise<T> =>
    back === null ? act() : Promise.reject(handedBack());

  function handBack(): Promise<void> {
    if (back !== null) return back;
    for (const end of endings) end();
    endings.clear();
    back = onHandedBack();
    for (const listener of closedListeners) listener(handedBack());
    closedListeners.clear();
    return back;
  }

  return {
    name: line.name,
    write: (bytes) => whileLent(() => line.write(bytes)),
    drain: () => whileLent(() => line.drain()),
    onBytes: (listener) => (back === null ? tracked(line.onBytes(listener)) : () => undefined),
    onClosed(listener) {
      if (back !== null) {
        listener(handedBack());
        return () => undefined;
      }
      closedListeners.add(listener);
      const stop = tracked(
        line.onClosed((why) => {
          if (closedListeners.delete(listener)) listener(why);
        }),
      );
      return () => {
        closedListeners.delete(listener);
        stop();
      };
    },
    close: handBack,
    signals: () => line.signals(),
    setSignals: (change) => whileLent(() => line.setSignals(change)),
    modem: () => whileLent(() => line.modem()),
    sendBreak: (durationMs) => whileLent(() => line.sendBreak(durationMs)),
    changeRate: (baudRate) => whileLent(() => line.changeRate(baudRate)),
    handBack,
  };
}
