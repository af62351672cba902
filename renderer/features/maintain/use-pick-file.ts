import { useRef } from 'react';
import { tellFailure } from '../../components/notify.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';
import { useCall } from '../../lib/bridge/use-call.ts';
import { useIntake } from './intake-context.tsx';

/** Asks for a file: in the system's dialog on the desktop, in the browser's own otherwise. */
export function usePickFile(gatewayId: string): {
  pick(): void;
  inputRef: React.RefObject<HTMLInputElement | null>;
  onPicked(files: FileList | null): void;
} {
  const surface = useCall('app.info', null).data?.surface;
  const pickOnDesktop = useAct('files.pick');
  const intake = useIntake();
  const inputRef = useRef<HTMLInputElement>(null);
  return {
    inputRef,
    pick() {
      if (surface !== 'desktop') {
        inputRef.current?.click();
        return;
      }
      void pickOnDesktop.run({ title: 'Choose a package, firmware image or backup' }).then((result) => {
        tellFailure('The file could not be taken')(result);
        if (result.ok && result.value) void intake.takeToken(gatewayId, result.value);
      });
    },
    onPicked(files) {
      const file = files?.[0];
      if (file) void intake.takeFile(gatewayId, file);
      // The same file can be chosen again.
      if (inputRef.current) inputRef.current.value = '';
    },
  };
}
