import { basename } from 'node:path';
import type { FileToSend } from '#platform/transfer/file-ports.ts';
import { filesToSend } from '#platform/transfer/files-to-send.ts';
import type { SendingMachine } from '#platform/transfer/machine.ts';
import { sendFiles, type TransferReport } from '#platform/transfer/run-transfer.ts';
import { createXmodemSender } from '#platform/transfer/xmodem/xmodem-sender.ts';
import { createYmodemSender } from '#platform/transfer/ymodem/ymodem-sender.ts';
import { failure } from '#shared/errors/failure.ts';
import type { RecipeProtocol } from '#shared/recipes/step.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { TransferFile } from './ports.ts';

