import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { revisionSchema } from '#shared/gateway-api/revision.ts';
import { factoryRevision } from '../../../electron/gateway/factory-revision.ts';
import { launcherVersion } from '../../../electron/gateway/launcher-protocol.ts';

test('the revision of this source is the version of the product', async () => {
  const product = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8'));
  expect(factoryRevision).toBe(product.version);
});

test('the launcher has a version that packages can name', () => {
  expect(revisionSchema.safeParse(launcherVersion).success).toBe(true);
});
