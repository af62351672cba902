import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { receiveFiles } from '#platform/transfer/run-transfer.ts';
import { createYmodemReceiver } from '#platform/transfer/ymodem/ymodem-receiver.ts';
import { createFolderSink } from '../../../../electron/workbench/serial/transfers/folder-sink.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { createMemoryLine } from '../../../fakes/memory-line.ts';
import { startRecipeBench } from '../../../fakes/recipe-bench.ts';
import { recipeText } from '../../../fakes/recipe-yaml.ts';
import { type BoardRule, scriptBoard } from '../../../fakes/scripted-board.ts';

const variables = [
  'variables:',
  '  - {name: user, label: User, kind: text, default: root}',
  '  - {name: password, label: Password, kind: secret, optional: true}',
  '  - {name: image, label: Image, kind: file}',
];

/** A run of a recipe of our own against a scripted board. */
async function bench(steps: readonly string[], rules: readonly BoardRule[], more: readonly string[] = []) {
  const cable = createMemoryLine();
  const heard = scriptBoard(cable.far, rules);
  const recipes = await startRecipeBench(cable.near);
  await mkdir(recipes.ownFolder, { recursive: true });
  await writeFile(join(recipes.ownFolder, 'test.yaml'), recipeText(steps, [...variables, ...more]));
  const imagePath = join(recipes.folder, 'image.bin');
  await writeFile(imagePath, Buffer.alloc(3_000, 'gatewright'));
  const start = async (entered: Record<string, string> = {}, stepByStep = false) => {
    const image = await recipes.adopt(imagePath);
    return recipes.start({
      id: 'own/test.yaml',
      port: 'memory',
      variables: { user: 'root', image, ...entered },
      stepByStep,
    });
  };
  return { ...recipes, cable, heard, start };
}

const login = [
  '{do: send, line: ""}',
  '{do: expect, timeoutMs: 400, answers: [{text: "login: "}]}',
  '{do: send, line: "{{user}}"}',
  '{do: expect, timeoutMs: 400, answers: [{text: "assword: "}, {text: "denied", fail: The board refused the user.}]}',
  '{do: send, line: "{{password}}", characterDelayMs: 1}',
  '{do: expect, timeoutMs: 400, answers: [{regex: "# $"}]}',
];

describe('a run', () => {
  test('goes through its steps; its transcript has everything but the secret, also when the board echoes it', async () => {
    const board = await bench(login, [
      { hears: 'hunter2\r', says: 'hunter2\r\nwrong echo of hunter2\r\n# ' },
      { hears: 'root\r', says: 'root\r\nPassword: ' },
      { hears: '\r', says: '\r\ngw login: ' },
    ]);
    const id = await board.start({ password: 'hunter2' });
    const ended = await board.goThrough(id);
    expect(ended).toMatchObject({ outcome: 'completed', failure: null, current: null });
    expect(ended.steps.map(({ state }) => state)).toEqual(Array(6).fill('done'));
    expect(board.heard()).toBe('\rroot\rhunter2\r');
    expect(board.released()).toBe(1);
    const transcript = await board.transcript(id);
    expect(transcript).toContain('>> root\\r');
    expect(transcript).toContain('<< gw login: ');
    expect(transcript).toContain('<< wrong echo of •••');
    expect(transcript).not.toContain('hunter2');
    expect(JSON.stringify(board.told)).not.toContain('hunter2');
  });

  test('whose prompt never comes fails with what it waited for, and gives the port back', async () => {
    const board = await bench(login, [{ hears: '\r', says: 'U-Boot SPL\r\n' }], ['leave: "\\x03"']);
    const ended = await board.goThrough(await board.start());
    expect(ended).toMatchObject({ outcome: 'failed', failure: { code: 'RECIPE_NO_ANSWER' } });
    expect(ended.steps[1]).toMatchObject({ state: 'failed', note: expect.stringContaining('"login: "') });
    expect(board.heard()).toBe('\r\x03');
    expect(board.released()).toBe(1);
  });

  test('to which the board gives another answer ends with the sentence of the recipe', async () => {
    const board = await bench(login, [
      { hears: 'root\r', says: 'access denied\r\n' },
      { hears: '\r', says: 'login: ' },
    ]);
    const ended = await board.goThrough(await board.start());
    expect(ended.failure).toMatchObject({ code: 'RECIPE_FAILED', message: 'The board refused the user.' });
    expect(ended.steps[4]?.state).toBe('waiting');
  });

  test('ends when the cable is pulled, in whatever step it is', async () => {
    const steps = [
      '{do: expect, timeoutMs: 60000, answers: [{text: never}]}',
      '{do: send-every, text: x, everyMs: 50, timeoutMs: 60000, until: [{text: never}]}',
      '{do: wait, ms: 60000}',
      '{do: confirm, question: Q}',
      '{do: transfer, direction: send, protocol: ymodem, file: image}',
    ];
    for (const step of steps) {
      const board = await bench([step], []);
      const id = await board.start();
      await eventually(() => board.state(id).steps[0]?.state).toBe('running');
      board.cable.pull();
      await eventually(() => board.state(id).state).toBe('ended');
      expect(board.state(id)).toMatchObject({
        outcome: 'failed',
        failure: { code: expect.stringMatching(/^RECIPE_LINE_LOST$|^TRANSFER_LINE_GONE$/) },
      });
      expect(board.released()).toBe(1);
    }
  });

  test('can be stopped in each of its steps, and the board hears how to get out of it', async () => {
    const steps = [
      '{do: expect, timeoutMs: 60000, answers: [{text: never}]}',
      '{do: send-every, text: x, everyMs: 50, timeoutMs: 60000, until: [{text: never}]}',
      '{do: send, text: abcdefgh, characterDelayMs: 1000}',
      '{do: wait, ms: 60000}',
      '{do: confirm, question: Q}',
      '{do: transfer, direction: send, protocol: ymodem, file: image}',
    ];
    for (const step of steps) {
      const board = await bench([step], [], ['leave: "\\x03"']);
      const id = await board.start();
      await eventually(() => board.state(id).steps[0]?.state).toBe('running');
      if (step.includes('transfer')) {
        await board.cable.far.write(Buffer.from('C'));
        await eventually(() => board.heard()).toContain('image.bin');
      }
      board.runs.stop(id);
      await eventually(() => board.state(id).state).toBe('ended');
      expect(board.state(id)).toMatchObject({ outcome: 'stopped', failure: { code: 'RECIPE_STOPPED' } });
      await eventually(() => board.heard().endsWith('\x03')).toBe(true);
      if (step.includes('transfer')) expect(board.heard()).toContain('\x18\x18');
    }
  });

  test('waits for a person before each step when it goes step by step', async () => {
    const board = await bench(['{do: send, text: a}', '{do: send, text: b}'], []);
    const id = await board.start({}, true);
    expect(board.state(id)).toMatchObject({ asks: { ask: 'next' }, current: 0 });
    expect(board.runs.answer(id, { to: 'confirm', yes: true })).toMatchObject({
      failure: { code: 'RECIPE_NOT_ASKED' },
    });
    board.runs.answer(id, { to: 'next' });
    await eventually(() => board.heard()).toBe('a');
    expect(board.state(id)).toMatchObject({
      asks: { ask: 'next' },
      current: 1,
      steps: [{ state: 'done' }, {}],
    });
    expect((await board.goThrough(id)).outcome).toBe('completed');
  });

  test('sends a file to who asked before it was looked at, and hears what is said after it', async () => {
    const cable = createMemoryLine();
    const recipes = await startRecipeBench(cable.near);
    await mkdir(recipes.ownFolder, { recursive: true });
    const steps = [
      '{do: send, line: loady}',
      '{do: expect, timeoutMs: 20000, answers: [{text: Ready}]}',
      '{do: transfer, direction: send, protocol: ymodem, file: image}',
      '{do: expect, timeoutMs: 20000, answers: [{text: "{{image.bytes}} bytes {{image.crc32}}"}]}',
    ];
    await writeFile(join(recipes.ownFolder, 'test.yaml'), recipeText(steps, variables));
    const content = Buffer.alloc(3_000, 'gatewright');
    await writeFile(join(recipes.folder, 'image.bin'), content);
    const into = join(recipes.folder, 'board');
    const stopHearing = cable.far.onBytes(async () => {
      stopHearing();
      await cable.far.write(Buffer.from('Ready'));
      const sink = createFolderSink({
        ...{ folder: into, name: 'x', resumes: false, onStored: () => undefined },
        askReplace: async () => 'skip',
      });
      await receiveFiles({ line: cable.far, machine: createYmodemReceiver(), sink });
      await cable.far.write(Buffer.from('3000 bytes fe81cff4\r\n'));
    });
    const image = await recipes.adopt(join(recipes.folder, 'image.bin'));
    const id = await recipes.start({
      id: 'own/test.yaml',
      port: 'm',
      variables: { user: 'r', image },
      stepByStep: false,
    });
    expect(await recipes.goThrough(id)).toMatchObject({ outcome: 'completed', failure: null });
    expect(await readFile(join(into, 'image.bin'))).toEqual(content);
  });

  test('sets the speed after everything before is sent', async () => {
    const board = await bench(
      [
        '{do: send, text: a}',
        '{do: set-baud, baudRate: 9600}',
        '{do: signals, dtr: false}',
        '{do: break, ms: 20}',
      ],
      [],
    );
    expect((await board.goThrough(await board.start())).outcome).toBe('completed');
    expect(board.controls).toEqual(['baud 9600', 'signals {"dtr":false}', 'break 20']);
  });
});

describe('a start is refused', () => {
  test('while the port is used by another run; dismissed is what has ended', async () => {
    const board = await bench(['{do: wait, ms: 60000}'], []);
    const id = await board.start();
    await expect(board.start()).rejects.toThrow('The recipe Test runs on memory already.');
    expect(board.runs.dismiss(id)).toMatchObject({ failure: { code: 'RECIPE_RUNNING' } });
    await board.runs.stopAll();
    expect(board.runs.dismiss(id)).toEqual({ ok: true, value: null });
    expect(board.runs.list()).toEqual([]);
  });

  test('with a recipe that has a mistake, one that is not there, and a value that does not fit', async () => {
    const board = await bench(['{do: say, text: a}'], []);
    await writeFile(join(board.ownFolder, 'bad.yaml'), 'format: 2\n');
    const order = { port: 'memory', stepByStep: false, variables: {} };
    const code = async (id: string) => {
      const started = await board.runs.start({ ...order, id });
      return started.ok ? null : started.failure.code;
    };
    expect(await code('own/bad.yaml')).toBe('RECIPE_INVALID');
    expect(await code('own/../test.yaml')).toBe('RECIPE_UNKNOWN');
    expect(await code('own/test.yaml')).toBe('RECIPE_VARIABLE');
    expect(board.heard()).toBe('');
  });
});
