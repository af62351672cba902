import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where `serve` keeps its data unless told otherwise; Electron has its own place for that. */
export function defaultDataFolder(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  if (platform === 'win32') {
    return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Gatewright', 'serve');
  }
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Gatewright', 'serve');
  return join(env.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'gatewright');
}
