import type { Dialog } from '../lib/client-state/client-store.ts';

export type CommandEffect =
  | { do: 'go'; to: string }
  | { do: 'dialog'; dialog: Dialog }
  | { do: 'backup'; gatewayId: string }
  | { do: 'jobs' }
  | { do: 'console'; consoleId: string; wish: 'search' | 'follow' }
  | { do: 'start-site' }
  | { do: 'theme'; theme: 'light' | 'dark' | 'auto' };

export interface Command {
  id: string;
  group: 'Gateways' | 'Actions' | 'Screens';
  label: string;
  description: string;
  keywords: string[];
  effect: CommandEffect;
}
