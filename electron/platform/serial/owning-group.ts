import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';

export interface OwningGroup {
  name: string;
  /** The list of groups names this account, whether or not this login already counts it. */
  listsUs: boolean;
}

/** The group of a number, or null when the system has no such list. */
export type SystemGroups = (gid: number) => Promise<OwningGroup | null>;

/** From the system's list; a group of a directory service is not in it. */
export const readGroups: SystemGroups = async (gid) => {
  const text = await readFile('/etc/group', 'utf8').catch(() => '');
  return findGroup(text, gid, userInfo().username);
};

/** Lines of `/etc/group` are `name:password:gid:member,member` (group(5)). */
export function findGroup(text: string, gid: number, username: string): OwningGroup | null {
  for (const line of text.split('\n')) {
    const [name = '', , number = '', members = ''] = line.split(':');
    if (name !== '' && number === String(gid))
      return { name, listsUs: members.split(',').includes(username) };
  }
  return null;
}
