/** What a data frame is for the one who waits for `expected`. `gap`: frames before it are missing, ask for them. */
export type Arrival = 'next' | 'repeated' | 'gap' | 'gap-known';

export interface ReceiveOrder {
  expected(): number;
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
  return {
    expected: () => expected,
    take(sequence) {
      const distance = (sequence - expected) & 0xff;
      if (distance === 0) {
        expected = (expected + 1) & 0xff;
        ahead = null;
        return 'next';
      }
      // Far more than a window: behind, not ahead.
      if (distance >= 0x80) return 'repeated';
      const isNews = ahead === null || distance <= ahead;
      ahead = distance;
      return isNews ? 'gap' : 'gap-known';
    },
    clear() {
      expected = 0;
      ahead = null;
    },
  };
}
