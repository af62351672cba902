import { expect, test } from 'vitest';
import { failure } from '#shared/errors/failure.ts';
import { readUploadAnswer } from '../../../../../renderer/lib/bridge/upload-file.ts';

const token = { token: 't', name: 'a.zip', bytes: 3 };

test('an upload answers with its token', () => {
  expect(readUploadAnswer(200, JSON.stringify(token))).toEqual({ ok: true, value: token });
});

test('a refused upload keeps the code and the sentence of the host', () => {
  const full = failure('DISK_FULL', { doing: 'receiving a.zip' });
  expect(readUploadAnswer(500, JSON.stringify(full))).toEqual({ ok: false, failure: full });
});

test('what is no answer of ours becomes a failure with what was said, not an exception', () => {
  const result = readUploadAnswer(403, 'Open 127.0.0.1, not another name.\n');
  expect(result).toMatchObject({ ok: false, failure: { code: 'WORKBENCH_INTERNAL' } });
  expect(JSON.stringify(result)).toContain('Open 127.0.0.1');
});
