import { gatewayApi } from '#shared/gateway-api/contract.ts';
import { type Command, sayUsage } from './command.ts';

const defaultLines = 20;

export const logsCommand: Command = {
  name: 'logs',
  usage: '[LINES] [PROCESS]',
  summary: `Last lines of the logs, ${defaultLines} of them or as many as said`,
  async run(context) {
    const { api, args, print } = context;
    const isNumber = /^\d+$/.test(args[0] ?? '');
    const [lines, process, ...others] = isNumber ? args : [String(defaultLines), ...args];
    const query = { lines: String(lines), ...(process !== undefined && { process }) };
    if (others.length > 0 || !gatewayApi.logs.query.safeParse(query).success)
      return sayUsage(context, logsCommand);
    const answer = await api.ask('logs', { query });
    if (!answer.ok) {
      await print(answer.failure.message);
    } else if (process !== undefined && !answer.value.processes.includes(process)) {
      await print(`No process named ${process} has logs. These have: ${answer.value.processes.join(', ')}.`);
    } else {
      const text = answer.value.logs.map((line) => `${line.timestamp} ${line.process} ${line.message}`);
      await print(text.length === 0 ? 'The logs are empty.' : text.join('\n'));
    }
    return 'done';
  },
};
