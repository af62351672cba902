import axios, { type AxiosResponse } from 'axios';
import { onTestFinished } from 'vitest';
import { passwordDigest } from '../../electron/gateway/supervision/accounts/first-account.ts';
import type { LentLine } from '../../electron/platform/link/lent-line.ts';
import { createLinkAgent } from '../../electron/platform/link/link-agent.ts';
import { createLinkEndpoint } from '../../electron/platform/link/link-endpoint.ts';
import type { ByteLine } from '../../electron/platform/serial/byte-line.ts';
import { adminPassword } from './in-process-gateway.ts';

/** A workbench at the other end of a gateway's console: HTTP over the link. */
export function linkTo(line: ByteLine) {
  const endpoint = createLinkEndpoint({
    line,
    role: 'initiator',
    baudRate: 115_200,
    remoteAddress: line.name,
  });
  const agent = createLinkAgent(() => endpoint);
  onTestFinished(async () => {
    agent.destroy();
    await endpoint.close();
  });
  const http = axios.create({
    baseURL: 'http://gateway.serial',
    httpAgent: agent,
    proxy: false,
    validateStatus: () => true,
  });
  const client = {
    endpoint,
    http,
    async login(password = adminPassword, username = 'admin') {
      const answer = await http.post('/auth/rest', { username, password: passwordDigest(password) });
      return { status: answer.status, cookie: String(answer.headers['set-cookie'] ?? '') };
    },
    /** Logged in; every request has its cookie. */
    async entered(password?: string, username?: string) {
      const { cookie } = await client.login(password, username);
      http.defaults.headers.common.cookie = String(cookie.split(';')[0]);
      return client;
    },
    async lend(id: string): Promise<LentLine> {
      const lent = await endpoint.lend(id);
      if (!lent.ok) throw new Error(lent.failure.message);
      return lent.value;
    },
  };
  return client;
}

export const bodyOf = ({ status, data }: AxiosResponse) => {
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(data)}`);
  return data;
};
