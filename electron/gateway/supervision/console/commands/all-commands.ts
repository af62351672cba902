import { toTable } from '../to-lines.ts';
import { logoutCommand, passwdCommand, whoamiCommand } from './account-commands.ts';
import type { Command } from './command.ts';
import { driversCommand } from './drivers-command.ts';
import { jobsCommand } from './jobs-command.ts';
import { logsCommand } from './logs-command.ts';
import { rebootCommand } from './reboot-command.ts';
import { snapshotsCommand } from './snapshots-command.ts';
import { statusCommand } from './status-command.ts';

const helpCommand: Command = {
  name: 'help',
  usage: '',
  summary: 'This list',
  async run({ print }) {
    await print(toTable(allCommands.map(({ name, usage, summary }) => [`${name} ${usage}`.trim(), summary])));
    return 'done';
  },
};

export const allCommands: readonly Command[] = [
  statusCommand,
  driversCommand,
  logsCommand,
  snapshotsCommand,
  jobsCommand,
  rebootCommand,
  whoamiCommand,
  passwdCommand,
  logoutCommand,
  helpCommand,
];

/** What hands type on other consoles. */
const otherNames: Readonly<Record<string, string>> = { '?': 'help', exit: 'logout', quit: 'logout' };

export function findCommand(typed: string): Command | null {
  const name = Object.hasOwn(otherNames, typed) ? otherNames[typed] : typed;
  return allCommands.find((command) => command.name === name) ?? null;
}
