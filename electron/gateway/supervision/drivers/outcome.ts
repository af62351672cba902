/** What a driver answers: a value, or in words why not. The words reach people as the reason of a reading or a failure. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; reason: string };

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });

export const refused = (reason: string): { ok: false; reason: string } => ({ ok: false, reason });
