import type { FileSink, FileSource, FileToSend } from '#platform/transfer/file-ports.ts';
import type { OfferedFile } from '#platform/transfer/machine.ts';
import { ok } from '#shared/result.ts';

/** Files in memory as the source of a transfer. */
export function memorySource(contents: readonly { name: string; content: Uint8Array }[]): FileSource {
  const files = contents.map(
    ({ name, content }): FileToSend => ({ name, bytes: content.length, modifiedMs: 1_700_000_000_000 }),
  );
  return {
    files,
    async open(index) {
      const content = contents[index]?.content ?? new Uint8Array();
      return ok({
        read: async (offset, bytes) => ok(content.subarray(offset, offset + bytes)),
        close: async () => undefined,
      });
    },
  };
}

export interface MemorySink extends FileSink {
  /** Those that ended whole. */
  readonly stored: { offered: OfferedFile; content: Buffer }[];
  abandoned(): number;
}

/** Takes all files, or those that `wants` says, from `offset` on. */
export function memorySink(wants: (file: OfferedFile) => boolean = () => true, offset = 0): MemorySink {
  const stored: MemorySink['stored'] = [];
  let abandoned = 0;
  return {
    stored,
    abandoned: () => abandoned,
    async offer(offered) {
      if (!wants(offered)) return ok({ take: 'skip', name: offered.name });
      const parts: Uint8Array[] = [];
      const writer = {
        async write(bytes: Uint8Array) {
          parts.push(bytes);
          return ok(undefined);
        },
        async end() {
          stored.push({ offered, content: Buffer.concat(parts) });
          return ok(undefined);
        },
        async abandon() {
          abandoned++;
        },
      };
      return ok({ take: 'accept', offset, name: offered.name, writer });
    },
  };
}
