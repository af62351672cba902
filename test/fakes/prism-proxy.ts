import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { freePort } from './free-port.ts';
import { temporaryFolder } from './temporary-folder.ts';

const prism = fileURLToPath(import.meta.resolve('@stoplight/prism-cli/dist/index.js'));

/**
 * Stoplight's Prism before a server: what a request or an answer has that the OpenAPI document does not allow comes back as a failure
 * of Prism's own. Returns its address.
 */
export async function startPrismProxy(document: object, upstream: string): Promise<string> {
  const file = join(await temporaryFolder(), 'openapi.json');
  await writeFile(file, JSON.stringify(document));
  const port = await freePort();
  const args = [prism, 'proxy', file, upstream, '--host', '127.0.0.1', '--port', String(port), '--errors'];
  // As a production program it would split itself into processes, which it cannot with this Node.
  args.push('--multiprocess=false');
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  await new Promise<void>((ready, failed) => {
    const hear = (line: string) => {
      lines.push(line);
      if (line.includes('Prism is listening')) ready();
    };
    createInterface({ input: child.stdout }).on('line', hear);
    createInterface({ input: child.stderr }).on('line', hear);
    child.once('exit', (code) => failed(new Error(`prism ended with ${code}\n${lines.join('\n')}`)));
  });
  return `http://127.0.0.1:${port}`;
}
