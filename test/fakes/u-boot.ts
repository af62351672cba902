import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import type { ByteLine } from '#platform/serial/byte-line.ts';
import { createLineEnd } from './line-ends.ts';

const image = '/usr/lib/u-boot/qemu_arm/u-boot.bin';
const emulator = '/usr/bin/qemu-system-arm';

/** Debian's u-boot-qemu and qemu-system-arm. */
export const uBootIsThere = existsSync(image) && existsSync(emulator);

export interface UBoot {
  line: ByteLine;
  /** Everything that it said so far. */
  said(): string;
  /** The board is gone, with its line. */
  stop(): Promise<void>;
}

/**
 * A real U-Boot on an emulated ARM board that is switched on now; it ends with the test. Its serial port is a pipe: the emulated UART takes
 * bytes as it has room for them, so that nothing is lost at any pace.
 */
export function startUBoot(): UBoot {
  const args = ['-M', 'virt', '-m', '128', '-display', 'none', '-monitor', 'none', '-net', 'none'];
  const child = spawn(emulator, [...args, '-bios', image, '-serial', 'stdio'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const end = createLineEnd();
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString('latin1');
    end.arrive(bytes);
  });
  child.stdin.on('error', () => undefined);
  const exited = once(child, 'close').then(() => end.lose('pulled', 'the board is gone'));
  const write = (bytes: Uint8Array): Promise<void> =>
    new Promise((resolve, reject) => {
      const gone = end.gone();
      if (gone !== null) reject(gone);
      else child.stdin.write(bytes, () => resolve());
    });
  async function stop(): Promise<void> {
    child.kill('SIGKILL');
    await exited;
  }
  onTestFinished(stop);
  return {
    line: {
      name: 'u-boot',
      write,
      drain: () => Promise.resolve(),
      onBytes: end.onBytes,
      onClosed: end.onClosed,
      close: stop,
    },
    said: () => said,
    stop,
  };
}
