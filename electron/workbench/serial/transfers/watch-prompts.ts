import { createPromptDetector } from '#platform/transfer/zmodem/prompt.ts';
import type { SerialTransfer } from '#shared/bridge/serial-transfer.ts';
import type { SerialConsole } from '../serial-console.ts';

/** Tells when a program on the device begins ZMODEM by itself, as `sz` and `rz` do. */
export function watchPrompts(
  on: SerialConsole,
  onPrompt: (direction: SerialTransfer['direction']) => void,
): void {
  const detect = createPromptDetector();
  on.onBytes((bytes) => {
    const prompt = detect(bytes);
    if (prompt !== null) onPrompt(prompt === 'peer-sends' ? 'receive' : 'send');
  });
}
