import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeArchive } from '#platform/archives/write-archive.ts';
import { hashFile } from '#platform/files/receive-file.ts';
import { factoryRevision } from '../../../../electron/gateway/factory-revision.ts';
import { launcherVersion } from '../../../../electron/gateway/launcher-protocol.ts';
import { launcherBench } from '../../../fakes/launcher-bench.ts';

const pair = generateKeyPairSync('ed25519');
type Bench = Awaited<ReturnType<typeof launcherBench>>;

/** Puts an image where supervision's upload puts it. */
async function stage(
  bench: Bench,
  image: { version: string; key?: KeyObject; minimumLauncher?: string; sha256?: string; jobId?: string },
): Promise<string> {
  const install = join(bench.folder, 'install');
  await mkdir(install, { recursive: true });
  await mkdir(join(bench.folder, 'keys'), { recursive: true });
  const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' });
  await writeFile(join(bench.folder, 'keys/acme.pem'), publicPem);
  const manifest = {
    kind: 'firmware' as const,
    format: 1,
    name: 'box',
    version: image.version,
    minimumLauncher: image.minimumLauncher ?? launcherVersion,
    createdAt: '2026-11-20T10:00:00Z',
  };
  const key = image.key ?? pair.privateKey;
  const target = createWriteStream(join(install, 'image.bin'));
  await writeArchive(target, manifest, [{ name: 'etc/version', content: image.version }], {
    privateKey: key,
  });
  const { sha256 } = await hashFile(join(install, 'image.bin'));
  const jobId = image.jobId ?? randomUUID();
  const note = {
    jobId,
    file: 'image.bin',
    originalName: 'fw.bin',
    sha256: image.sha256 ?? sha256,
    version: image.version,
  };
  await writeFile(join(install, 'staged.json'), JSON.stringify(note));
  return jobId;
}

const marker = async (bench: Bench) =>
  JSON.parse(await readFile(join(bench.folder, 'firmware/active.json'), 'utf8'));
const slotVersion = (bench: Bench, slot: string) =>
  readFile(join(bench.folder, 'firmware/slots', slot, 'etc/version'), 'utf8');
const isConfirmed = (bench: Bench, jobId: string) => async () =>
  (await bench.heard()).some(({ job }) => job !== undefined && 'jobId' in job && job.jobId === jobId);

describe('firmware that is staged', () => {
  test('is taken up at a reboot, image after image into the other slot', async () => {
    const bench = await launcherBench();
    await bench.start();
    await bench.bootNumber(1);
    expect(await marker(bench)).toEqual({ format: 1, slot: null, version: 'factory' });
    let boots = 1;
    for (const [version, slot] of [
      ['7.1', 'a'],
      ['7.2', 'b'],
      ['7.3', 'a'],
    ] as const) {
      const jobId = await stage(bench, { version });
      await bench.say({ type: 'reboot', requestedBy: 'admin' });
      expect(await bench.bootNumber(++boots)).toMatchObject({ firmware: version, verifyingJobId: jobId });
      await bench.until(isConfirmed(bench, jobId));
      expect(await marker(bench)).toMatchObject({ slot, version });
      expect(await slotVersion(bench, slot)).toBe(version);
      expect(await readdir(join(bench.folder, 'install'))).toEqual([]);
    }
    expect((await readdir(join(bench.folder, 'firmware/slots'))).sort()).toEqual(['a', 'b']);
  });

  test('is taken up when the launcher starts', async () => {
    const bench = await launcherBench();
    const jobId = await stage(bench, { version: '7.1' });
    await bench.start();
    expect(await bench.bootNumber(1)).toMatchObject({ firmware: '7.1', verifyingJobId: jobId });
  });

  test('under which supervision is not healthy falls back to the slot before', async () => {
    const bench = await launcherBench({ healthTimeoutMs: 1_500 });
    await bench.behave({ [factoryRevision]: 'unhealthy' });
    const jobId = await stage(bench, { version: '7.1' });
    await bench.start();
    const second = await bench.bootNumber(2);
    expect(second).toMatchObject({ firmware: 'factory', verifyingJobId: null });
    expect(second.settled[0]).toMatchObject({ jobId, outcome: 'rolled-back', code: 'FIRMWARE_ROLLED_BACK' });
    expect(await marker(bench)).toMatchObject({ slot: null, version: 'factory' });
  });

  test.each([
    [
      'signed by a stranger',
      { version: '7.1', key: generateKeyPairSync('ed25519').privateKey },
      'SIGNATURE_UNKNOWN',
    ],
    ['changed since its upload', { version: '7.1', sha256: '0'.repeat(64) }, 'ARCHIVE_HASH_MISMATCH'],
    ['for a newer launcher', { version: '7.1', minimumLauncher: '2099.01' }, 'LAUNCHER_TOO_OLD'],
  ])('and %s is refused, told and removed', async (_what, image, code) => {
    const bench = await launcherBench();
    const jobId = await stage(bench, image);
    await bench.start();
    const boot = await bench.bootNumber(1);
    expect(boot).toMatchObject({ firmware: 'factory', settled: [{ jobId, outcome: 'failed', code }] });
    expect(await readdir(join(bench.folder, 'install'))).toEqual([]);
    expect(existsSync(join(bench.folder, 'firmware/slots'))).toBe(false);
  });

  test('and whose note or file is broken does not keep the gateway from starting', async () => {
    const bench = await launcherBench();
    await mkdir(join(bench.folder, 'install'));
    await writeFile(join(bench.folder, 'install/staged.json'), '{"file": "../../etc/passwd"');
    await bench.start();
    expect(await bench.bootNumber(1)).toMatchObject({ firmware: 'factory', settled: [] });
    expect(await readdir(join(bench.folder, 'install'))).toEqual([]);
  });

  test('is not taken up twice when a kill kept it from being removed', async () => {
    const bench = await launcherBench();
    const launcher = await bench.open();
    const jobId = await stage(bench, { version: '7.1' });
    const running = launcher.run();
    await bench.until(isConfirmed(bench, jobId));
    await launcher.stop();
    await running;
    await stage(bench, { version: '7.1', jobId });
    await bench.start();
    expect(await bench.bootNumber(2)).toMatchObject({ firmware: '7.1', verifyingJobId: null });
    expect(await readdir(join(bench.folder, 'install'))).toEqual([]);
  });

  test('waits while an upgrade is on trial', async () => {
    const bench = await launcherBench({ healthTimeoutMs: 30_000 });
    await bench.behave({ '2026.12.0': 'mute' });
    await bench.start();
    await bench.bootNumber(1);
    await bench.install('2026.12.0');
    await bench.say({ type: 'switch', jobId: randomUUID(), revision: '2026.12.0' });
    await bench.bootNumber(2);
    await stage(bench, { version: '7.1' });
    await bench.say({ type: 'reboot', requestedBy: 'admin' });
    expect(await bench.bootNumber(3)).toMatchObject({ firmware: 'factory', revision: '2026.12.0' });
    expect((await readdir(join(bench.folder, 'install'))).sort()).toEqual(['image.bin', 'staged.json']);
  });
});
