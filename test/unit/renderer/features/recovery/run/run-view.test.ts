import { describe, expect, test } from 'vitest';
import {
  lastWords,
  nowWords,
  resultSentence,
  resultTitle,
  runDetails,
  runMark,
  runWord,
  stepMark,
  toldWords,
  transferFigures,
  transferPercent,
} from '../../../../../../renderer/features/recovery/run/run-view.ts';
import {
  asking,
  completed,
  failed,
  run,
  sending,
  stepping,
} from '../../../../../e2e/screens/recovery-fixtures.ts';

describe('a run in a few words', () => {
  test('what needs a person comes before what happens', () => {
    expect([sending, asking, stepping, completed, failed].map(runWord)).toEqual([
      'step 6 of 14',
      'waits for you',
      'waits for you',
      'completed',
      'failed',
    ]);
    expect([sending, asking, completed, failed].map(runMark)).toEqual(['busy', 'warning', 'good', 'bad']);
    expect(runWord({ ...sending, current: null })).toBe('ends');
  });

  test('what happens now names the step, and the round when it is not the first', () => {
    expect(nowWords(sending)).toBe('Step 6 of 14: Send the image');
    expect(nowWords(stepping)).toBe('Before step 4 of 14: Start the receiver in U-Boot');
    const steps = sending.steps.map((step) => ({ ...step, rounds: 3 }));
    expect(nowWords({ ...sending, steps })).toBe('Step 6 of 14: Send the image, round 3');
    expect(nowWords({ ...sending, current: null })).toContain('gives the port back');
  });
});

describe('marks of steps', () => {
  const words = (of: typeof sending, ...steps: number[]) => steps.map((step) => stepMark(of, step).word);

  test('done, now, to come; and after the end what was not reached', () => {
    expect(words(sending, 4, 5, 6)).toEqual(['done', 'now', 'to come']);
    expect(words(failed, 3, 4, 5)).toEqual(['done', 'failed', 'not reached']);
  });

  test('the step that waits for a person says so, begun or not', () => {
    expect(words(asking, 10, 11, 12)).toEqual(['done', 'waits for you', 'to come']);
    const notBegun = stepping.steps.map((step, index) =>
      index === 3 ? { ...step, state: 'waiting' as const } : step,
    );
    expect(words({ ...stepping, steps: notBegun }, 3)).toEqual(['waits for you']);
  });
});

test('"switch it off now" does not stand there while a file is sent', () => {
  expect(toldWords(run(1))).toMatchObject({ earlier: false });
  expect(toldWords(sending)).toEqual({
    text: 'Earlier, at step 1: Switch the board off and on again now, or press its reset button.',
    earlier: true,
  });
  expect(toldWords(asking)).toMatchObject({ earlier: false });
  expect(toldWords({ ...sending, said: [] })).toBeNull();
  expect(lastWords(failed)).toEqual([]);
  expect(lastWords(completed)).toHaveLength(1);
  // Nobody is to switch the board off after all went well.
  const [first] = completed.steps;
  const told = [first?.title ?? '', 'The image is there.'];
  expect(lastWords({ ...completed, said: told })).toEqual(['The image is there.']);
});

test('a transfer without a known size has figures and no bar', () => {
  const { transfer } = sending;
  if (!transfer) throw new Error('the fixture sends');
  expect(transferFigures(transfer)).toEqual([
    '1.5 MB of 4.2 MB',
    '10.9 kB/s',
    'about 4 min 9 s left',
    '2 retries',
  ]);
  expect(transferPercent(transfer)).toBeCloseTo(35.35, 1);
  expect(transferPercent({ ...transfer, totalBytes: null })).toBeNull();
  expect(transferPercent({ ...transfer, totalBytes: 10, bytes: 128 })).toBe(100);
  expect(transferFigures({ ...transfer, retries: 0 })).toHaveLength(3);
});

describe('the result', () => {
  test('says how it ended and where', () => {
    expect(resultTitle(failed)).toBe('U-Boot: load an image over the serial line: failed');
    expect(resultSentence(failed)).toMatch(/no command loady.* at step 5, "Wait for the receiver"\.$/);
    expect(resultSentence(completed)).toContain('gave the port back');
  });

  test('as text it has what somebody who helps asks for', () => {
    const text = runDetails(failed);
    for (const part of [
      'u-boot-loady.yaml',
      'Port: /dev/ttyUSB0',
      'RECIPE_FAILED',
      "Unknown command 'loady'",
      '5. Wait for the receiver: failed (Unknown command)',
      '6. Send the image: not reached',
      '<< DRAM:  128 MiB',
      failed.transcriptFile,
    ]) {
      expect(text).toContain(part);
    }
  });
});
