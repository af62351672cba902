import { expect, test } from 'vitest';
import { noticeOf } from '../../../../../../renderer/features/recovery/run/run-notice.ts';
import {
  asking,
  completed,
  failed,
  sending,
  stepping,
} from '../../../../../e2e/screens/recovery-fixtures.ts';

test('an end is told with its outcome, once', () => {
  expect(noticeOf(completed)).toMatchObject({
    title: expect.stringMatching(/: completed$/),
    link: 'Show the run',
  });
  expect(noticeOf(failed)).toMatchObject({
    title: expect.stringMatching(/: failed$/),
    text: expect.stringContaining('It ended at step'),
  });
  expect(noticeOf(completed)?.key).toBe(noticeOf({ ...completed, transcript: [] })?.key);
});

test('a question is told each time it is asked; work and steps that wait for their turn are not', () => {
  const notice = noticeOf(asking);
  expect(notice?.text).toBe(asking.asks?.ask === 'confirm' ? asking.asks.question : '');
  const again = { ...asking, steps: asking.steps.map((step) => ({ ...step, rounds: step.rounds + 1 })) };
  expect(noticeOf(again)?.key).not.toBe(notice?.key);
  expect(noticeOf(sending)).toBeNull();
  expect(noticeOf(stepping)).toBeNull();
});
