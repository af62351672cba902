import type { Bridge } from '#shared/bridge/contract.ts';
import type { FileToken } from '#shared/bridge/files.ts';
import { fail, type Result } from '#shared/result.ts';
import type { HostBridge, Link } from './host-bridge.ts';
import { toFailure } from './local-failure.ts';

/** What the preload script puts on the window. */
export interface PreloadApi extends Bridge {
  adoptFile(file: File): Promise<Result<FileToken>>;
}

declare global {
  interface Window {
    gatewright?: PreloadApi;
  }
}

/** The host is the parent process: the link is open as long as the window lives. */
export function createElectronBridge(preload: PreloadApi): HostBridge {
  const open: Link = { state: 'open' };
  return {
    call: async (name, input) => {
      try {
        return await preload.call(name, input);
      } catch (thrown) {
        return fail(toFailure(thrown));
      }
    },
    subscribe: (name, listener) => preload.subscribe(name, listener),
    link: () => open,
    onLink: () => () => {},
    retryNow: () => {},
    takeFile: async (file) => {
      try {
        return await preload.adoptFile(file);
      } catch (thrown) {
        return fail(toFailure(thrown));
      }
    },
    downloadUrl: () => null,
  };
}
