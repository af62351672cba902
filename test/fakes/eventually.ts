import { expect } from 'vitest';

/** Waits for a condition with a deadline that also a busy machine meets. */
export const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 20_000, interval: 20 });
