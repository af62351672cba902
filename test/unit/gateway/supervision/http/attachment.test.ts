import { expect, test } from 'vitest';
import { attachment } from '../../../../../electron/gateway/supervision/http/attachment.ts';

test.each([
  ['a-1.zip', 'attachment; filename="a-1.zip"'],
  ['a"b\\c.zip', `attachment; filename="a_b_c.zip"; filename*=UTF-8''a%22b%5Cc.zip`],
  ["ü'(1)*.zip", `attachment; filename="_'(1)*.zip"; filename*=UTF-8''%C3%BC%27%281%29%2A.zip`],
  [
    'a\r\nSet-Cookie: x',
    `attachment; filename="a__Set-Cookie: x"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x`,
  ],
])('%j', (name, header) => {
  expect(attachment(name)).toBe(header);
});
