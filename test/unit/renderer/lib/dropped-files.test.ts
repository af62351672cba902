import { expect, test } from 'vitest';
import { droppedFiles } from '../../../../renderer/lib/dropped-files.ts';

const item = (kind: 'file' | 'string'): DataTransferItem =>
  ({ kind, getAsFileSystemHandle: () => Promise.reject(new Error('a handle loses the path')) }) as never;

test('a dropped file is the very one of the drop, because a copy from a handle has no path on the desktop', async () => {
  const file = new File(['zip'], 'package.zip');
  const got = await droppedFiles({ dataTransfer: { files: [file], items: [item('file')] } });
  expect(got).toHaveLength(1);
  expect(got[0]).toBe(file);
});

test('while dragging only items are known; text that is dragged is none of them', async () => {
  const dragged = [item('string'), item('file')];
  expect(await droppedFiles({ dataTransfer: { files: [], items: dragged } })).toEqual([dragged[1]]);
});

test('an event without a transfer carries nothing', async () => {
  expect(await droppedFiles({})).toEqual([]);
  expect(await droppedFiles({ dataTransfer: null })).toEqual([]);
});
