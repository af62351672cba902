import type { Command } from './command.ts';

export const rebootCommand: Command = {
  name: 'reboot',
  usage: '',
  summary: 'Reboot this gateway (administrators)',
  async run({ api, account, print, confirm }) {
    if (account.administrator && !(await confirm('Reboot this gateway? Drivers stop meanwhile.'))) {
      await print('Nothing was done.');
      return 'done';
    }
    // Others are refused by the API itself, in its own words.
    const answer = await api.ask('rebootPost');
    await print(answer.ok ? 'Rebooting. The console comes back by itself.' : answer.failure.message);
    return 'done';
  },
};
