import type { ConsoleApi } from '../console-api.ts';

/** What a command sees of the console. */
export interface CommandContext {
  api: ConsoleApi;
  args: readonly string[];
  account: { username: string; administrator: boolean };
  print(text: string): Promise<void>;
  /** Asks; only `yes` is one. */
  confirm(question: string): Promise<boolean>;
  /** Asks without echo; null: given up. */
  askSecret(question: string): Promise<string | null>;
}

/** `ended`: the session is over; the console goes back to its login. */
export type CommandEnd = 'done' | 'ended';

export interface Command {
  name: string;
  /** Arguments, as help shows them. */
  usage: string;
  summary: string;
  run(context: CommandContext): Promise<CommandEnd>;
}

/** Its arguments do not fit: says how it is called. */
export async function sayUsage({ print }: CommandContext, { name, usage }: Command): Promise<CommandEnd> {
  await print(`Usage: ${`${name} ${usage}`.trim()}`);
  return 'done';
}
