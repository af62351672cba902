import { expect, test } from 'vitest';
import {
  type SerialTransfer,
  serialTransferEnds,
  transferProtocols,
} from '#shared/bridge/serial-transfer.ts';
import {
  endMarks,
  fileWords,
  protocolOrder,
  questionTitle,
  transferFigures,
  transferFraction,
  transferTitle,
  whyTooMany,
} from '../../../../../../renderer/features/serial/transfer/transfer-view.ts';
import { transfer } from '../../../../../e2e/screens/serial-fixtures.ts';

test('every protocol can be chosen', () => {
  expect([...protocolOrder].sort()).toEqual([...transferProtocols].sort());
});

test('a running transfer: what, how far, how fast, what went wrong so far', () => {
  const running = transfer();
  expect(transferTitle(running)).toBe('Receiving config-backup.tar by ZMODEM');
  expect(transferFigures(running)).toEqual([
    '1.3 MB of 4.2 MB',
    '11.2 kB/s',
    'about 4 min 18 s left',
    '2 repeats',
  ]);
  expect(transferFraction(running)).toBeCloseTo(0.313, 3);
  expect(transferFraction(transfer({ totalBytes: null }))).toBeNull();
  expect(transferFraction(transfer({ bytes: 0, totalBytes: 0 }))).toBeNull();
});

test('every end has words and a mark of its own weight', () => {
  for (const end of serialTransferEnds) {
    expect(transferTitle(transfer({ state: 'ended', end }))).toMatch(/^Receiving by ZMODEM: /);
  }
  expect(endMarks.completed).toBe('good');
  expect(endMarks['completed-unconfirmed']).not.toBe('good');
});

test('questions name what the device wants', () => {
  const ask = (question: NonNullable<SerialTransfer['question']>) =>
    questionTitle(transfer({ state: 'asking', question }));
  expect(ask({ kind: 'start', direction: 'receive' })).toBe('The device wants to send a file by ZMODEM');
  expect(ask({ kind: 'start', direction: 'send' })).toBe('The device waits for a file by ZMODEM');
  expect(ask({ kind: 'replace', name: 'a.bin', bytes: 1, suggestedName: 'a (2).bin' })).toBe(
    'a.bin already exists',
  );
});

test('the fill of XMODEM is not passed over', () => {
  const file = { name: 'image.bin', bytes: 128, paddedBytes: 100, outcome: 'completed' } as const;
  expect(fileWords(file)).toContain('the last 100 bytes may only fill the last block');
  expect(fileWords({ ...file, paddedBytes: 0, outcome: 'skipped' })).toBe('image.bin, 128 B, skipped');
});

test('how many files a protocol carries is said before they are sent', () => {
  expect(whyTooMany('xmodem-1k', 1)).toBeNull();
  expect(whyTooMany('xmodem-1k', 2)).toContain('XMODEM carries one file');
  expect(whyTooMany('ymodem', 100)).toBeNull();
  expect(whyTooMany('zmodem', 101)).toContain('At most 100 files');
});
