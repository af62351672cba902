import { type BrowserWindow, dialog, shell } from 'electron';
import type { Dialogs } from '../workbench/ports.ts';

/** The system's dialogs, attached to `window()` when there is one. */
export function createSystemDialogs(window: () => BrowserWindow | null): Dialogs {
  async function pick(options: Electron.OpenDialogOptions): Promise<string | null> {
    const parent = window();
    const answer =
      parent === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(parent, options);
    return answer.canceled ? null : (answer.filePaths[0] ?? null);
  }

  return {
    pickFile: (title) => pick({ title, properties: ['openFile'] }),
    pickFolder: (title, current) =>
      pick({ title, defaultPath: current, properties: ['openDirectory', 'createDirectory'] }),
    reveal: async (path) => shell.showItemInFolder(path),
  };
}
