import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { Preflight } from '#shared/bridge/maintenance.ts';
import { capabilitiesSchema } from '#shared/gateway-api/extensions.ts';
import { makeKeys } from '../../fakes/archives.ts';
import { badFiles } from '../../fakes/bad-files.ts';
import { startRealGateway } from '../../fakes/real-gateway.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { startWorkbenchBench, type WorkbenchBench } from '../../fakes/workbench-bench.ts';

/** What the technician reads before anything is sent, and what the gateway says to whoever sends it anyway. */

const run = promisify(execFile);
const always = ['running-job', 'backup-first', 'drivers'];

interface Row {
  /** What can be done with it, and each finding that is worth a look: `check result: message`. */
  preflight: [Preflight['job'], ...string[]];
  code: string;
  said: string;
}

const sameAtBoth = (file: string, code: string, sentence: string): [string, Row] => [
  file,
  { preflight: [null, `archive blocked: ${sentence}`], code, said: sentence },
];

const refusedByPolicy = 'The gateway refuses it unless it trusts the signer or accepts unsigned packages.';

const expected = new Map<string, Row>([
  [
    'no-zip.zip',
    {
      preflight: [
        'firmware',
        'archive warning: no-zip.zip is no package or backup of ours. It can be sent as a firmware image; only the gateway knows whether it fits.',
      ],
      code: 'ARCHIVE_NOT_ZIP',
      said: 'no-zip.zip is not a zip archive. Choose a package, a firmware image or a backup.',
    },
  ],
  sameAtBoth(
    'cut-off.zip',
    'ARCHIVE_TRUNCATED',
    'cut-off.zip is cut off or damaged: its end is missing. Copy or download it again.',
  ),
  sameAtBoth(
    'climbs-out.zip',
    'ARCHIVE_UNSAFE_NAME',
    'climbs-out.zip holds the entry "../../etc/cron.d/evil", which points outside the archive or is no plain name. It was refused. Ask its maker for another file.',
  ),
  sameAtBoth(
    'symlink.zip',
    'ARCHIVE_UNSAFE_TYPE',
    'symlink.zip holds "link", which is a link or a device, not a file. It was refused. Ask its maker for another file.',
  ),
  sameAtBoth(
    'twice.zip',
    'ARCHIVE_DUPLICATE_NAME',
    'twice.zip holds the entry "a" twice. It was refused, because the two could differ. Ask its maker for another file.',
  ),
  sameAtBoth(
    'bomb.zip',
    'ARCHIVE_RATIO',
    'bomb.zip: the entry "zeros" unpacks to more than 200 times its packed size. It was refused, because it could fill the disk. Ask its maker for another file.',
  ),
  sameAtBoth(
    'mismatch.zip',
    'ARCHIVE_HASH_MISMATCH',
    'mismatch.zip: the content of "supervision.js" does not match its hash in the manifest. Copy or download it again.',
  ),
  [
    'unsigned.zip',
    {
      preflight: ['upgrade', `signature warning: Not signed. ${refusedByPolicy}`],
      code: 'SIGNATURE_MISSING',
      said: 'unsigned.zip is not signed, and this gateway accepts signed packages only. Ask its maker for a signed one.',
    },
  ],
  [
    'stranger.zip',
    {
      preflight: [
        'upgrade',
        `signature warning: Signed with a key that this workbench does not know. ${refusedByPolicy}`,
      ],
      code: 'SIGNATURE_UNKNOWN',
      said: 'stranger.zip is signed with a key that this gateway does not trust. Ask its maker for the key, or for a package signed with a trusted one.',
    },
  ],
  [
    'launcher.zip',
    {
      preflight: [
        'upgrade',
        'launcher warning: Needs launcher 2031.01 or newer. boiler-room refuses it, unchanged, when its launcher is older.',
      ],
      code: 'LAUNCHER_TOO_OLD',
      said: 'launcher.zip needs launcher 2031.01 or newer; this gateway has 2026.11.0. Update the launcher (the firmware) first.',
    },
  ],
  [
    'older.zip',
    {
      preflight: [
        'upgrade',
        'revision warning: 2026.10.9 is older than the running 2026.11.0. Going back has to be allowed explicitly.',
      ],
      code: 'REVISION_OLDER',
      said: 'older.zip holds revision 2026.10.9, which is older than the running 2026.11.0. Going back has to be allowed explicitly.',
    },
  ],
  [
    'same.zip',
    {
      preflight: ['upgrade', 'revision blocked: boiler-room runs 2026.11.0 already.'],
      code: 'REVISION_RUNNING',
      said: 'same.zip holds revision 2026.11.0, which is the one that runs already.',
    },
  ],
]);

test('each bad file is told before it is sent, refused when it is sent anyway, and changes nothing', async () => {
  const keys = { trusted: makeKeys(), stranger: makeKeys() };
  const folder = await temporaryFolder();
  const keyFolder = join(folder, 'trusted');
  await mkdir(keyFolder);
  await writeFile(join(keyFolder, 'maker.pem'), keys.trusted.publicPem);
  const gateway = await startRealGateway({ args: ['--keys', keyFolder] });
  const bench = await startWorkbenchBench({ keyFolders: [keyFolder] });
  const added = await bench.ask('gateways.add', {
    ...{ label: '', address: gateway.address, username: 'admin' },
    ...{ password: gateway.password, rememberPassword: false },
  });
  const files = await badFiles({ trusted: keys.trusted.privateKey, stranger: keys.stranger.privateKey });
  expect(new Set(Object.keys(files))).toEqual(new Set(expected.keys()));
  const cookie = await loginCookie(gateway.address, gateway.password);
  const before = await capabilities(gateway.address);

  for (const [name, row] of expected) {
    const path = join(folder, name);
    await writeFile(path, files[name as keyof typeof files]);
    expect(await read(bench, added.id, path)).toEqual({ name, preflight: row.preflight });
    const sent = await curl(path, `${gateway.address}/system/upgrade`, cookie);
    expect(sent).toEqual({ status: '500', code: row.code, type: 'text/plain', said: row.said });

    const started = await bench.ask('maintenance.upgrade', {
      ...{ gatewayId: added.id, fileToken: await adopt(bench, path) },
      ...{ backupFirst: false, allowDowngrade: false },
    });
    const job = await bench.jobEnd(started.id);
    expect(job).toMatchObject({ outcome: 'failed', failure: { code: row.code }, summary: row.said });
  }

  const after = await capabilities(gateway.address);
  expect(after).toEqual({ ...before, uptimeSeconds: after.uptimeSeconds });
  const jobs = await fetch(`${gateway.address}/system/jobs`, { headers: { cookie } });
  expect(await jobs.json()).toEqual({ jobs: [] });
  for (const name of ['uploads', 'revisions', 'install', 'snapshots']) {
    expect(await readdir(join(gateway.dataFolder, name))).toEqual([]);
  }
}, 60_000);

async function adopt(bench: WorkbenchBench, path: string): Promise<string> {
  const adopted = await bench.workbench.files.adoptPath(path);
  if (!adopted.ok) throw new Error(adopted.failure.message);
  return adopted.value.token;
}

const capabilities = async (address: string) =>
  capabilitiesSchema.parse(await (await fetch(`${address}/system/capabilities`)).json());

/** The preflight without what it says of every file. */
async function read(bench: WorkbenchBench, gatewayId: string, path: string) {
  const fileToken = await adopt(bench, path);
  const preflight = await bench.ask('maintenance.preflight', { gatewayId, fileToken });
  const findings = preflight.checks
    .filter(({ check, result }) => result !== 'ok' && !always.includes(check))
    .map(({ check, result, message }) => `${check} ${result}: ${message}`);
  return { name: preflight.file.name, preflight: [preflight.job, ...findings] };
}

async function loginCookie(address: string, password: string): Promise<string> {
  const answer = await fetch(`${address}/auth/rest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      username: 'admin',
      password: createHash('md5').update(password).digest('hex'),
    }),
  });
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

async function curl(path: string, url: string, cookie: string) {
  const format = '\n%{http_code}\n%header{x-error-code}\n%header{content-type}';
  const args = ['-s', '-H', `Cookie: ${cookie}`, '-F', `file=@${path}`, '-w', format, url];
  const { stdout } = await run('curl', args);
  const [type, code, status, ...said] = stdout.split('\n').reverse();
  return { status, code, type: type?.split(';')[0], said: said.reverse().join('\n') };
}
