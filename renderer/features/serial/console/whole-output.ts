import type { Bridge } from '#shared/bridge/contract.ts';
import { maxReadBytes } from '#shared/bridge/serial-console.ts';
import { ok, type Result } from '#shared/result.ts';
import { readOutput } from '../read-output.ts';
import { plainText } from './plain-text.ts';

/** Everything that the host keeps of a console up to now, as text without colours. Failures as `serial.read`. */
export async function wholeText(bridge: Pick<Bridge, 'call'>, id: string): Promise<Result<string>> {
  const decoder = new TextDecoder();
  let text = '';
  let from = 0;
  let end: number | null = null;
  do {
    const result = await readOutput(bridge, id, from, maxReadBytes);
    if (!result.ok) return result;
    const { from: start, bytes, total } = result.value;
    // What arrives while it is copied is not waited for: a flood would never end.
    end ??= total;
    text += decoder.decode(bytes.subarray(0, Math.max(0, end - start)), { stream: true });
    if (bytes.length === 0) break;
    from = start + bytes.length;
  } while (from < end);
  return ok(plainText(text + decoder.decode()));
}
