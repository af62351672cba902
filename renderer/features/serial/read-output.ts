import type { Bridge } from '#shared/bridge/contract.ts';
import type { ConsoleOutput } from '#shared/bridge/serial-console.ts';
import { ok, type Result } from '#shared/result.ts';
import { bytesFromBase64 } from './terminal/base64.ts';
import type { OutputChunk } from './terminal/output-parts.ts';

/** `serial.read` with the bytes as bytes. Failures as the call. */
export async function readOutput(
  bridge: Pick<Bridge, 'call'>,
  id: string,
  from: number,
  maxBytes: number,
): Promise<Result<OutputChunk & Pick<ConsoleOutput, 'pending'>>> {
  const result = await bridge.call('serial.read', { id, from, maxBytes });
  if (!result.ok) return result;
  const { base64, ...rest } = result.value;
  return ok({ ...rest, bytes: bytesFromBase64(base64) });
}
