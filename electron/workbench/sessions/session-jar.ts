import type { CookieOptions } from 'http-cookie-agent/http';
import { CookieJar } from 'tough-cookie';

export type SessionJar = CookieOptions['jar'];

/**
 * One gateway's cookies. The cast joins two declarations of one class: the agent's types come from the CommonJS half of
 * tough-cookie, ours from its module half.
 */
export const createSessionJar = (): SessionJar => new CookieJar() as unknown as SessionJar;
