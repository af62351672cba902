import type { Session } from 'electron';
import { isAppUrl } from './app-origin.ts';

/** *Copy details* writes to the clipboard. Nothing else is ever granted, and this only to our own page. */
const granted: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** Electron security item 5: camera, location, USB, serial, notifications … are denied, whoever asks. */
export function denyPermissions(session: Session): void {
  const allows = (permission: string, url: string): boolean => granted.has(permission) && isAppUrl(url);
  session.setPermissionRequestHandler((_contents, permission, callback, details) =>
    callback(allows(permission, details.requestingUrl)),
  );
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    allows(permission, requestingOrigin),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null));
}
