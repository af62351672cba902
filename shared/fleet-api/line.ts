import { z } from 'zod';

/** A name or the like: 1 to `most` characters, none of which is a control character. */
export const line = (most: number) =>
  z
    .string()
    .trim()
    .regex(new RegExp(`^\\P{Cc}{1,${most}}$`, 'u'), `1 to ${most} characters on one line`);
