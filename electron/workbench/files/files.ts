import { failure } from '#shared/errors/failure.ts';
import { fail, ok } from '#shared/result.ts';
import type { BridgeHandlers } from '../bridge/host.ts';
import type { Dialogs } from '../ports.ts';
import type { FileShelf } from './file-shelf.ts';

type FileHandlers = { [N in Extract<keyof BridgeHandlers, `files.${string}`>]: BridgeHandlers[N] };

export function createFileHandlers(deps: { files: FileShelf; dialogs: Dialogs | null }): FileHandlers {
  return {
    async 'files.pick'({ title }) {
      if (deps.dialogs === null) return fail(failure('DESKTOP_ONLY', { what: 'This dialog' }));
      const path = await deps.dialogs.pickFile(title);
      return path === null ? ok(null) : deps.files.adoptPath(path);
    },
    async 'files.release'({ token }) {
      await deps.files.release(token);
      return ok(null);
    },
  };
}
