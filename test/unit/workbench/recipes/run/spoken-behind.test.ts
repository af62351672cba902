import { expect, test } from 'vitest';
import { spokenBehind } from '../../../../../electron/workbench/recipes/run/spoken-behind.ts';

const zfin = '**\x18B0800000000022d\r\x8a';
const words = '\r\n# ';

test.each([
  ['send-file', 'ymodem', true, `C\x06C\x06${words}`, words],
  ['send-file', 'xmodem', true, `\x06\x06${words}`, words],
  ['send-file', 'zmodem', true, `${zfin}${words}`, words],
  ['send-file', 'ymodem', false, `\x15\x18\x18${words}`, words],
  ['receive-file', 'zmodem', true, `# content \x18${zfin}OO${words}`, words],
  ['receive-file', 'ymodem', true, `# content${'\0'.repeat(130)}${words}`, words],
  ['receive-file', 'xmodem', true, `# content\x1a\x1a\x04${words}`, words],
  ['receive-file', 'zmodem', false, `# content\x18\x18\x18\x08\x08\x08${words}`, words],
  ['receive-file', 'xmodem', false, '# content that broke off', ''],
  ['receive-file', 'zmodem', true, '', ''],
] as const)('%s by %s, whole: %s, %j', (ask, protocol, whole, heard, spoken) => {
  expect(spokenBehind({ ask, protocol }, heard, whole)).toBe(spoken);
});
