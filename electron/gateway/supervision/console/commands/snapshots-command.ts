import { formatBytes } from '#shared/format/bytes.ts';
import { toTable } from '../to-lines.ts';
import { type Command, type CommandContext, type CommandEnd, sayUsage } from './command.ts';

export const snapshotsCommand: Command = {
  name: 'snapshots',
  usage: '[take [LABEL] | delete NAME]',
  summary: 'Snapshots on this gateway; takes or deletes one',
  async run(context) {
    const [what, ...words] = context.args;
    if (what === undefined) return list(context);
    if (what === 'take') return take(context, words.join(' '));
    const [name] = words;
    if (what === 'delete' && name !== undefined && words.length === 1) return remove(context, name);
    return sayUsage(context, snapshotsCommand);
  },
};

async function list({ api, print }: CommandContext): Promise<CommandEnd> {
  const answer = await api.ask('snapshots');
  if (!answer.ok) {
    await print(answer.failure.message);
    return 'done';
  }
  const rows = answer.value.snapshots.map(({ name, bytes, origin, label }) => [
    name,
    formatBytes(bytes),
    origin,
    label ?? '',
  ]);
  await print(
    rows.length === 0 ? 'There is no snapshot.' : toTable([['NAME', 'SIZE', 'ORIGIN', 'LABEL'], ...rows]),
  );
  return 'done';
}

async function take({ api, print }: CommandContext, label: string): Promise<CommandEnd> {
  const answer = await api.ask('snapshotCreate', { body: label === '' ? {} : { label } });
  await print(answer.ok ? `Taken and verified: ${answer.value.name}` : answer.failure.message);
  return 'done';
}

async function remove({ api, print, confirm }: CommandContext, name: string): Promise<CommandEnd> {
  if (!(await confirm(`Delete the snapshot ${name}?`))) {
    await print('Nothing was deleted.');
    return 'done';
  }
  const answer = await api.ask('snapshotDelete', { params: { name } });
  await print(answer.ok ? `Deleted: ${name}` : answer.failure.message);
  return 'done';
}
