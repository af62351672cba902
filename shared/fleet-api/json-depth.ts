import { z } from 'zod';

/** What a document of the fleet needs is below 15; JSON.stringify runs out of stack at some thousands. */
export const maxJsonDepth = 64;

/** Whether objects and lists are nested deeper than `max`. Does not recurse: the parser of JSON does not, either. */
export function isDeeperThan(max: number, value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > max) return true;
    level = level.flatMap((each) => (isNested(each) ? Object.values(each).filter(isNested) : []));
  }
  return false;
}

const isNested = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The same schema for documents of which parts are kept unread: what is nested too deeply is refused. */
export const shallow = <S extends z.ZodType>(schema: S) => z.preprocess(refuseDeep, schema);

function refuseDeep(value: unknown, context: z.RefinementCtx): unknown {
  if (!isDeeperThan(maxJsonDepth, value)) return value;
  context.addIssue({ code: 'custom', message: `nest objects and lists at most ${maxJsonDepth} deep` });
  return z.NEVER;
}
