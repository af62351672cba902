import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { startPlainBox } from '../../fakes/plain-box.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { startWorkbenchBench } from '../../fakes/workbench-bench.ts';

/** A backup of another make: a good zip without our manifest. */
async function foreignZip(): Promise<Buffer> {
  const path = join(await temporaryFolder(), 'foreign.zip');
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from('{"tags":[]}'), 'config.json');
  zip.end();
  await finished(zip.outputStream.pipe(createWriteStream(path)));
  return readFile(path);
}

async function connected(backup: Buffer) {
  const box = await startPlainBox({ awayMs: 600, backup });
  const bench = await startWorkbenchBench();
  const input = { label: 'old box', username: 'admin', password: 'x', rememberPassword: false };
  const { id, connection, identity } = await bench.ask('gateways.add', { ...input, address: box.address });
  expect(connection.state).toBe('connected');
  expect(identity).toBeNull();
  const file = join(await temporaryFolder(), 'image.bin');
  await writeFile(file, Buffer.alloc(3_000_000, 1));
  const adopted = await bench.workbench.files.adoptPath(file);
  const fileToken = adopted.ok ? adopted.value.token : '';
  return { box, bench, id, fileToken };
}

test('a box without extensions: upgrade and reboot are watched, and only that is claimed', async () => {
  const { box, bench, id, fileToken } = await connected(await foreignZip());
  const upgrade = await bench.ask('maintenance.upgrade', {
    gatewayId: id,
    fileToken,
    backupFirst: true,
    allowDowngrade: false,
  });
  const upgraded = await bench.jobEnd(upgrade.id);
  expect(upgraded).toMatchObject({ outcome: 'succeeded', from: null, to: null });
  expect(upgraded.summary).toContain('only that was verified');
  expect(upgraded.downtimeMs).toBeGreaterThan(300);
  expect(box.uploadedBytes()).toBeGreaterThan(3_000_000);
  const [backup] = await bench.ask('backups.list', { gatewayId: id });
  expect(backup).toMatchObject({ fileName: 'plain.zip', revision: 'unknown' });

  const reboot = await bench.jobEnd((await bench.ask('maintenance.reboot', { gatewayId: id })).id);
  expect(reboot).toMatchObject({ outcome: 'succeeded' });
  expect(box.asked).not.toContain('POST /system/actions/reboot');
});

test('a backup that is no archive is not kept', async () => {
  const { bench, id } = await connected(Buffer.from('<html>not today</html>'));
  const job = await bench.jobEnd((await bench.ask('maintenance.backup', { gatewayId: id })).id);
  expect(job).toMatchObject({ outcome: 'failed', failure: { code: 'BACKUP_NOT_VERIFIED' } });
  expect(await bench.ask('backups.list', { gatewayId: null })).toEqual([]);
});

test('a session that idled out is made again once, also right before an upload', async () => {
  const { box, bench, id, fileToken } = await connected(await foreignZip());
  box.dropSessions();
  const input = { gatewayId: id, fileToken, backupFirst: false };
  const job = await bench.jobEnd((await bench.ask('maintenance.restore', input)).id);
  expect(job).toMatchObject({ outcome: 'succeeded' });
  expect(box.asked.filter((asked) => asked === 'POST /system/restore')).toHaveLength(1);
});

test('a refusal in the middle of the upload is told in the words of the box', async () => {
  const { box, bench, id, fileToken } = await connected(await foreignZip());
  box.refuseNextUpload('System is restoring...');
  const input = { gatewayId: id, fileToken, backupFirst: false };
  const job = await bench.jobEnd((await bench.ask('maintenance.restore', input)).id);
  expect(job.outcome).toBe('failed');
  expect(job.summary).toContain('System is restoring...');
});
