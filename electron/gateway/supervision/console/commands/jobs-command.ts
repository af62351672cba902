import { toTable } from '../to-lines.ts';
import type { Command } from './command.ts';

const shownJobs = 20;

export const jobsCommand: Command = {
  name: 'jobs',
  usage: '',
  summary: `Upgrades, firmware and restores, the newest ${shownJobs}`,
  async run({ api, print }) {
    const answer = await api.ask('jobs');
    if (!answer.ok) {
      await print(answer.failure.message);
      return 'done';
    }
    const rows = answer.value.jobs
      .slice(0, shownJobs)
      .map(({ createdAt, kind, outcome, phase, to, file }) => [
        createdAt.slice(0, 19).replace('T', ' '),
        kind,
        outcome ?? phase,
        to ?? file.name,
      ]);
    await print(
      rows.length === 0 ? 'There is no job.' : toTable([['BEGUN (UTC)', 'KIND', 'STATE', 'TO'], ...rows]),
    );
    return 'done';
  },
};
