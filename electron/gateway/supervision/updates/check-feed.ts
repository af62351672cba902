import type { Logger } from 'pino';
import type { TrustedKey } from '#platform/signatures/trusted-keys.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { createFeed, type Feed } from './feed.ts';
import { evaluateFeed, type FeedEntry, feedEntrySchema, feedFileName } from './feed-entry.ts';

/** What a feed offers, checked; nothing of the package itself is known yet. */
export interface Offer {
  feed: Feed;
  entry: FeedEntry;
}

export interface FeedLimits {
  /** For `latest.json` as a whole. */
  checkTimeoutMs: number;
  cacheMs: number;
  /** A feed that fails is not asked again by every poll. */
  failureCacheMs: number;
}

export const feedLimits: FeedLimits = {
  checkTimeoutMs: 15_000,
  cacheMs: 60 * 60_000,
  failureCacheMs: 30_000,
};

interface CheckOptions {
  /** The setting; it may change at any time. */
  address: () => string;
  trustedKeys: () => Promise<readonly TrustedKey[]>;
  /** Contract §3: policy `warn`. */
  allowUnsigned: boolean;
  limits: FeedLimits;
  /** Milliseconds that only grow: a clock set back must not make the last look seem fresh. */
  now: () => number;
  log: Pick<Logger, 'warn'>;
}

export interface FeedCheck {
  /** What was found within the last hour, unless `force`. Looks that overlap are one. */
  look(force: boolean): Promise<Result<Offer>>;
}

export function createFeedCheck(options: CheckOptions): FeedCheck {
  const { limits, now } = options;
  let last: { address: string; at: number; result: Result<Offer> } | null = null;
  let running: { address: string; result: Promise<Result<Offer>> } | null = null;

  async function lookNow(address: string): Promise<Result<Offer>> {
    const result = await readOffer(address, options);
    last = { address, at: now(), result };
    return result;
  }
  return {
    look(force) {
      const address = options.address();
      if (!force && last?.address === address) {
        const ageMs = now() - last.at;
        if (ageMs < (last.result.ok ? limits.cacheMs : limits.failureCacheMs)) {
          return Promise.resolve(last.result);
        }
      }
      if (running?.address === address) return running.result;
      const looking = {
        address,
        result: lookNow(address).finally(() => {
          if (running === looking) running = null;
        }),
      };
      running = looking;
      return looking.result;
    },
  };
}

async function readOffer(address: string, options: CheckOptions): Promise<Result<Offer>> {
  const created = createFeed(address);
  if (!created.ok) return created;
  const feed = created.value;
  const text = await feed.readLatest(AbortSignal.timeout(options.limits.checkTimeoutMs));
  if (!text.ok) return text;
  const entry = parseEntry(text.value, feed.name);
  if (!entry.ok) return entry;
  const { state } = evaluateFeed(entry.value, await options.trustedKeys());
  if (state !== 'trusted') {
    const context = { feed: feed.name };
    const refused = failure(state === 'missing' ? 'UPDATE_FEED_UNSIGNED' : 'UPDATE_FEED_STRANGER', context);
    if (!options.allowUnsigned) return fail(refused);
    options.log.warn(
      context,
      'an update feed that nobody known has signed; this gateway was started to accept it',
    );
  }
  return ok({ feed, entry: entry.value });
}

function parseEntry(text: string, feed: string): Result<FeedEntry> {
  const invalid = (what: string) => fail(failure('UPDATE_FEED_INVALID', { feed, what }));
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return invalid(`${feedFileName} is not JSON`);
  }
  const parsed = feedEntrySchema.safeParse(raw);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return invalid(`${[feedFileName, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'does not fit'}`);
}
