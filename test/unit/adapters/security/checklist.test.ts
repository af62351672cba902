/**
 * Electron's own security checklist (docs/tutorial/security), item by item. The number in each title is Electron's.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { IpcMainInvokeEvent } from 'electron';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { isAppUrl } from '../../../../electron/adapters/security/app-origin.ts';
import { registerAppScheme } from '../../../../electron/adapters/security/app-protocol.ts';
import { guardContents } from '../../../../electron/adapters/security/contents-guard.ts';
import { denyPermissions } from '../../../../electron/adapters/security/permissions.ts';
import { loadOnlyOwnContent } from '../../../../electron/adapters/security/secure-content.ts';
import { isTrustedFrame } from '../../../../electron/adapters/security/trusted-frame.ts';
import { webPreferences } from '../../../../electron/adapters/security/web-preferences.ts';
import { securityHeaders } from '../../../../electron/workbench/bridge/content-security-policy.ts';
import { createFakeSession, FakeWebContents, protocol } from '../../../fakes/electron.ts';

const root = resolve(import.meta.dirname, '../../../..');
const ours = 'app://gatewright/index.html#/gateways';
const strangers = [
  'https://example.org/',
  'http://127.0.0.1:7300/',
  'file:///etc/passwd',
  'app://gatewright.example/index.html',
  'app://user@gatewright/index.html',
  'javascript:alert(1)',
  'not an address',
];

async function sourcesBelow(folder: string): Promise<string> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name));
  const texts = await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')));
  return texts.join('\n');
}

describe('item 1: only secure content is loaded', () => {
  const { session, handlers } = createFakeSession();
  loadOnlyOwnContent(session);
  const isCancelled = (url: string): boolean | undefined => {
    let cancelled: boolean | undefined;
    handlers.beforeRequest?.({ url }, (response) => {
      cancelled = response.cancel;
    });
    return cancelled;
  };

  test.each(strangers)('%s is cancelled', (url) => expect(isCancelled(url)).toBe(true));
  test.each([ours, 'blob:app://gatewright/1b2c', 'data:image/png;base64,AA=='])('%s passes', (url) =>
    expect(isCancelled(url)).toBe(false),
  );
});

describe('items 2, 3, 4, 6, 8, 9, 10, 11: preferences of the window', () => {
  const preferences = webPreferences('/app/preload.cjs');

  test.each([
    [2, 'nodeIntegration', false],
    [2, 'nodeIntegrationInWorker', false],
    [2, 'nodeIntegrationInSubFrames', false],
    [3, 'contextIsolation', true],
    [4, 'sandbox', true],
    [6, 'webSecurity', true],
    [8, 'allowRunningInsecureContent', false],
    [9, 'experimentalFeatures', false],
    [10, 'enableBlinkFeatures', undefined],
    [11, 'webviewTag', false],
  ] as const)('item %d: %s is %s', (_item, name, value) => expect(preferences[name]).toBe(value));
});

describe('item 5: permissions', () => {
  const { session, handlers } = createFakeSession();
  denyPermissions(session);
  const contents = new FakeWebContents().asContents();
  const mayRequest = (permission: 'clipboard-sanitized-write' | 'media' | 'openExternal', url: string) => {
    const answer = vi.fn<(granted: boolean) => void>();
    handlers.permissionRequest?.(contents, permission, answer, { requestingUrl: url, isMainFrame: true });
    return answer.mock.calls[0]?.[0];
  };

  test('camera, microphone and external programs are denied to our own page', () => {
    expect(mayRequest('media', ours)).toBe(false);
    expect(mayRequest('openExternal', ours)).toBe(false);
  });

  test('writing text to the clipboard is granted to our own page and to nobody else', () => {
    expect(mayRequest('clipboard-sanitized-write', ours)).toBe(true);
    expect(mayRequest('clipboard-sanitized-write', 'https://example.org/')).toBe(false);
    const details = { isMainFrame: true, requestingUrl: ours };
    expect(
      handlers.permissionCheck?.(contents, 'clipboard-sanitized-write', 'app://gatewright/', details),
    ).toBe(true);
    expect(handlers.permissionCheck?.(contents, 'geolocation', 'app://gatewright/', details)).toBe(false);
  });

  test('devices and screen capture are denied', () => {
    const stream = vi.fn();
    const request = {} as Electron.DisplayMediaRequestHandlerHandlerRequest;
    handlers.displayMedia?.(request, stream);
    expect(stream).toHaveBeenCalledExactlyOnceWith(null);
    const device = {
      deviceType: 'serial',
      origin: 'app://gatewright',
    } as Electron.DevicePermissionHandlerHandlerDetails;
    expect(handlers.devicePermission?.(device)).toBe(false);
  });
});

describe('item 7: content security policy', () => {
  const policy = securityHeaders['content-security-policy'] ?? '';

  test('starts from nothing and allows no foreign or inline script', () => {
    expect(policy).toMatch(/^default-src 'none'/);
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:|\*/);
  });
});

describe('items 11 to 15: what contents may do', () => {
  let contents: FakeWebContents;
  beforeEach(() => {
    contents = new FakeWebContents();
    guardContents(contents.asContents());
  });
  const isPrevented = (event: string, url: string): boolean => {
    const preventDefault = vi.fn();
    contents.emit(event, { url, preventDefault });
    return preventDefault.mock.calls.length === 1;
  };

  test('items 11 and 12: a <webview> is never attached', () => {
    expect(isPrevented('will-attach-webview', ours)).toBe(true);
  });

  test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])(
    'item 13: %s stays inside',
    (event) => {
      expect(isPrevented(event, ours)).toBe(false);
      for (const url of strangers) expect(isPrevented(event, url), url).toBe(true);
    },
  );

  test('item 14: no second window, not even of ours', () => {
    const details = { url: ours } as Electron.HandlerDetails;
    expect(contents.openHandler?.(details)).toEqual({ action: 'deny' });
  });

  test('item 15: nothing is ever handed to the system to open', async () => {
    expect(await sourcesBelow('electron')).not.toMatch(/openExternal\s*\(|openPath\s*\(/);
  });
});

describe('item 16: a current version of Electron', () => {
  test('is pinned exactly, to a line that is supported', async () => {
    const { devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
    expect(Number.parseInt(devDependencies.electron, 10)).toBeGreaterThanOrEqual(45);
  });
});

describe('item 17: the sender of every message', () => {
  const frame = { url: ours, origin: 'app://gatewright', frameTreeNodeId: 1 };
  const from = (senderFrame: object | null, mainFrame: object = frame) =>
    isTrustedFrame({ sender: { mainFrame }, senderFrame } as unknown as IpcMainInvokeEvent);

  test('is our page in the main frame of the window', () => expect(from(frame)).toBe(true));
  test('is nobody once the frame is gone', () => expect(from(null)).toBe(false));
  test('is not a frame inside our page', () => expect(from({ ...frame, frameTreeNodeId: 2 })).toBe(false));
  test.each([
    { url: 'https://example.org/', origin: 'https://example.org' },
    { url: ours, origin: 'null' },
    { url: 'https://example.org/', origin: 'app://gatewright' },
  ])('is not a page with $url and origin $origin', (foreign) => expect(from(foreign, foreign)).toBe(false));
});

describe('item 18: a protocol of our own instead of file://', () => {
  test('is standard and secure and may not bypass the policy', () => {
    registerAppScheme();
    const [scheme] = protocol.registerSchemesAsPrivileged.mock.calls[0]?.[0] ?? [];
    expect(scheme?.scheme).toBe('app');
    expect(scheme?.privileges).toMatchObject({ standard: true, secure: true });
    expect(scheme?.privileges?.bypassCSP).toBeUndefined();
    expect(scheme?.privileges?.allowServiceWorkers).toBeUndefined();
  });

  test('is the only one that counts as ours', () => {
    expect(isAppUrl(ours)).toBe(true);
    for (const url of strangers) expect(isAppUrl(url), url).toBe(false);
  });

  test('nothing loads file://', async () => {
    expect(await sourcesBelow('electron/adapters')).not.toMatch(/loadFile|['"]file:\/\//);
  });
});
