import type { Bridge } from '#shared/bridge/contract.ts';
import { type ConsoleMark, maxReadBytes } from '#shared/bridge/serial-console.ts';
import { ok, type Result } from '#shared/result.ts';
import { createOwnInput } from '#shared/serial/own-input.ts';
import { readOutput } from '../read-output.ts';
import { outputParts } from '../terminal/output-parts.ts';
import { plainText } from './plain-text.ts';

/**
 * Everything that the host keeps of a console up to now, as text without colours; own input that was shown is in it as
 * `[typed: …]`, as in saved files. Failures as `serial.read`.
 */
export async function wholeText(bridge: Pick<Bridge, 'call'>, id: string): Promise<Result<string>> {
  const decoder = new TextDecoder();
  const input = createOwnInput();
  let text = '';
  let from = 0;
  let end: number | null = null;
  const take = (bytes: Uint8Array) => {
    if (bytes.length > 0) text += input.flush() + decoder.decode(bytes, { stream: true });
  };
  const type = ({ own }: ConsoleMark) => {
    if (own) text += input.type(own.text);
  };
  for (;;) {
    const result = await readOutput(bridge, id, from, maxReadBytes);
    if (!result.ok) return result;
    const { from: start, bytes, total, pending } = result.value;
    // What arrives while it is copied is not waited for: a flood would never end.
    end ??= total;
    for (const part of outputParts(result.value, start)) {
      if (part.kind === 'mark') type(part.mark);
      if (part.kind === 'bytes') take(part.bytes.subarray(0, Math.max(0, end - part.offset)));
    }
    from = start + bytes.length;
    if (bytes.length > 0 && from < end) continue;
    pending.forEach(type);
    return ok(plainText(text + input.flush() + decoder.decode()));
  }
}
