import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSerialLine } from '#platform/serial/open-serial-line.ts';
import type { RecipeRunState } from '#shared/bridge/recipes.ts';
import { lineSettingsDefaults } from '#shared/bridge/serial-ports.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { recipeText } from '../../../fakes/recipe-yaml.ts';
import { scriptBoard } from '../../../fakes/scripted-board.ts';
import { serialCable } from '../../../fakes/serial-cable.ts';
import { startWorkbenchBench } from '../../../fakes/workbench-bench.ts';

test('a recipe runs on a serial port through the bridge, asks, and gives the port back', async () => {
  const cable = await serialCable();
  const board = await openSerialLine(cable.theirs, lineSettingsDefaults);
  if (!board.ok) throw new Error(board.failure.message);
  const heard = scriptBoard(board.value, [
    { hears: 'reset\r', says: 'resetting ...\r\n' },
    { hears: '\x03', says: '\r\n=> ' },
  ]);
  const bench = await startWorkbenchBench();
  await mkdir(join(bench.dataFolder, 'recipes'), { recursive: true });
  await writeFile(
    join(bench.dataFolder, 'recipes', 'mine.yaml'),
    recipeText([
      '{do: send-every, text: "\\x03", everyMs: 200, timeoutMs: 20000, until: [{regex: "^=> ?$"}]}',
      '{do: confirm, question: Restart?}',
      '{do: send, line: reset}',
      '{do: expect, timeoutMs: 20000, answers: [{text: resetting}]}',
    ]),
  );
  const listed = await bench.ask('recipes.list', null);
  expect(listed.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['own/mine.yaml', 'shipped/u-boot-loady.yaml']),
  );
  expect(await bench.ask('recipes.read', { id: 'shipped/u-boot-loady.yaml' })).toMatchObject({
    line: '115200 8N1',
    fields: expect.arrayContaining([expect.objectContaining({ name: 'image', kind: 'file' })]),
  });

  const states: RecipeRunState[] = [];
  bench.bridge.subscribe('recipes.changed', (run) => void states.push(run));
  const order = { id: 'own/mine.yaml', port: cable.ours, variables: {}, stepByStep: false };
  const { id } = await bench.ask('recipes.start', order);
  await eventually(() => states.at(-1)?.asks).toMatchObject({ ask: 'confirm', question: 'Restart?' });
  // The port is the run's until its end.
  expect(await bench.bridge.call('recipes.start', order)).toMatchObject({
    failure: { code: 'RECIPE_RUNNING' },
  });
  await bench.ask('recipes.answer', { runId: id, yes: true });
  await eventually(() => states.at(-1)?.state).toBe('ended');
  expect(states.at(-1)).toMatchObject({ outcome: 'completed', failure: null });
  expect(heard()).toContain('reset\r');
  expect((await bench.ask('recipes.transcript', { runId: id })).text).toContain('>> reset\\r');

  await bench.ask('recipes.dismiss', { runId: id });
  const again = await bench.ask('recipes.start', order);
  await bench.ask('recipes.stop', { runId: again.id });
  await board.value.close();
});
