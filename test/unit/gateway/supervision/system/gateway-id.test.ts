import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gatewayId } from '../../../../../electron/gateway/supervision/system/gateway-id.ts';
import { temporaryFolder } from '../../../../fakes/temporary-folder.ts';

test('a box is the same at every start, another box is another, and a file that cannot be read is made anew', async () => {
  const [one, other] = [await temporaryFolder(), await temporaryFolder()];
  const id = await gatewayId(one);
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(await gatewayId(one)).toBe(id);
  expect(await gatewayId(other)).not.toBe(id);
  await writeFile(join(one, 'gateway-id'), 'half a');
  const made = await gatewayId(one);
  expect(made).not.toBe(id);
  expect(await gatewayId(one)).toBe(made);
});
