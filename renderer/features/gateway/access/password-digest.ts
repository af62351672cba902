import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** What the gateway takes for a password (contract §1): lowercase hex MD5. It keeps only a salted argon2id of it. */
export const passwordDigest = (password: string): string => bytesToHex(md5(utf8ToBytes(password)));
