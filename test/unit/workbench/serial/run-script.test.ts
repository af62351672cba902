import { describe, expect, test } from 'vitest';
import type { ScriptStep } from '#shared/bridge/serial-scripts.ts';
import { ok } from '#shared/result.ts';
import { runScript } from '../../../../electron/workbench/serial/run-script.ts';

/** A device that answers each line it gets by what the table says. */
function scriptedDevice(answers: Record<string, string>) {
  const listeners = new Set<(bytes: Uint8Array) => void>();
  const sent: string[] = [];
  const say = (text: string) => {
    for (const listener of listeners) listener(Buffer.from(text));
  };
  return {
    ...{ sent, say },
    listening: () => listeners.size,
    line: {
      async write(bytes: Uint8Array) {
        const text = Buffer.from(bytes).toString();
        sent.push(text);
        const answer = answers[text];
        if (answer !== undefined) say(answer);
      },
      onBytes(listener: (bytes: Uint8Array) => void) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      sendBreak: async () => ok(null),
    },
  };
}

const run = (
  device: ReturnType<typeof scriptedDevice>,
  steps: ScriptStep[],
  given: {
    secrets?: [string, string][];
    signal?: AbortSignal;
    onStep?: (step: number, doing: string) => void;
  } = {},
) =>
  runScript({
    script: { name: 'Log in', steps },
    line: device.line,
    secrets: new Map(given.secrets ?? []),
    newline: 'crlf',
    signal: given.signal ?? new AbortController().signal,
    onStep: given.onStep ?? (() => undefined),
  });

describe('a login script', () => {
  test('waits, sends, and puts the secret in without saying it', async () => {
    const device = scriptedDevice({
      '\r\n': 'box login: ',
      'root\r\n': 'Password: ',
      'geheim\r\n': '\r\nroot@box:~# ',
    });
    const said: string[] = [];
    const done = await run(
      device,
      [
        { kind: 'send', text: '', enter: true },
        { kind: 'expect', text: 'login: ', timeoutMs: 5_000 },
        { kind: 'send', text: 'root', enter: true },
        { kind: 'expect-pattern', pattern: '[Pp]assword: $', timeoutMs: 5_000 },
        { kind: 'send-secret', secret: 'root password', enter: true },
        { kind: 'expect', text: '# ', timeoutMs: 5_000 },
      ],
      { secrets: [['root password', 'geheim']], onStep: (_, doing) => void said.push(doing) },
    );
    expect(done).toEqual(ok(null));
    expect(device.sent).toEqual(['\r\n', 'root\r\n', 'geheim\r\n']);
    expect(said).toHaveLength(6);
    expect(said.join()).not.toContain('geheim');
    expect(device.listening()).toBe(0);
  });

  test('a prompt that never comes ends it with what came instead', async () => {
    const device = scriptedDevice({ '\r\n': '\ufffd\ufffdxx' });
    const done = await run(device, [
      { kind: 'send', text: '', enter: true },
      { kind: 'expect', text: 'login:', timeoutMs: 100 },
      { kind: 'send', text: 'root', enter: true },
    ]);
    expect(done).toMatchObject({
      ok: false,
      failure: { code: 'SERIAL_SCRIPT_TIMEOUT', context: { expected: 'login:' } },
    });
    expect(!done.ok && done.failure.message).toContain('xx');
    expect(device.sent).toEqual(['\r\n']);
    expect(device.listening()).toBe(0);
  });

  test('an answer that came before the script waited for it counts', async () => {
    const device = scriptedDevice({ 'a\r\n': 'one two ' });
    const done = await run(device, [
      { kind: 'send', text: 'a', enter: true },
      { kind: 'expect', text: 'one', timeoutMs: 5_000 },
      { kind: 'expect', text: 'two', timeoutMs: 5_000 },
    ]);
    expect(done).toEqual(ok(null));
  });

  test('stopped while it waits it ends at once and sends nothing more', async () => {
    const device = scriptedDevice({});
    const control = new AbortController();
    const running = run(
      device,
      [
        { kind: 'expect', text: 'never', timeoutMs: 3_600_000 },
        { kind: 'send', text: 'x', enter: false },
      ],
      { signal: control.signal },
    );
    control.abort();
    await running;
    expect(device.sent).toEqual([]);
  });
});
