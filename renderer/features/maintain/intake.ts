import type { Bridge } from '#shared/bridge/contract.ts';
import type { FileToken } from '#shared/bridge/files.ts';
import type { HostBridge } from '../../lib/bridge/host-bridge.ts';
import { type ClientStore, setIntake } from '../../lib/client-state/client-store.ts';

export interface Intake {
  /** A file that the user dropped or picked in the browser. */
  takeFile(gatewayId: string, file: File): Promise<void>;
  /** A file that the host knows already: picked in the system's dialog, or a recorded backup. */
  takeToken(gatewayId: string, token: FileToken): Promise<void>;
  /** Stops reading and forgets the file. */
  clear(gatewayId: string): void;
  /** The card goes, the file stays with the host: a job uses it now. */
  handOver(gatewayId: string): void;
}

/**
 * Brings a file to the preflight card of one gateway. A newer file replaces an older one; what comes late from the
 * older one is dropped.
 */
export function createIntake(bridge: Pick<HostBridge, 'takeFile'> & Bridge, store: ClientStore): Intake {
  const running = new Map<string, AbortController>();

  const begin = (gatewayId: string): AbortController => {
    running.get(gatewayId)?.abort();
    const mine = new AbortController();
    running.set(gatewayId, mine);
    return mine;
  };

  const release = (gatewayId: string): void => {
    const intake = store.getState().intakes[gatewayId];
    const token =
      intake?.stage === 'ready'
        ? intake.preflight.file.token
        : intake?.stage === 'checking'
          ? intake.token.token
          : null;
    if (token) void bridge.call('files.release', { token });
  };

  const check = async (gatewayId: string, token: FileToken, mine: AbortController): Promise<void> => {
    setIntake(store, gatewayId, { stage: 'checking', name: token.name, token });
    const result = await bridge.call('maintenance.preflight', { gatewayId, fileToken: token.token });
    if (mine.signal.aborted) return;
    setIntake(
      store,
      gatewayId,
      result.ok
        ? { stage: 'ready', name: token.name, preflight: result.value }
        : { stage: 'failed', name: token.name, failure: result.failure },
    );
  };

  return {
    async takeFile(gatewayId, file) {
      release(gatewayId);
      const mine = begin(gatewayId);
      const reading = (fraction: number | null) => {
        if (!mine.signal.aborted)
          setIntake(store, gatewayId, { stage: 'reading', name: file.name, fraction });
      };
      reading(null);
      const result = await bridge.takeFile(file, { signal: mine.signal, onProgress: reading });
      if (mine.signal.aborted) {
        if (result.ok) void bridge.call('files.release', { token: result.value.token });
        return;
      }
      if (result.ok) await check(gatewayId, result.value, mine);
      else setIntake(store, gatewayId, { stage: 'failed', name: file.name, failure: result.failure });
    },
    async takeToken(gatewayId, token) {
      release(gatewayId);
      await check(gatewayId, token, begin(gatewayId));
    },
    clear(gatewayId) {
      running.get(gatewayId)?.abort();
      release(gatewayId);
      setIntake(store, gatewayId, undefined);
    },
    handOver(gatewayId) {
      running.get(gatewayId)?.abort();
      setIntake(store, gatewayId, undefined);
    },
  };
}
