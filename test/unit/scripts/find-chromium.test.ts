import { describe, expect, test } from 'vitest';
import { findChromium } from '../../../scripts/find-chromium.ts';

const onSystem = (platform: NodeJS.Platform, files: string[], env: Record<string, string> = {}) =>
  findChromium({ platform, env, isExecutable: (path) => files.includes(path) });

describe('findChromium', () => {
  test('a named one beats all, but only when it is there', () => {
    const env = { GATEWRIGHT_CHROMIUM: '/opt/mine/chrome', PATH: '/usr/bin' };
    expect(onSystem('linux', ['/opt/mine/chrome', '/usr/bin/chromium'], env)).toBe('/opt/mine/chrome');
    expect(onSystem('linux', ['/usr/bin/chromium'], env)).toBe('/usr/bin/chromium');
  });

  test('Linux: the best name anywhere on the path comes before a lesser one', () => {
    const env = { PATH: '/usr/local/bin:/usr/bin' };
    expect(onSystem('linux', ['/usr/local/bin/google-chrome', '/usr/bin/chromium'], env)).toBe(
      '/usr/bin/chromium',
    );
  });

  test('macOS and Windows: where installers put them', () => {
    const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(onSystem('darwin', [chrome])).toBe(chrome);
    const edge = 'C:\\Programs\\Microsoft\\Edge\\Application\\msedge.exe';
    expect(onSystem('win32', [edge], { 'PROGRAMFILES(X86)': 'C:\\Programs' })).toBe(edge);
  });

  test('none', () => expect(onSystem('linux', [], { PATH: '/usr/bin' })).toBeNull());
});
