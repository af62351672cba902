/** The package as electron-builder makes it, around a stub of the runtime: what is in it, and which fuses are set. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { extractAll, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProgram } from '../../e2e/fixtures/processes.ts';

const root = resolve(import.meta.dirname, '../../..');
let folder = '';
let unpacked = '';
let names: string[] = [];

describe.runIf(process.platform === 'linux')('the package', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatewright-package-'));
    const args = ['scripts/package-app.ts', '--dir', '--stub-runtime', `-c.directories.output=${folder}`];
    await promisify(execFile)(process.execPath, args, { cwd: root, maxBuffer: 1 << 24 });
    unpacked = join(folder, 'linux-unpacked');
    names = listPackage(join(unpacked, 'resources/app.asar'), { isPack: false });
  }, 180_000);
  afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));

  test('holds the programs, the preload, the screens and nothing else', () => {
    const programs = ['main', 'gateway', 'supervision', 'driver-main'].map((name) => `/out/main/${name}.js`);
    const needed = ['/package.json', ...programs, '/out/preload/preload.cjs', '/out/renderer/index.html'];
    expect(names).toEqual(expect.arrayContaining(needed));
    const known =
      /^\/(package\.json|out|out\/(main|preload|renderer)(\/.*)?|resources|resources\/keys(\/.*\.pem)?)$/;
    expect(names.filter((name) => !known.test(name))).toEqual([]);
  });

  test('holds no tests, sources, maps or node_modules', () => {
    expect(
      names.filter((name) => /\.(ts|tsx|map)$|\/test\/|\.test\.|\.spec\.|node_modules/.test(name)),
    ).toEqual([]);
  });

  test('names no development package or script', async () => {
    extractAll(join(unpacked, 'resources/app.asar'), join(folder, 'app'));
    const manifest = JSON.parse(await readFile(join(folder, 'app/package.json'), 'utf8'));
    expect(manifest).toMatchObject({ name: 'gatewright', main: 'out/main/main.js', type: 'module' });
    expect(manifest).not.toHaveProperty('devDependencies');
    expect(manifest).not.toHaveProperty('scripts');
  });

  test('item 19: its fuses', async () => {
    const wire = await getCurrentFuseWire(join(unpacked, 'gatewright'));
    const state = (fuse: FuseV1Options): boolean => wire[fuse] === FuseState.ENABLE;
    expect({
      runAsNode: state(FuseV1Options.RunAsNode),
      cookieEncryption: state(FuseV1Options.EnableCookieEncryption),
      nodeOptions: state(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      nodeInspect: state(FuseV1Options.EnableNodeCliInspectArguments),
      asarIntegrity: state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: state(FuseV1Options.OnlyLoadAppFromAsar),
      fileProtocolPrivileges: state(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: false,
      cookieEncryption: true,
      nodeOptions: false,
      nodeInspect: false,
      asarIntegrity: true,
      onlyAsar: true,
      fileProtocolPrivileges: false,
    });
  });

  test('its gateway runs from the bundle alone', async () => {
    extractAll(join(unpacked, 'resources/app.asar'), join(folder, 'app'));
    const args = [join(folder, 'app/out/main/gateway.js'), '--data', join(folder, 'data'), '--port', '0'];
    const gateway = await startProgram(args, 'gateway ready', { cwd: folder });
    try {
      const answer = await fetch(`${gateway.announced}/health`);
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ status: 'ok' });
    } finally {
      await gateway.stop();
    }
  });
});
