/** What a data frame is for the one who waits for `expected`. `gap`: frames before it are missing, ask for them. */
export type Arrival = 'next' | 'repeated' | 'gap' | 'gap-known';

export interface ReceiveOrder {
  expected(): number;
  /** Whether a frame of this number was not taken yet. */
  isNew(sequence: number): boolean;
  take(sequence: number): Arrival;
  clear(): void;
}

/**
 * Go-back-N: only the next frame is taken. A gap is reported once for every time that the sender runs through its window: when
 * a frame comes that is not further ahead than the last one, it has begun again, and what is missing was lost again.
 */
export function createReceiveOrder(): ReceiveOrder {
  let expected = 0;
  let ahead: number | null = null;
  const distanceTo = (sequence: number) => (sequence - expected) & 0xff;
  // Far more than a window: behind, not ahead.
  const isNew = (sequence: number) => distanceTo(sequence) < 0x80;
  return {
    expected: () => expected,
    isNew,
    take(sequence) {
      const distance = distanceTo(sequence);
      if (distance === 0) {
        expected = (expected + 1) & 0xff;
        ahead = null;
        return 'next';
      }
      if (!isNew(sequence)) return 'repeated';
      const beginsAgain = ahead === null || distance <= ahead;
      ahead = distance;
      return beginsAgain ? 'gap' : 'gap-known';
    },
    clear() {
      expected = 0;
      ahead = null;
    },
  };
}
