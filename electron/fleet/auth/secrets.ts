import { createHash, randomBytes } from 'node:crypto';

/** A secret of 256 bits that is shown once, as text of 43 base64url characters. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** The same in 64 hex characters, as the public system writes its keys. */
export const newHexSecret = (): string => randomBytes(32).toString('hex');

/** How secrets of 256 bits are stored: nobody can guess them, so a slow hash would only cost time. */
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');
