import type { Row } from '../contract/row.ts';

/**
 * Who may call. `administrator` includes a session; contract §1: without one 403 `Forbidden`, or 401 for `/session`.
 * The others belong to the management API (contract §4): an API key with that permission or more, or a session; `system:write`
 * wants an administrator's. Without: 401, too weak: 403, both `{success: false, error}`.
 */
export type Access = 'none' | 'session' | 'administrator' | 'system:read' | 'system:write' | 'any-key';

export type Source = 'system-api' | 'management-api' | 'extension';

/** multipart/form-data with files under any field name (contract §2); with `?upload=<id>` a finished tus upload instead. */
export interface Multipart {
  maxFiles: number;
}

/** One row of the gateway's contract. */
export interface Endpoint extends Row {
  access: Access;
  source: Source;
  multipart?: Multipart;
}
