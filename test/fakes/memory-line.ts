import { createLineEnd, type PausableLine } from './line-ends.ts';

export interface MemoryLine {
  near: PausableLine;
  far: PausableLine;
  /** Both ends are gone, as after an adapter was pulled. */
  pull(): void;
}

type End = ReturnType<typeof createLineEnd>;

/**
 * A cable in memory. What one end writes arrives at the other in the next turn of the event loop; while the other end is
 * paused it waits, and so does the writer.
 */
export function createMemoryLine(): MemoryLine {
  const [near, far] = [createLineEnd(), createLineEnd()];
  const [nearGate, farGate] = [createGate(), createGate()];
  return {
    near: createSide('near', near, far, nearGate, farGate),
    far: createSide('far', far, near, farGate, nearGate),
    pull() {
      near.lose('pulled', 'the cable was pulled');
      far.lose('pulled', 'the cable was pulled');
    },
  };
}

function createSide(name: string, own: End, other: End, ownGate: Gate, otherGate: Gate): PausableLine {
  let writing = Promise.resolve();
  async function pass(bytes: Uint8Array): Promise<void> {
    await new Promise(setImmediate);
    await otherGate.opened();
    const gone = own.gone();
    if (gone !== null) throw gone;
    other.arrive(bytes);
  }
  return {
    name: `memory:${name}`,
    write(bytes) {
      // The writer may use its buffer again.
      const copy = Uint8Array.from(bytes);
      const written = writing.then(() => pass(copy));
      writing = written.catch(() => undefined);
      return written;
    },
    drain: () => writing,
    onBytes: own.onBytes,
    onClosed: own.onClosed,
    async close() {
      await writing;
      own.lose('closed', 'closed by us');
    },
    pause: ownGate.shut,
    resume: ownGate.open,
  };
}

type Gate = ReturnType<typeof createGate>;

function createGate() {
  let shut: { promise: Promise<void>; resolve: () => void } | null = null;
  return {
    opened: () => shut?.promise ?? Promise.resolve(),
    shut(): void {
      shut ??= Promise.withResolvers<void>();
    },
    open(): void {
      shut?.resolve();
      shut = null;
    },
  };
}
