import type { FileToSend } from '#platform/transfer/file-ports.ts';
import type { ReceivingMachine, SendingMachine } from '#platform/transfer/machine.ts';
import { createXmodemReceiver } from '#platform/transfer/xmodem/xmodem-receiver.ts';
import { createXmodemSender } from '#platform/transfer/xmodem/xmodem-sender.ts';
import { createYmodemReceiver } from '#platform/transfer/ymodem/ymodem-receiver.ts';
import { createYmodemSender } from '#platform/transfer/ymodem/ymodem-sender.ts';
import { zmodemLimits } from '#platform/transfer/zmodem/framing/constants.ts';
import { createZmodemReceiver } from '#platform/transfer/zmodem/receiver/receiver.ts';
import { createZmodemSender } from '#platform/transfer/zmodem/sender/sender.ts';
import type { TransferProtocol } from '#shared/bridge/serial-transfer.ts';

interface Machines {
  send(files: readonly FileToSend[]): SendingMachine;
  receive(): ReceivingMachine;
}

/** A sender takes the check that the receiver asks for, so that sending differs by the size of blocks only. */
export const machines: Readonly<Record<TransferProtocol, Machines>> = {
  xmodem: {
    send: () => createXmodemSender({ blockBytes: 128 }),
    receive: () => createXmodemReceiver({ check: 'checksum' }),
  },
  'xmodem-crc': {
    send: () => createXmodemSender({ blockBytes: 128 }),
    receive: () => createXmodemReceiver(),
  },
  'xmodem-1k': {
    send: () => createXmodemSender(),
    receive: () => createXmodemReceiver(),
  },
  ymodem: {
    send: (files) => createYmodemSender({ files }),
    receive: () => createYmodemReceiver(),
  },
  'ymodem-g': {
    send: (files) => createYmodemSender({ files }),
    receive: () => createYmodemReceiver({ streams: true }),
  },
  zmodem: {
    // The user has started the receiver, or is asked to: typing a command into a boot loader would do harm.
    send: (files) => createZmodemSender({ files, startCommand: '' }),
    receive: () => createZmodemReceiver(),
  },
};

/** ZMODEM counts with 32 bits; the others have no place for a length, or any. */
export const maxFileBytes = (protocol: TransferProtocol): number =>
  protocol === 'zmodem' ? zmodemLimits.fileBytes : Number.MAX_SAFE_INTEGER;

export const carriesOneFile = (protocol: TransferProtocol): boolean => protocol.startsWith('xmodem');
