import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createEvaluator } from '../../../electron/gateway/supervision/logics/evaluator.ts';
import { evaluatorLimits } from '../../../electron/gateway/supervision/logics/evaluator-limits.ts';
import { createForkSpawner } from '../../../electron/platform/processes/fork-spawner.ts';
import { bundleSupervision } from '../../../scripts/packages/bundle-supervision.ts';
import { eventually } from '../../fakes/eventually.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

test('the evaluator of a supervision package runs JSONata with nothing but Node beside it', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  for (const { name, content } of await bundleSupervision()) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  const output: string[] = [];
  const evaluator = createEvaluator({
    name: 'packaged',
    programs: { double: 'value * 2' },
    spawner: createForkSpawner(),
    entry: join(folder, 'evaluator-main.js'),
    limits: evaluatorLimits,
    onReady: () => undefined,
    onOutput: (line) => output.push(line),
    onTrouble: (trouble) => output.push(trouble),
  });
  onTestFinished(() => evaluator.stop());
  evaluator.start();
  await eventually(() => evaluator.state().state).toBe('running');
  expect(await evaluator.run('double', { value: 21 })).toEqual({ ok: true, result: 42 });
  expect(output).toEqual([]);
});
