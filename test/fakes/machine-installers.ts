import { execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The installers of real machines, SWUpdate and RAUC, over files instead of block devices. */

const run = promisify(execFile);

interface MachineInstaller {
  /** For `--firmware-command` and `--firmware-version-command`. */
  firmwareCommand: string;
  versionCommand: string;
  /** An image of this version for the machine. */
  image(version: string): Promise<{ image: Buffer; payload: Buffer }>;
  /** What the machine has installed; null: nothing. */
  installed(): Promise<Buffer | null>;
}

async function signer(folder: string): Promise<{ key: string; certificate: string }> {
  const key = join(folder, 'key.pem');
  const certificate = join(folder, 'certificate.pem');
  const use = ['-addext', 'extendedKeyUsage=emailProtection', '-addext', 'keyUsage=digitalSignature'];
  const request = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    '/CN=firmware test',
    '-days',
    '2',
  ];
  await run('openssl', [...request, ...use, '-keyout', key, '-out', certificate]);
  return { key, certificate };
}

/**
 * SWUpdate with a `files` handler into a folder. Debian's takes signed images only, and needs a hardware revision. What it
 * says decides: 2022.12 ends with 1 after one in four images that it installed well.
 */
export async function swupdateMachine(): Promise<MachineInstaller> {
  const folder = await temporaryFolder();
  const { key, certificate } = await signer(folder);
  const target = join(folder, 'machine', 'payload');
  const script = join(folder, 'install');
  const install = `swupdate -k ${certificate} -H box:1.0 -i "$1" 2>&1`;
  const lines = [`said=$(${install})`, 'echo "$said"', 'echo "$said" | grep -q "SWUPDATE successful"'];
  await writeFile(script, `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 });
  return {
    firmwareCommand: `${script} {file}`,
    versionCommand: `sh -c "cpio -i --quiet --to-stdout sw-description < '{file}' | sed -n 's/^ *version = .\\(.*\\).;/\\1/p'"`,
    async image(version) {
      const work = await temporaryFolder();
      const payload = randomBytes(40_000);
      await writeFile(join(work, 'payload'), payload);
      const sha256 = createHash('sha256').update(payload).digest('hex');
      const file = `filename = "payload"; path = "${target}"; sha256 = "${sha256}"; properties: { create-destination = "true"; }`;
      const description = `software = {\n version = "${version}";\n hardware-compatibility: [ "1.0" ];\n files: ( { ${file} } );\n}\n`;
      await writeFile(join(work, 'sw-description'), description);
      const sign = ['cms', '-sign', '-in', 'sw-description', '-out', 'sw-description.sig', '-outform', 'DER'];
      await run('openssl', [...sign, '-signer', certificate, '-inkey', key, '-nosmimecap', '-binary'], {
        cwd: work,
      });
      const pack =
        "printf 'sw-description\\nsw-description.sig\\npayload\\n' | cpio --quiet -o -H crc > image.swu";
      await run('sh', ['-c', pack], { cwd: work });
      return { image: await readFile(join(work, 'image.swu')), payload };
    },
    installed: async () => (existsSync(target) ? readFile(target) : null),
  };
}

/** `rauc install` mounts the bundle. */
export const canMount = process.getuid?.() === 0 && existsSync('/dev/loop-control');

const busConfiguration = (socket: string) => `<busconfig>
  <type>custom</type><listen>unix:path=${socket}</listen><auth>EXTERNAL</auth>
  <policy context="default"><allow eavesdrop="true"/><allow send_destination="*" eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`;

/** RAUC with its service on a bus of its own, the slot A booted and B free. */
export async function raucMachine(): Promise<MachineInstaller> {
  const folder = await temporaryFolder();
  const { key, certificate } = await signer(folder);
  const at = (name: string) => join(folder, name);
  const bus = at('bus');
  const size = 40_000;
  const slots = ['a', 'b'].map((name, index) => {
    const slot = `[slot.rootfs.${index}]\ndevice=${at(name)}\ntype=raw\nbootname=${name}\n`;
    return writeFile(at(name), '')
      .then(() => truncate(at(name), size))
      .then(() => slot);
  });
  const system = `[system]\ncompatible=box\nbootloader=noop\nstatusfile=${at('status')}\nmountprefix=${at('mnt')}\n`;
  await writeFile(
    at('system.conf'),
    [system, `[keyring]\npath=${certificate}\n`, ...(await Promise.all(slots))].join('\n'),
  );
  await writeFile(at('bus.conf'), busConfiguration(bus));
  start('dbus-daemon', ['--config-file', at('bus.conf'), '--nofork', '--nopidfile']);
  await eventually(() => existsSync(bus)).toBe(true);
  const env = { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${bus}` };
  start('rauc', ['-c', at('system.conf'), '--override-boot-slot=a', 'service'], env);
  const status = () =>
    run('rauc', ['status'], { env: { ...process.env, ...env } }).then(
      () => true,
      () => false,
    );
  await eventually(status).toBe(true);
  const information = `rauc --keyring ${certificate} --output-format=shell info '{file}' 2>/dev/null`;
  return {
    firmwareCommand: `env DBUS_SYSTEM_BUS_ADDRESS=unix:path=${bus} rauc install {file}`,
    versionCommand: `sh -c "${information} | sed -n 's/^RAUC_MF_VERSION=.\\(.*\\).$/\\1/p'"`,
    async image(version) {
      const work = await temporaryFolder();
      const content = join(work, 'content');
      await mkdir(content);
      const payload = randomBytes(size);
      await writeFile(join(content, 'rootfs.img'), payload);
      const manifest = `[update]\ncompatible=box\nversion=${version}\n[bundle]\nformat=plain\n[image.rootfs]\nfilename=rootfs.img\n`;
      await writeFile(join(content, 'manifest.raucm'), manifest);
      const bundle = join(work, 'image.raucb');
      await run('rauc', ['--cert', certificate, '--key', key, 'bundle', content, bundle]);
      return { image: await readFile(bundle), payload };
    },
    async installed() {
      const content = await readFile(at('b'));
      return content.every((byte) => byte === 0) ? null : content;
    },
  };
}

/** A service of the machine, until the test ends. */
function start(program: string, args: readonly string[], env: Record<string, string> = {}): void {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
}
