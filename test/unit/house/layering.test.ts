import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const configFile = join(root, '.dependency-cruiser.mjs');

/** A small tree in which nothing is wrong: every kind of import that is allowed, subpath imports included. */
const cleanTree: Record<string, string> = {
  'package.json': JSON.stringify({
    name: 'fixture',
    type: 'module',
    imports: { '#shared/*': './shared/*', '#platform/*': './electron/platform/*' },
    dependencies: { declared: '1.0.0' },
    devDependencies: { electron: '1.0.0', 'for-tools': '1.0.0' },
  }),
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      module: 'nodenext',
      moduleResolution: 'nodenext',
      allowImportingTsExtensions: true,
      noEmit: true,
    },
  }),
  'shared/result.ts': "import type { A } from './types.ts'; export const ok: A = 1;",
  'shared/types.ts': 'export type A = number;',
  'electron/platform/files.ts': "import { ok } from '#shared/result.ts'; export const write = ok;",
  'electron/workbench/workbench.ts':
    "import { write } from '#platform/files.ts'; import 'declared'; export const workbench = write;",
  'electron/gateway/main.ts': "import { write } from '#platform/files.ts'; export const gateway = write;",
  'electron/fleet/main.ts': "import { write } from '#platform/files.ts'; export const fleet = write;",
  'electron/adapters/window.ts':
    "import { app } from 'electron'; import { ok } from '#shared/result.ts'; export const open = [app, ok];",
  'electron/main.ts': "import './adapters/window.ts'; import './workbench/workbench.ts';",
  'electron/serve.ts': "import './workbench/workbench.ts';",
  'electron/preload.ts': "import 'electron'; import '#shared/result.ts';",
  'renderer/main.tsx': "import '#shared/result.ts';",
  'scripts/tool.ts': "import 'for-tools';",
  'test/fakes/fake.ts': "import '../../electron/adapters/window.ts'; export const fake = 1;",
  ...Object.fromEntries(
    ['declared', 'electron', 'for-tools', 'undeclared'].flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
      [`node_modules/${name}/index.js`, 'exports.app = 1;'],
    ]),
  ),
};

/** Each row breaks one rule: `file` imports `target`. */
const breaks: readonly { rule: string; file: string; target: string; found: string }[] = [
  { rule: 'no-cycle', file: 'shared/a.ts', target: './b.ts', found: 'shared/b.ts' },
  { rule: 'resolvable', file: 'shared/typo.ts', target: '#shared/resutl.ts', found: '#shared/resutl.ts' },
  {
    rule: 'shared-alone',
    file: 'shared/up.ts',
    target: '#platform/files.ts',
    found: 'electron/platform/files.ts',
  },
  { rule: 'shared-no-node', file: 'shared/fs.ts', target: 'node:fs', found: 'fs' },
  {
    rule: 'renderer-only-shared',
    file: 'renderer/reach.tsx',
    target: '../electron/workbench/workbench.ts',
    found: 'electron/workbench/workbench.ts',
  },
  { rule: 'renderer-no-node', file: 'renderer/fs.tsx', target: 'node:fs', found: 'fs' },
  {
    rule: 'host-no-renderer',
    file: 'electron/workbench/view.ts',
    target: '../../renderer/main.tsx',
    found: 'renderer/main.tsx',
  },
  {
    rule: 'platform-alone',
    file: 'electron/platform/up.ts',
    target: '../workbench/workbench.ts',
    found: 'electron/workbench/workbench.ts',
  },
  {
    rule: 'workbench-apart',
    file: 'electron/workbench/inside.ts',
    target: '../gateway/main.ts',
    found: 'electron/gateway/main.ts',
  },
  {
    rule: 'gateway-apart',
    file: 'electron/gateway/inside.ts',
    target: '../fleet/main.ts',
    found: 'electron/fleet/main.ts',
  },
  {
    rule: 'fleet-apart',
    file: 'electron/fleet/inside.ts',
    target: '../workbench/workbench.ts',
    found: 'electron/workbench/workbench.ts',
  },
  {
    rule: 'adapters-from-main-only',
    file: 'electron/workbench/window.ts',
    target: '../adapters/window.ts',
    found: 'electron/adapters/window.ts',
  },
  {
    rule: 'electron-in-adapters-only',
    file: 'electron/workbench/electron.ts',
    target: 'electron',
    found: 'node_modules/electron/index.js',
  },
  {
    rule: 'preload-small',
    file: 'electron/preload.ts',
    target: './workbench/workbench.ts',
    found: 'electron/workbench/workbench.ts',
  },
  {
    rule: 'product-no-test',
    file: 'electron/workbench/fake.ts',
    target: '../../test/fakes/fake.ts',
    found: 'test/fakes/fake.ts',
  },
  {
    rule: 'no-undeclared-package',
    file: 'electron/workbench/luck.ts',
    target: 'undeclared',
    found: 'node_modules/undeclared/index.js',
  },
  {
    rule: 'host-no-dev-package',
    file: 'electron/gateway/dev.ts',
    target: 'for-tools',
    found: 'node_modules/for-tools/index.js',
  },
];

interface Violation {
  rule: { name: string };
  from: string;
  to: string;
}

const runFile = promisify(execFile);
const folders: string[] = [];

async function cruise(tree: Record<string, string>): Promise<Violation[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gatewright-layering-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(tree)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  const command = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [command, '--config', configFile, '--output-type', 'json', '--no-cache'];
  const options = { cwd: folder, maxBuffer: 1 << 26 };
  const { stdout } = await runFile(
    process.execPath,
    [...args, 'electron', 'renderer', 'shared', 'scripts', 'test'],
    options,
  );
  return JSON.parse(stdout).summary.violations;
}

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

describe('layering', () => {
  let found: Violation[] = [];

  beforeAll(async () => {
    const broken: Record<string, string> = {
      ...cleanTree,
      'shared/b.ts': "import './a.ts';",
      'shared/nobody.ts': 'export const alone = 1;',
    };
    for (const { file, target } of breaks) broken[file] = `${broken[file] ?? ''} import '${target}';`;
    found = await cruise(broken);
  });

  test('a tree that keeps the rules has no violation', async () => {
    expect(await cruise(cleanTree)).toEqual([]);
  });

  test.each(breaks)('$rule: $file → $target is found', ({ rule, file, found: to }) => {
    expect(found.map((entry) => [entry.rule.name, entry.from, entry.to])).toContainEqual([rule, file, to]);
  });

  test('no-orphan: a file that nobody uses is found', () => {
    const orphans = found.filter((entry) => entry.rule.name === 'no-orphan').map((entry) => entry.from);
    expect(orphans).toEqual(['shared/nobody.ts']);
  });

  test('every rule of the configuration is broken above', async () => {
    const names = [...(await readFile(configFile, 'utf8')).matchAll(/^ {6}name: '(.+)'/gm)].map(
      (match) => match[1],
    );
    expect(names.length).toBeGreaterThan(10);
    expect([...breaks.map(({ rule }) => rule), 'no-orphan'].sort()).toEqual(names.sort());
  });
});
