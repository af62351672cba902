import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSecretMask } from '../../../../../electron/workbench/recipes/transcript/mask-secrets.ts';
import { openTranscript } from '../../../../../electron/workbench/recipes/transcript/transcript.ts';
import { temporaryFolder } from '../../../../fakes/temporary-folder.ts';

const masked = Buffer.from('•••', 'utf8').toString('latin1');

describe('secrets in what arrives', () => {
  test('are masked however they are cut, and nothing else is lost', () => {
    const piece = fc.constantFrom('hunter2', 'hunt', 'h', 'er2', 'x', ' ', 'hunter', '2');
    fc.assert(
      fc.property(
        fc.array(piece),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
        (pieces, cuts) => {
          const all = pieces.join('');
          const mask = createSecretMask(['hunter2', '']);
          let told = '';
          for (let at = 0, turn = 0; at < all.length; turn += 1) {
            const length = cuts[turn % cuts.length] ?? 1;
            told += mask.feed(all.slice(at, at + length));
            at += length;
          }
          const whole = all.replaceAll('hunter2', masked);
          expect(whole.startsWith(told)).toBe(true);
          const rest = whole.slice(told.length);
          expect('hunter2'.startsWith(rest)).toBe(true);
          expect(mask.end()).toBe(rest === '' ? '' : masked);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('of two secrets the longer one goes first', () => {
    expect(createSecretMask(['abc', 'abcdef']).feed('abcdef.')).toBe(`${masked}.`);
  });
});

test('a line is told when it ends, or when something else happens; control characters can be seen', async () => {
  const path = join(await temporaryFolder(), 'logs', 'run.log');
  const transcript = openTranscript({ path, secrets: ['hunter2'], now: () => 0 });
  transcript.received(Buffer.from('U-Boot 2023\r\nHit any key\x08\x1b[0m'));
  expect(transcript.tail().map(({ text }) => text)).toEqual(['U-Boot 2023', 'Hit any key\\x08\\x1b[0m']);
  transcript.add('sent', ' \r');
  transcript.received(Buffer.from('grüße hunt'));
  transcript.close();
  const at = '1970-01-01T00:00:00.000Z';
  expect(await readFile(path, 'utf8')).toBe(
    [
      `${at} << U-Boot 2023`,
      `${at} << Hit any key\\x08\\x1b[0m`,
      `${at} >>  \\r`,
      `${at} << grüße •••`,
      '',
    ].join('\n'),
  );
});

test('a board that never ends its line and never stops does not fill the memory', async () => {
  const path = join(await temporaryFolder(), 'run.log');
  const transcript = openTranscript({ path, secrets: [], now: () => 0 });
  for (let at = 0; at < 300; at += 1) transcript.received(Buffer.alloc(400, 'x'));
  transcript.close();
  expect(transcript.tail()).toHaveLength(100);
  expect(Math.max(...transcript.tail().map(({ text }) => text.length))).toBe(400);
});
