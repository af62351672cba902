import { describe, expect, test } from 'vitest';
import {
  endView,
  isAlive,
  patienceMs,
  whyProtected,
} from '../../../../../../renderer/features/gateway/processes/process-view.ts';

const entry = { pid: 42, name: 'modbus_boiler', cpu: 1, memory: 1, memoryPercent: 0.1, killable: true };

describe('ending a process', () => {
  test('it is asked first; only one that stays is killed, after a second question', () => {
    expect(endView({ at: 'asked' }, true, 0)).toBe('ask');
    const sent = { at: 'sent', signal: 'SIGTERM', sentAt: 1_000 } as const;
    expect(endView(sent, true, 1_000)).toBe('waiting');
    expect(endView(sent, true, 1_000 + patienceMs)).toBe('stays');
    expect(endView({ at: 'kill-asked' }, true, 99_000)).toBe('confirm-kill');
    expect(endView({ at: 'sent', signal: 'SIGKILL', sentAt: 0 }, true, patienceMs)).toBe('immortal');
  });

  test.each([{ at: 'asked' }, { at: 'sent', signal: 'SIGTERM', sentAt: 0 }, { at: 'kill-asked' }] as const)(
    'one that is gone is gone, however far it came: %o',
    (stage) => {
      expect(endView(stage, false, 0)).toBe('ended');
    },
  );

  test('a number that was given to another process is another process', () => {
    expect(isAlive([{ ...entry, name: 'sshd' }], entry)).toBe(false);
    expect(isAlive([{ ...entry }], entry)).toBe(true);
  });

  test('what the gateway protects says why', () => {
    expect(whyProtected(entry)).toBeNull();
    expect(whyProtected({ ...entry, pid: 1 })).toMatch(/system itself/);
    expect(whyProtected({ ...entry, killable: false, protected: 'Not ours.' })).toBe('Not ours.');
    const { killable: _, ...untold } = entry;
    expect(whyProtected(untold)).toBeNull();
  });
});
