import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';

/** Who of us has which port. The system's lock keeps other programs away; within one program it says nothing useful. */
export interface PortClaims {
  /** `user`: as in "in use here already, by …". Returns the function that gives it back. Failure: SERIAL_USED_HERE. */
  take(path: string, user: string): Result<() => void>;
  userOf(path: string): string | null;
}

/** `path` has to be the device itself, not a link to it. `onChange`: somebody took a port or gave it back. */
export function createPortClaims(onChange: () => void): PortClaims {
  const users = new Map<string, string>();
  return {
    take(path, user) {
      const other = users.get(path);
      if (other !== undefined) return fail(failure('SERIAL_USED_HERE', { port: path, user: other }));
      users.set(path, user);
      onChange();
      let held = true;
      return ok(() => {
        if (!held) return;
        held = false;
        users.delete(path);
        onChange();
      });
    },
    userOf: (path) => users.get(path) ?? null,
  };
}
