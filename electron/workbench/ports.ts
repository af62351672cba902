import type { Spawner } from '#platform/processes/spawner.ts';
import type { AppInfo } from '#shared/bridge/app.ts';

/** What the workbench needs of the world around it; Electron and `serve` bring their own. */

/** Where credentials live. Names are ours (`gateway:<id>`); values are never logged. */
export interface SecretStore {
  /** False when they are gone with the process: no keyring, or `basic_text`, which counts as none. */
  readonly keepsSecrets: boolean;
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** The system's dialogs. Absent in a browser, which brings files through `POST /files`. Paths stay in the host. */
export interface Dialogs {
  /** `null` when the user closed it. */
  pickFile(title: string): Promise<string | null>;
  pickFolder(title: string, current: string): Promise<string | null>;
  /** Shows the file in the system's file manager. */
  reveal(path: string): Promise<void>;
}

/** A message of the computer itself; the adapter shows it only when the window is hidden. */
export interface Notifier {
  notify(message: { title: string; body: string }): void;
}

export interface WorkbenchPaths {
  /** Everything that the workbench keeps. */
  data: string;
  /** Until the user chooses another, normally `~/Gatewright`. */
  defaultBackupFolder: string;
  /** Program of the embedded gateway (`electron/gateway/main.js`, or its bundle). */
  gatewayEntry: string;
  /** Folders of trusted public keys (PEM), for the preflight. */
  keyFolders: readonly string[];
  /** Of the recovery recipes that come with the product. */
  recipeFolder: string;
}

export interface WorkbenchPorts {
  version: string;
  surface: AppInfo['surface'];
  paths: WorkbenchPaths;
  secrets: SecretStore;
  spawner: Spawner;
  dialogs: Dialogs | null;
  notifier: Notifier | null;
}
