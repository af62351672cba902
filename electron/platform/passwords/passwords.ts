import { randomBytes, timingSafeEqual } from 'node:crypto';

/** Hashes what a login sends, and compares it with what is stored. */
export interface Passwords {
  /** Argon2id with a fresh salt, in PHC notation. */
  hash(secret: string): Promise<string>;
  /** `encoded` null (no such account) takes the same time and is false; an empty secret is never right. */
  verify(secret: string, encoded: string | null): Promise<boolean>;
}

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane; about 50 ms here. */
const cost = { memorySize: 19_456, iterations: 2, parallelism: 1, hashLength: 32 };

/** What a stored hash may cost to check, so that a forged one cannot take the machine's memory. */
const limits = { memorySize: 262_144, iterations: 10, parallelism: 4 };

const notation =
  /^\$argon2id\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/]{11,88})\$([A-Za-z0-9+/]{22,88})$/;

/** Whether `encoded` is an argon2id hash that {@link Passwords.verify} is willing to check. */
export function isPasswordHash(encoded: string): boolean {
  return parse(encoded) !== null;
}

/** One check at a time, in the order of arrival: each takes 19 MiB. */
export function createPasswords(): Passwords {
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work);
    queue = result.catch(() => undefined);
    return result;
  };
  return {
    hash: (secret) =>
      inTurn(async () => {
        const { argon2id } = await load();
        return argon2id({ password: secret, salt: randomBytes(16), ...cost, outputType: 'encoded' });
      }),
    verify: (secret, encoded) =>
      inTurn(async () => {
        const known = encoded === null ? null : parse(encoded);
        const { hash, ...parameters } = known ?? unknownAccount();
        const { argon2id } = await load();
        const computed = await argon2id({
          // The library takes no empty one.
          password: secret === '' ? randomBytes(16) : secret,
          ...parameters,
          hashLength: hash.length,
          outputType: 'binary',
        });
        return timingSafeEqual(computed, hash) && known !== null;
      }),
  };
}

/** Loaded with the first login: parsing its WebAssembly would delay the start. */
const load = () => import('hash-wasm');

/** Costs what a new hash costs; no secret can match 32 random bytes. */
const unknownAccount = () => ({ ...cost, salt: randomBytes(16), hash: randomBytes(32) });

function parse(encoded: string) {
  const [, memorySize, iterations, parallelism, salt, hash] = notation.exec(encoded) ?? [];
  if (salt === undefined || hash === undefined) return null;
  const parameters = {
    memorySize: Number(memorySize),
    iterations: Number(iterations),
    parallelism: Number(parallelism),
  };
  const within =
    parameters.iterations >= 1 &&
    parameters.iterations <= limits.iterations &&
    parameters.parallelism >= 1 &&
    parameters.parallelism <= limits.parallelism &&
    parameters.memorySize >= 8 * parameters.parallelism &&
    parameters.memorySize <= limits.memorySize;
  if (!within) return null;
  return { ...parameters, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') };
}
