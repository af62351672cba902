import { join } from 'node:path';
import type { Logger } from 'pino';
import { openJsonFile } from '#platform/files/json-file.ts';
import type { SecretStore } from '../workbench/ports.ts';
import { createSessionSecretStore } from '../workbench/secrets/session-secret-store.ts';
import {
  createKeyringSecretStore,
  encryptedSecretsSchema,
  isKeyringUsable,
  noSecrets,
} from './keyring-secret-store.ts';

/** The keyring of this computer where it has one; otherwise secrets live as long as the workbench runs. */
export async function openSecretStore(dataFolder: string, log: Logger): Promise<SecretStore> {
  if (!(await isKeyringUsable(process.platform))) {
    log.info('no keyring: passwords are kept until the workbench ends');
    return createSessionSecretStore();
  }
  const path = join(dataFolder, 'secrets.json');
  const schema = encryptedSecretsSchema;
  return createKeyringSecretStore(
    await openJsonFile({ path, schema, defaults: noSecrets, log, mode: 0o600 }),
  );
}
