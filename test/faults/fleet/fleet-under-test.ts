import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { startProgram } from '../../e2e/fixtures/processes.ts';

const root = resolve(import.meta.dirname, '../../..');
const password = randomBytes(12).toString('hex');

/** What a request came to; null: no answer, so nobody knows whether it was done. */
export type Heard = { status: number; json: Record<string, unknown> } | null;

export interface FleetUnderTest {
  pid: number;
  /** The owner's access token. */
  owner: string;
  refreshToken: string;
  ask(
    path: string,
    token: string | null,
    more?: { method?: string; body?: object; key?: string },
  ): Promise<Heard>;
  /** Resolves when the process has ended. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** The real program on `dataFolder`, ready, with its owner signed in. */
export async function startFleet(dataFolder: string): Promise<FleetUnderTest> {
  const args = ['electron/fleet/main.js', '--data', dataFolder, '--port', '0', '--mqtt-port', '0'];
  const env = { GATEWRIGHT_ADMIN_PASSWORD: password };
  const program = await startProgram(args, 'fleet ready', { cwd: root, env });
  const [url = ''] = program.announced.split(' ');
  const ask: FleetUnderTest['ask'] = async (path, token, { method, body, key } = {}) => {
    try {
      const answer = await fetch(url + path, {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: {
          ...(token !== null && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(key !== undefined && { 'idempotency-key': key }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, json: text === '' ? {} : JSON.parse(text) };
    } catch {
      return null;
    }
  };
  const login = await ask('/api/v1/auth/login', null, { body: { username: 'admin', password } });
  const tokens = login?.json.data as { accessToken: string; refreshToken: string } | undefined;
  if (tokens === undefined) throw new Error(`signing in: ${JSON.stringify(login)}`);
  return {
    pid: program.pid,
    owner: tokens.accessToken,
    refreshToken: tokens.refreshToken,
    ask,
    async kill() {
      process.kill(program.pid, 'SIGKILL');
      await program.stop();
    },
    stop: program.stop,
  };
}
