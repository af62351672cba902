import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { ByteLine } from '#platform/serial/byte-line.ts';
import { spawnLrzsz } from './lrzsz.ts';

interface BareboxOptions {
  /** Its memory. */
  folder: string;
  /** With colours, as its default environment has it; or what a board without that environment shows. */
  prompt: 'coloured' | 'plain';
  /** Commands that this build does not have. */
  without?: readonly string[];
  /** One byte is wrong in what it received. */
  flips?: boolean;
  /** The first time it ends the transfer. */
  breaksOnce?: boolean;
  /** What the start of an image says. */
  starts: string;
}

export interface BareboxBoard {
  /** Every command line. */
  entered: string[];
  stop(): Promise<void>;
}

const prompts = { coloured: '\x1b[1;32mbarebox@\x1b[1;36mPlant Gateway 2:/\x1b[0m ', plain: 'barebox:/ ' };

/**
 * A board that is switched on and counts down in barebox. What it says is what barebox's sources print (common/startup.c, common/hush.c,
 * commands/loadxy.c, lib/xymodem.c, commands/crc.c); its receiver is lrzsz's.
 */
export function startBarebox(line: ByteLine, options: BareboxOptions): BareboxBoard {
  const { folder, without = [], flips = false, breaksOnce = false } = options;
  const prompt = prompts[options.prompt];
  const entered: string[] = [];
  const receivers: (() => Promise<void>)[] = [];
  let state: 'counting' | 'shell' | 'receiving' | 'started' = 'counting';
  let typed = '';
  let broken = false;
  let receive: (bytes: Uint8Array) => void = () => undefined;
  const say = (bytes: string | Uint8Array) =>
    void line.write(typeof bytes === 'string' ? Buffer.from(bytes) : bytes).catch(() => undefined);

  function loady(): void {
    say('## Ready for binary (ymodem) download at 115200 bps...\r\n');
    state = 'receiving';
    const rb = spawnLrzsz('rb', ['-q'], folder);
    receivers.push(rb.stop);
    receive = (bytes) => void rb.line.write(bytes).catch(() => undefined);
    rb.line.onBytes((bytes) => {
      // After the header of the file, so that it is under way.
      if (breaksOnce && !broken && bytes.includes(0x06)) {
        broken = true;
        rb.interrupt();
        return;
      }
      say(bytes);
    });
    void rb.exited.then((code) => {
      state = 'shell';
      say('\r\nxyModem - 2(SOH)/9(STX)/0(CAN) packets, 0 retries\r\n');
      if (code !== 0) say('## Binary (ymodem) download aborted (-103)\r\n');
      say(prompt);
    });
  }
  function crc(name: string): void {
    const path = join(folder, name);
    if (!existsSync(path)) {
      say(`open ${name}: No such file or directory\r\n`);
      return;
    }
    const content = readFileSync(path);
    if (flips) content[0] = (content[0] ?? 0) ^ 1;
    const hex = (value: number) => `0x${value.toString(16).padStart(8, '0')}`;
    say(`CRC32 for ${name} ${hex(0)} ... ${hex(content.length - 1)} ==> ${hex(crc32(content))}\r\n`);
  }
  async function run(commandLine: string): Promise<void> {
    if (commandLine !== '') entered.push(commandLine);
    const [command = '', ...args] = commandLine.split(' ');
    if (without.includes(command)) say(`${command}: No such file or directory\r\n`);
    else if (command === 'loady') {
      loady();
      return;
    } else if (command === 'crc32') crc(args[1] ?? '');
    else if (command === 'rm') {
      if (!existsSync(join(folder, args[0] ?? ''))) say(`rm: ${args[0]}: No such file or directory\r\n`);
      await rm(join(folder, args[0] ?? ''), { force: true });
    } else if (command === 'bootm' || command === 'go') {
      say(options.starts);
      if (!options.starts.includes('handler failed')) {
        state = 'started';
        return;
      }
    }
    say(prompt);
  }
  function type(character: string): void {
    if (character === '\x03') {
      typed = '';
      say(`\r\n${prompt}`);
      state = 'shell';
    } else if (state !== 'shell') return;
    else if (character === '\x18') typed = '';
    else if (character === '\r') {
      const commandLine = typed;
      typed = '';
      say('\r\n');
      void run(commandLine);
    } else {
      typed += character;
      say(character);
    }
  }

  line.onBytes((bytes) => {
    if (state === 'receiving') receive(bytes);
    else for (const character of Buffer.from(bytes).toString('latin1')) type(character);
  });
  say('\r\n\r\nbarebox 2024.05.0 #1 Thu May 2 07:00:00 UTC 2024\r\n\r\nBoard: Plant Gateway 2\r\n');
  say('\r\nHit m for menu or any key to stop autoboot:  3');
  return {
    entered,
    async stop() {
      await Promise.all(receivers.map((stop) => stop()));
    },
  };
}
