import { passwordDigest } from '../../accounts/first-account.ts';
import type { Command } from './command.ts';

export const whoamiCommand: Command = {
  name: 'whoami',
  usage: '',
  summary: 'The account that is logged in',
  async run({ account, print }) {
    await print(
      `${account.username}, ${account.administrator ? 'administrator' : 'may look and download only'}`,
    );
    return 'done';
  },
};

export const passwdCommand: Command = {
  name: 'passwd',
  usage: '',
  summary: 'Change your own password; your other sessions end',
  async run({ api, account, print, askSecret }) {
    const old = await askSecret('old password: ');
    const fresh = old === null ? null : await askSecret('new password: ');
    const again = fresh === null ? null : await askSecret('new password again: ');
    if (old === null || fresh === null || again === null) return 'done';
    if (fresh === '' || fresh !== again) {
      await print('The new password was empty or not the same twice. Nothing was changed.');
      return 'done';
    }
    const answer = await api.peers('accounts', 'updateAccountPassword', {
      account: { id: account.username, password: passwordDigest(fresh), oldPassword: passwordDigest(old) },
    });
    await print(answer.ok ? 'The password was changed.' : answer.failure.message);
    return 'done';
  },
};

export const logoutCommand: Command = {
  name: 'logout',
  usage: '',
  summary: 'End the session (also Ctrl-D)',
  run: async () => 'ended',
};
