import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { AnyReply } from '#platform/http/contract/reply.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { FleetStore, FleetTransaction } from '../database/tables.ts';

/** First answers, by `Idempotency-Key`. */
export interface Idempotency {
  /**
   * Runs `work` unless this key was answered before; then that answer is given again. Requests with one key come one after the other.
   * IDEMPOTENCY_CONFLICT when the key came with another request.
   */
  once(
    request: { scope: string; key: string; content: string },
    work: (remember: Remember) => Promise<AnyReply>,
  ): Promise<Result<AnyReply>>;
  /** Drops what is older than 24 h. */
  sweep(): Promise<void>;
}

export type Remember = (trx: FleetTransaction, answer: AnyReply) => Promise<void>;

const keptMs = 24 * 3_600_000;

/**
 * Answers may hold secrets that are shown once, so they are kept encrypted with a key that is made from the `Idempotency-Key`,
 * which is not kept itself.
 */
export function createIdempotency(store: FleetStore, now: () => number = Date.now): Idempotency {
  const underWay = new Map<string, Promise<unknown>>();

  async function lookUp(scope: string, hash: string) {
    return store.read
      .selectFrom('idempotency_keys')
      .select(['request_hash', 'answer', 'created_at'])
      .where('scope', '=', scope)
      .where('key_hash', '=', hash)
      .where('created_at', '>', now() - keptMs)
      .executeTakeFirst();
  }

  async function answerOnce(
    { scope, key, content }: { scope: string; key: string; content: string },
    work: (remember: Remember) => Promise<AnyReply>,
  ): Promise<Result<AnyReply>> {
    const hash = sha256(key);
    const requestHash = sha256(content);
    const before = await lookUp(scope, hash);
    if (before !== undefined) {
      if (before.request_hash !== requestHash) return fail(failure('IDEMPOTENCY_CONFLICT'));
      return ok(open(before.answer, key));
    }
    const remember: Remember = async (trx, answer) => {
      const row = {
        scope,
        key_hash: hash,
        request_hash: requestHash,
        answer: seal(answer, key),
        created_at: now(),
      };
      // An old one of the same key would be in the way.
      await trx
        .deleteFrom('idempotency_keys')
        .where('scope', '=', scope)
        .where('key_hash', '=', hash)
        .execute();
      await trx.insertInto('idempotency_keys').values(row).execute();
    };
    return ok(await work(remember));
  }

  return {
    async once(request, work) {
      const turn = `${request.scope} ${request.key}`;
      const before = underWay.get(turn) ?? Promise.resolve();
      const mine = before.then(
        () => answerOnce(request, work),
        () => answerOnce(request, work),
      );
      underWay.set(turn, mine);
      try {
        return await mine;
      } finally {
        if (underWay.get(turn) === mine) underWay.delete(turn);
      }
    },
    sweep: () =>
      store.write(async (trx) => {
        await trx
          .deleteFrom('idempotency_keys')
          .where('created_at', '<=', now() - keptMs)
          .execute();
      }),
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const cipher = 'aes-256-gcm';

const keyFrom = (text: string, salt: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', text, salt, 'gatewright idempotency', 32));

/** Salt, nonce, tag and text, in base64. */
function seal({ status, body, headers }: AnyReply, key: string): string {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const sealing = createCipheriv(cipher, keyFrom(key, salt), nonce);
  const text = Buffer.concat([sealing.update(JSON.stringify({ status, body, headers })), sealing.final()]);
  return Buffer.concat([salt, nonce, sealing.getAuthTag(), text]).toString('base64');
}

function open(sealed: string, key: string): AnyReply {
  const bytes = Buffer.from(sealed, 'base64');
  const opening = createDecipheriv(cipher, keyFrom(key, bytes.subarray(0, 16)), bytes.subarray(16, 28));
  opening.setAuthTag(bytes.subarray(28, 44));
  return JSON.parse(Buffer.concat([opening.update(bytes.subarray(44)), opening.final()]).toString('utf8'));
}
