import { spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import type { ByteLine } from '#platform/serial/byte-line.ts';
import { createMemoryLine } from '../../../fakes/memory-line.ts';
import { startRecipeBench } from '../../../fakes/recipe-bench.ts';

/** A login in front of a real shell, which echoes what is typed as a terminal does; the password is not echoed. */
function serveLogin(line: ByteLine, password: string): void {
  const say = (text: string) => void line.write(Buffer.from(text)).catch(() => undefined);
  const shell = spawn('sh', [], { stdio: ['pipe', 'pipe', 'ignore'] });
  onTestFinished(() => void shell.kill('SIGKILL'));
  shell.stdout.on('data', (bytes: Buffer) => say(bytes.toString().replaceAll('\n', '\r\n')));
  let state: 'login' | 'password' | 'shell' = 'login';
  let typed = '';

  function enter(text: string): void {
    if (state === 'shell') shell.stdin.write(`${text}\nprintf 'root@gw:~# '\n`);
    else if (state === 'login') {
      state = text === '' ? 'login' : 'password';
      say(text === '' ? 'gw login: ' : 'Password: ');
    } else {
      state = text === password ? 'shell' : 'login';
      say(state === 'shell' ? '\r\n# Welcome #\r\nroot@gw:~# ' : '\r\nLogin incorrect\r\ngw login: ');
    }
  }
  line.onBytes((bytes) => {
    for (const character of Buffer.from(bytes).toString()) {
      if (state !== 'password') say(character === '\r' ? '\r\n' : character);
      if (character !== '\r') typed += character;
      else {
        const text = typed;
        typed = '';
        enter(text);
      }
    }
  });
}

async function checkLinux(password: string) {
  const cable = createMemoryLine();
  serveLogin(cable.far, 'hunter2');
  const bench = await startRecipeBench(cable.near);
  const id = await bench.start({
    ...{ id: 'shipped/linux-login-check.yaml', port: 'memory', stepByStep: false },
    variables: { user: 'root', password },
  });
  return { ended: await bench.goThrough(id), transcript: await bench.transcript(id) };
}

test('the shipped recipe logs in, reads the system and leaves no password behind', {
  timeout: 120_000,
}, async () => {
  const { ended, transcript } = await checkLinux('hunter2');
  expect(ended).toMatchObject({ outcome: 'completed', failure: null });
  expect(transcript).toMatch(/<< Linux .*\d/);
  expect(transcript).toContain('<< gw-mark-4');
  expect(transcript).not.toContain('hunter2');
});

test('a password that is refused ends it with a sentence', { timeout: 120_000 }, async () => {
  const { ended } = await checkLinux('wrong');
  expect(ended.failure?.message).toBe('The gateway refused the user or the password. Nothing was changed.');
});
