import type { FileToSend } from '../../electron/platform/transfer/file-ports.ts';
import type { ReceivingMachine, SendingMachine } from '../../electron/platform/transfer/machine.ts';
import { createXmodemReceiver } from '../../electron/platform/transfer/xmodem/xmodem-receiver.ts';
import { createXmodemSender } from '../../electron/platform/transfer/xmodem/xmodem-sender.ts';
import { createYmodemReceiver } from '../../electron/platform/transfer/ymodem/ymodem-receiver.ts';
import { createYmodemSender } from '../../electron/platform/transfer/ymodem/ymodem-sender.ts';
import type { LrzszProgram } from '../fakes/lrzsz.ts';

type Command = readonly [LrzszProgram, ...string[]];

/** One protocol, as lrzsz and as we speak it. */
export interface SerialProtocol {
  name: string;
  /** Sends `fileName` of its folder. */
  theirSender(fileName: string): Command;
  /** Receives into its folder, as `fileName` where the protocol carries no name. */
  theirReceiver(fileName: string): Command;
  /** `isUart`: nothing has to be waited for between an answer and the next block. */
  ourSender(file: FileToSend, isUart: boolean): SendingMachine;
  ourReceiver(): ReceivingMachine;
  /** Ours against lrzsz on a paced line: points of the line's share that it may be behind. */
  pointsBehind: number;
}

const timingOn = (isUart: boolean) => (isUart ? { timing: { turnaroundDelayMs: 0 } } : {});

export const serialProtocols: readonly SerialProtocol[] = [
  {
    name: 'XMODEM-1k',
    theirSender: (fileName) => ['sx', '-k', fileName],
    theirReceiver: (fileName) => ['rx', '-c', fileName],
    ourSender: (_file, isUart) => createXmodemSender(timingOn(isUart)),
    ourReceiver: () => createXmodemReceiver(),
    pointsBehind: 3,
  },
  {
    name: 'YMODEM-1k',
    theirSender: (fileName) => ['sb', '-k', fileName],
    theirReceiver: () => ['rb'],
    ourSender: (file, isUart) => createYmodemSender({ files: [file], ...timingOn(isUart) }),
    ourReceiver: () => createYmodemReceiver(),
    pointsBehind: 3,
  },
];
