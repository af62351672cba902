import type { Preflight } from '#shared/bridge/maintenance.ts';
import type { Failure } from '#shared/errors/failure.ts';
import { useAct } from '../../lib/bridge/use-act.ts';
import { useIntake } from './intake-context.tsx';

interface StartChange {
  start(preflight: Preflight, options: { backupFirst: boolean; allowDowngrade: boolean }): Promise<boolean>;
  running: boolean;
  failure: Failure | null;
}

/** Starts the job that a file leads to. Answers whether it runs; then its card takes the place of the preflight. */
export function useStartChange(gatewayId: string): StartChange {
  const upgrade = useAct('maintenance.upgrade');
  const firmware = useAct('maintenance.firmware');
  const restore = useAct('maintenance.restore');
  const intake = useIntake();
  return {
    async start(preflight, { backupFirst, allowDowngrade }) {
      const input = { gatewayId, fileToken: preflight.file.token, backupFirst };
      const result =
        preflight.job === 'upgrade'
          ? await upgrade.run({ ...input, allowDowngrade })
          : preflight.job === 'firmware'
            ? await firmware.run(input)
            : await restore.run(input);
      if (result.ok) intake.handOver(gatewayId);
      return result.ok;
    },
    running: upgrade.running || firmware.running || restore.running,
    failure: upgrade.failure ?? firmware.failure ?? restore.failure,
  };
}
