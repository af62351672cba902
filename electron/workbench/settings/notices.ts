import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { AppInfo } from '#shared/bridge/app.ts';
import { failure } from '#shared/errors/failure.ts';

/** Things that the workbench survived at start and the user should know. */
export interface Notices {
  list(): AppInfo['notices'];
  add(message: string): void;
  /** `setAside` as {@link openJsonFile} reports it; null says nothing. */
  addSetAside(what: string, setAside: string | null): void;
  dismiss(id: string): void;
}

export function createNotices(): Notices {
  let notices: AppInfo['notices'] = [];
  const add = (message: string) => {
    notices = [...notices, { id: randomUUID(), message }];
  };
  return {
    list: () => notices,
    add,
    addSetAside(what, setAside) {
      if (setAside !== null) add(failure('SETTINGS_SET_ASIDE', { what, file: basename(setAside) }).message);
    },
    dismiss(id) {
      notices = notices.filter((notice) => notice.id !== id);
    },
  };
}
