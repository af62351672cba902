import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventually } from '../../../fakes/eventually.ts';
import { serveLrzsz } from '../../../fakes/lrzsz-board.ts';
import { createMemoryLine } from '../../../fakes/memory-line.ts';
import { startRecipeBench } from '../../../fakes/recipe-bench.ts';
import { recipeText } from '../../../fakes/recipe-yaml.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

/** Not a multiple of a block, and with every byte of every protocol in it. */
const content = Buffer.concat([randomBytes(9_000), Buffer.from(Array.from({ length: 256 }, (_, at) => at))]);

const prompt = '{do: expect, timeoutMs: 20000, answers: [{regex: "^# $"}]}';
const steps = (command: string, transfer: string): string[] => [
  `{do: send, line: "${command}"}`,
  `{do: transfer, ${transfer}}`,
  prompt,
];
const variables = [
  'variables:',
  '  - {name: image, label: Image, kind: file}',
  '  - {name: as, label: As, kind: text, default: got.bin}',
];

/** A board with lrzsz, and a run of these steps with `image.bin` chosen here. */
async function start(recipe: readonly string[], as = 'got.bin') {
  const there = await temporaryFolder();
  const cable = createMemoryLine();
  const board = serveLrzsz(cable.far, there);
  const bench = await startRecipeBench(cable.near);
  await mkdir(bench.ownFolder, { recursive: true });
  await writeFile(join(bench.ownFolder, 'test.yaml'), recipeText(recipe, variables));
  const path = join(bench.folder, 'image.bin');
  await writeFile(path, content);
  const here = join(bench.folder, 'received');
  const begin = async () => {
    const image = await bench.adopt(path);
    return bench.start({ id: 'own/test.yaml', port: 'm', stepByStep: false, variables: { image, as } });
  };
  return { ...bench, there, here, cable, board, begin };
}

const startsWith = (got: Buffer, fill: number) => {
  expect(got.subarray(0, content.length).equals(content)).toBe(true);
  expect(got.subarray(content.length).every((byte) => byte === fill)).toBe(true);
};

describe('a step that sends', { timeout: 60_000 }, () => {
  test.each([
    ['xmodem', 'rx -q got.bin', 'got.bin'],
    ['xmodem', 'rx -q -c got.bin', 'got.bin'],
    ['xmodem-1k', 'rx -q -c got.bin', 'got.bin'],
    ['ymodem', 'rb -q', 'image.bin'],
    ['zmodem', 'rz -q', 'image.bin'],
  ])(
    'by %s to %s: all of it is there, and the prompt behind it is heard',
    async (protocol, command, name) => {
      const run = await start(steps(command, `direction: send, protocol: ${protocol}, file: image`));
      const ended = await run.goThrough(await run.begin());
      expect(ended).toMatchObject({ outcome: 'completed', failure: null });
      expect(ended.steps[1]?.note).toBe(`sent as image.bin, ${content.length} bytes`);
      startsWith(await readFile(join(run.there, name)), 0x1a);
    },
  );

  test.each([
    ['ymodem', 'rb -q'],
    ['zmodem', 'rz -q'],
  ])('by %s under a name of the recipe', async (protocol, command) => {
    const transfer = `direction: send, protocol: ${protocol}, file: image, sendAs: rescue.img`;
    const run = await start(steps(command, transfer));
    expect(await run.goThrough(await run.begin())).toMatchObject({ outcome: 'completed' });
    expect(await readdir(run.there)).toEqual(['rescue.img']);
    startsWith(await readFile(join(run.there, 'rescue.img')), 0x1a);
  });

  test('a file that the board has already and does not take ends the run', async () => {
    const run = await start(steps('rz -q -p', 'direction: send, protocol: zmodem, file: image'));
    await writeFile(join(run.there, 'image.bin'), 'theirs');
    const ended = await run.goThrough(await run.begin());
    expect(ended).toMatchObject({
      outcome: 'failed',
      failure: { code: 'TRANSFER_SKIPPED', context: { file: 'image.bin' } },
    });
    expect(await readFile(join(run.there, 'image.bin'), 'utf8')).toBe('theirs');
  });
});

describe('a step that receives', { timeout: 60_000 }, () => {
  test.each([
    ['xmodem', 'sx -q config.bin'],
    ['xmodem-1k', 'sx -q -k config.bin'],
    ['ymodem', 'sb -q config.bin'],
    ['ymodem', 'sb -q -k config.bin'],
    ['zmodem', 'sz -q config.bin'],
    ['zmodem', 'sz -q -e config.bin'],
  ])('by %s from %s: all of it is here under the name of the recipe', async (protocol, command) => {
    const run = await start(steps(command, `direction: receive, protocol: ${protocol}, saveAs: "{{as}}"`));
    await writeFile(join(run.there, 'config.bin'), content);
    const ended = await run.goThrough(await run.begin());
    expect(ended).toMatchObject({ outcome: 'completed', failure: null });
    expect(await readdir(run.here)).toEqual(['got.bin']);
    startsWith(await readFile(join(run.here, 'got.bin')), 0x1a);
    expect(ended.steps[1]?.note).toMatch(/^stored as got\.bin, \d+ bytes$/);
  });

  test('whatever is entered as its name, the file stays in the folder', async () => {
    const recipe = steps('sx -q config.bin', 'direction: receive, protocol: xmodem, saveAs: "{{as}}"');
    const run = await start(recipe, '../../escaped.bin');
    await writeFile(join(run.there, 'config.bin'), content);
    expect(await run.goThrough(await run.begin())).toMatchObject({ outcome: 'completed' });
    expect(await readdir(run.here)).toEqual(['escaped.bin']);
  });

  test('what is here already is kept', async () => {
    const run = await start(
      steps('sb -q config.bin', 'direction: receive, protocol: ymodem, saveAs: got.bin'),
    );
    await mkdir(run.here, { recursive: true });
    await writeFile(join(run.here, 'got.bin'), 'mine');
    await writeFile(join(run.there, 'config.bin'), content);
    const ended = await run.goThrough(await run.begin());
    expect(ended.steps[1]?.note).toContain('got (2).bin');
    expect(await readFile(join(run.here, 'got.bin'), 'utf8')).toBe('mine');
    startsWith(await readFile(join(run.here, 'got (2).bin')), 0x1a);
  });
});

describe('a transfer that goes wrong', { timeout: 60_000 }, () => {
  const cut = /^TRANSFER_(?:CANCELLED_BY_PEER|NO_ANSWER|TOO_MANY_ERRORS|NOTHING)$/;
  /** So long that it is under way when it is cut off; it takes no room on the disk. */
  const makeLarge = async (path: string): Promise<void> => {
    await writeFile(path, '');
    await truncate(path, 500_000_000);
  };

  test.each([
    ['zmodem', 'sz -q config.bin'],
    ['ymodem', 'sb -q config.bin'],
    ['xmodem', 'sx -q config.bin'],
  ])('ended by the board in the middle, by %s: the run fails, nothing is kept', async (protocol, command) => {
    const run = await start(steps(command, `direction: receive, protocol: ${protocol}, saveAs: got.bin`));
    await makeLarge(join(run.there, 'config.bin'));
    const id = await run.begin();
    await eventually(() => run.state(id).transfer?.bytes ?? 0).toBeGreaterThan(0);
    run.board.running()?.interrupt();
    const ended = await run.goThrough(id);
    expect(ended).toMatchObject({ outcome: 'failed', failure: { code: expect.stringMatching(cut) } });
    expect(await readdir(run.here)).toEqual([]);
    expect(run.released()).toBe(1);
  });

  test('stopped here in the middle, the board is told and its shell is back', async () => {
    const run = await start(
      steps('sz -q config.bin', 'direction: receive, protocol: zmodem, saveAs: got.bin'),
    );
    await makeLarge(join(run.there, 'config.bin'));
    const id = await run.begin();
    await eventually(() => run.state(id).transfer?.bytes ?? 0).toBeGreaterThan(0);
    run.runs.stop(id);
    const ended = await run.goThrough(id);
    expect(ended).toMatchObject({ outcome: 'stopped', failure: { code: 'RECIPE_STOPPED' } });
    await eventually(() => run.board.running()).toBeNull();
    expect(existsSync(join(run.here, 'got.bin'))).toBe(false);
  });

  test('a file that the board does not have ends it, or takes the way of the recipe', async () => {
    const transfer = 'direction: receive, protocol: zmodem, saveAs: got.bin';
    const plain = await start(steps('sz -q missing.bin', transfer));
    expect(await plain.goThrough(await plain.begin())).toMatchObject({
      outcome: 'failed',
      failure: { code: expect.stringMatching(cut) },
    });
    const said = `${transfer}, onFailure: {fail: The board has no such file.}`;
    const worded = await start(steps('sz -q missing.bin', said));
    const ended = await worded.goThrough(await worded.begin());
    expect(ended.failure?.message).toBe('The board has no such file.');
    expect(ended.steps[1]).toMatchObject({ state: 'failed' });
    expect(ended.steps[2]?.state).toBe('waiting');
  });

  test('a receiver of another protocol, which gives up, ends it', async () => {
    const run = await start(steps('rx -q -c got.bin', 'direction: send, protocol: zmodem, file: image'));
    let heard = '';
    run.cable.near.onBytes((bytes) => {
      heard += Buffer.from(bytes).toString('latin1');
    });
    const id = await run.begin();
    // Before it asks for the first block it would end without a word.
    await eventually(() => heard).toMatch(/\nC/);
    run.board.running()?.interrupt();
    const ended = await run.goThrough(id);
    expect(ended).toMatchObject({ outcome: 'failed', failure: { code: expect.stringMatching(cut) } });
  });
});
