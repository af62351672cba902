import { z } from 'zod';

/**
 * Fields of documents that operators write: every complaint says what to give. Where it stands is in the path.
 */

export const wholeNumber = (min: number, max: number) => {
  const error = `give a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
};

export const anyNumber = () => z.number({ error: 'give a number' });

export const flag = () => z.boolean({ error: 'give true or false' });

export const words = (max: number, min = 0) => {
  const error = min === 0 ? `give a text of at most ${max} characters` : `give a text of ${min} to ${max}`;
  return z.string({ error }).min(min, { error }).max(max, { error });
};

/** A name that is looked for and shown: nothing in it that cannot be seen. */
export const label = (max: number) =>
  words(max, 1).regex(/^\P{Cc}*$/u, { error: 'give a text without line ends and control characters' });

export const oneOf = <const T extends readonly [string, ...string[]]>(all: T) =>
  z.enum(all, { error: `give one of: ${all.join(', ')}` });

/** An object of which only some fields are known; the others are kept as they are. */
export const section = <S extends z.ZodRawShape>(shape: S) =>
  z.looseObject(shape, { error: 'give an object' });

export const listOf = <S extends z.ZodType>(entry: S) => z.array(entry, { error: 'give a list' });

/** A complaint about several fields at once, where a person looks first. */
export const complain = (path: PropertyKey[], message: string, input: unknown) =>
  ({ code: 'custom', path, message, input }) as const;
