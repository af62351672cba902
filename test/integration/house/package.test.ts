/**
 * Electron without Electron: the package around a stub of the runtime (what is in it, which fuses are set) and how
 * `npm start` decides between window and browser. In one file, because both write the build in `out/main`.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { extractAll, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeStubRuntime } from '../../../scripts/stub-runtime.ts';
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
    const programs = ['main', 'gateway', 'supervision', 'driver-main', 'evaluator-main'].map(
      (name) => `/out/main/${name}.js`,
    );
    const needed = ['/package.json', ...programs, '/out/preload/preload.cjs', '/out/renderer/index.html'];
    needed.push('/resources/recipes/u-boot-loady.yaml');
    expect(names).toEqual(expect.arrayContaining(needed));
    const known =
      /^\/(package\.json|out|out\/(main|preload|renderer)(\/.*)?|resources|resources\/keys(\/.*\.pem)?|resources\/recipes(\/.*\.yaml)?)$/;
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

describe.runIf(process.platform === 'linux')('npm start', () => {
  let place = '';
  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'gatewright-start-'));
    await writeStubRuntime(join(place, 'runtime'));
  });
  afterAll(() => rm(place, { recursive: true, force: true, maxRetries: 3 }));

  test('starts the runtime where there is one and a display', async () => {
    const env = { ...process.env, DISPLAY: ':99', ELECTRON_OVERRIDE_DIST_PATH: join(place, 'runtime') };
    const started = promisify(execFile)(process.execPath, ['scripts/start.ts'], { cwd: root, env });
    await expect(started).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('stub of the Electron runtime'),
    });
  }, 120_000);

  test.each([
    ['no display', { DISPLAY: '', WAYLAND_DISPLAY: '' }, 'this session has no display'],
    [
      'no runtime',
      { DISPLAY: ':99', ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' },
      'the Electron runtime cannot be had',
    ],
  ])('%s: says so in one line and opens the browser’s workbench', async (_why, env, line) => {
    const args = ['scripts/start.ts', '--port', '0', '--no-open', '--data', join(place, 'data')];
    const workbench = await startProgram(args, 'workbench ready', { cwd: root, env });
    await workbench.stop();
    expect(workbench.lines[0]).toContain(line);
    expect(workbench.announced).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=/);
  });
});
