import type { FileToken } from '#shared/bridge/files.ts';
import { notify } from '../../components/notify.tsx';
import { useBridge } from '../../lib/bridge/bridge-context.tsx';

/** Brings a file of the host to the person: a browser downloads it, on the desktop it is there already and is named. */
export function useHandOver(): (file: FileToken, folder: string | null) => void {
  const bridge = useBridge();
  return (file, folder) => {
    const url = bridge.downloadUrl(file.token);
    if (url !== null) {
      const link = document.createElement('a');
      link.href = url;
      link.download = file.name;
      link.click();
      return;
    }
    const message = folder === null ? file.name : `${file.name} in ${folder}`;
    notify({ mark: 'good', title: 'Saved', message, stays: false });
  };
}
