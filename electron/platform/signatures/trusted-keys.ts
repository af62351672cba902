import { createPublicKey, type KeyObject } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFileError } from '../files/file-error.ts';

/** A public key whose holder may make packages and firmware for this gateway. */
export interface TrustedKey {
  /** The file's name without its ending: who holds the key. */
  name: string;
  key: KeyObject;
}

export interface LoadedKeys {
  keys: TrustedKey[];
  /** Files that cannot serve; to be logged, never trusted. */
  problems: { file: string; why: string }[];
}

/** Reads `*.pem` of the given folders (Ed25519 public keys). A folder that is missing holds none. */
export async function loadTrustedKeys(folders: readonly string[]): Promise<LoadedKeys> {
  const loaded: LoadedKeys = { keys: [], problems: [] };
  for (const folder of folders) {
    for (const name of await namesIn(folder)) {
      if (name.endsWith('.pem')) await loadKey(join(folder, name), name.slice(0, -'.pem'.length), loaded);
    }
  }
  return loaded;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return [];
    throw error;
  }
}

async function loadKey(file: string, name: string, loaded: LoadedKeys): Promise<void> {
  try {
    loaded.keys.push({ name, key: readPublicKey(await readFile(file, 'utf8')) });
  } catch (error) {
    loaded.problems.push({ file, why: error instanceof Error ? error.message : String(error) });
  }
}

/** An Ed25519 public key as `openssl pkey -pubout` writes it. Throws with a sentence on anything else. */
export function readPublicKey(pem: string): KeyObject {
  // createPublicKey would take a private key too; one that lies on a gateway is a mistake worth telling.
  if (pem.includes('PRIVATE KEY')) throw new Error('it holds a private key; put the public one here');
  if (!pem.includes('BEGIN PUBLIC KEY')) throw new Error('it is not a public key in PEM form');
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`it is ${key.asymmetricKeyType}, not Ed25519`);
  return key;
}
