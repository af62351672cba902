import { findCommand } from './commands/all-commands.ts';
import type { CommandContext } from './commands/command.ts';
import type { ConsoleApi } from './console-api.ts';
import type { Terminal } from './terminal.ts';

interface HumanConsoleDeps {
  terminal: Terminal;
  api: ConsoleApi;
  /** First line, before each login. */
  banner(): string;
  /** For the prompt. */
  name(): string;
}

type Account = CommandContext['account'];

/**
 * Login and commands for a person, over and over until the terminal is closed. Who is logged in then is logged out. Resolves
 * when all that is done.
 */
export async function runHumanConsole(deps: HumanConsoleDeps): Promise<void> {
  while (await serveOnce(deps)) {
    // The next one logs in.
  }
}

/** Whether the terminal is still there. */
async function serveOnce(deps: HumanConsoleDeps): Promise<boolean> {
  const { terminal, api } = deps;
  await terminal.print(`\n${deps.banner()}`);
  const account = await logIn(deps);
  if (account === 'closed') return false;
  if (account === null) return true;
  try {
    return await serveAccount(deps, account);
  } finally {
    await api.logOut();
  }
}

async function logIn({ terminal, api }: HumanConsoleDeps): Promise<Account | 'closed' | null> {
  for (;;) {
    const name = await terminal.readLine('login: ', { patient: true });
    if (name.type === 'closed') return 'closed';
    if (name.type !== 'line' || name.text.trim() === '') continue;
    const password = await terminal.readLine('password: ', { secret: true });
    if (password.type === 'closed') return 'closed';
    if (password.type !== 'line') return null;
    const answer = await api.logIn(name.text.trim(), password.text);
    const session = answer.ok ? await api.ask('session') : answer;
    if (session.ok) return session.value;
    await terminal.print(session.failure.message);
  }
}

async function serveAccount(deps: HumanConsoleDeps, account: Account): Promise<boolean> {
  const { terminal } = deps;
  await terminal.print('Type "help" for the commands.');
  for (;;) {
    const typed = await terminal.readLine(`${deps.name()}> `);
    if (typed.type === 'closed') return false;
    if (typed.type === 'idle') {
      await terminal.print('\nLogged out, as nothing was typed for long.');
      return true;
    }
    if (typed.type === 'end') return true;
    if (typed.type === 'interrupt') continue;
    if ((await runLine(deps, account, typed.text)) === 'ended') return true;
  }
}

async function runLine(deps: HumanConsoleDeps, account: Account, line: string): Promise<'done' | 'ended'> {
  const { terminal, api } = deps;
  const [name, ...args] = line.trim().split(/\s+/);
  if (name === undefined || name === '') return 'done';
  const command = findCommand(name);
  if (command === null) {
    await terminal.print(`There is no command "${name}". Type "help" for those that there are.`);
    return 'done';
  }
  // It may have run out, or the account was deleted.
  const session = await api.ask('session');
  if (!session.ok) {
    await terminal.print('The session has ended. Log in again.');
    return 'ended';
  }
  return command.run({
    api,
    args,
    account,
    print: (text) => terminal.print(text),
    async confirm(question) {
      const answer = await terminal.readLine(`${question} Type yes to do it: `);
      return answer.type === 'line' && answer.text.trim().toLowerCase() === 'yes';
    },
    async askSecret(question) {
      const answer = await terminal.readLine(question, { secret: true });
      return answer.type === 'line' ? answer.text : null;
    },
  });
}
