import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileReason } from '#platform/files/file-error.ts';
import { type ConsoleMark, maxReadBytes } from '#shared/bridge/serial-console.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { BridgeHandlers } from '../bridge/host.ts';
import type { FileShelf } from '../files/file-shelf.ts';
import type { Dialogs } from '../ports.ts';
import { displayFolder } from '../settings/settings.ts';
import { downloadName } from '../transfers/file-name.ts';
import type { Consoles } from './consoles.ts';
import { createLogText, localTime } from './log-text.ts';
import type { OutputRing } from './output-ring.ts';
import { searchOutput } from './search-output.ts';

type OutputHandlers = Pick<
  BridgeHandlers,
  | 'serial.read'
  | 'serial.search'
  | 'serial.clear'
  | 'serial.saveOutput'
  | 'serial.startLog'
  | 'serial.stopLog'
  | 'serial.revealLog'
  | 'serial.openLog'
>;

/** What arrived: to the screen, into files. */
export function createOutputHandlers(deps: {
  consoles: Consoles;
  files: FileShelf;
  dialogs: Dialogs | null;
  /** Where saved output goes, beside the logs. */
  folder: () => string;
  now: () => number;
}): OutputHandlers {
  const { consoles, files, dialogs } = deps;

  const newestLog = (id: string): Result<string> => {
    const found = consoles.find(id);
    return found.ok ? found.value.log.newest() : found;
  };

  return {
    async 'serial.read'({ id, from, maxBytes }) {
      const found = consoles.find(id);
      if (!found.ok) return found;
      const { bytes, ...part } = found.value.output.read(from, maxBytes);
      return ok({ ...part, base64: Buffer.from(bytes.buffer).toString('base64') });
    },
    async 'serial.search'({ id, base64, ...wish }) {
      const found = consoles.find(id);
      if (!found.ok) return found;
      return ok(await searchOutput(found.value.output, Buffer.from(base64, 'base64'), wish));
    },
    async 'serial.clear'({ id }) {
      const found = consoles.find(id);
      if (!found.ok) return found;
      found.value.output.clear();
      return ok(null);
    },
    async 'serial.saveOutput'({ id, format }) {
      const found = consoles.find(id);
      if (!found.ok) return found;
      const { title, port } = found.value.view();
      const time = localTime(deps.now()).replace(/[:.]/g, '-');
      const ending = format === 'raw' ? 'bin' : 'txt';
      const name = `${downloadName(undefined, title || port.label)} ${time} output.${ending}`;
      const folder = deps.folder();
      const path = join(folder, name);
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(path, contentOf(found.value.output, format), { mode: 0o600 });
      } catch (error) {
        return fail(failure('FILE_WRITE', { file: name, why: fileReason(error) }));
      }
      const token = await files.adoptPath(path);
      return token.ok ? ok({ ...token.value, folder: displayFolder(folder) }) : token;
    },
    async 'serial.startLog'({ id, ...options }) {
      const found = consoles.find(id);
      if (!found.ok) return found;
      const started = await found.value.log.start(options);
      return started.ok ? ok(found.value.view()) : started;
    },
    async 'serial.stopLog'({ id }) {
      const found = consoles.find(id);
      if (!found.ok) return found;
      await found.value.log.stop();
      return ok(found.value.view());
    },
    async 'serial.revealLog'({ id }) {
      const path = newestLog(id);
      if (!path.ok) return path;
      if (dialogs === null) return fail(failure('DESKTOP_ONLY', { what: 'Showing a file' }));
      await dialogs.reveal(path.value);
      return ok(null);
    },
    async 'serial.openLog'({ id }) {
      const path = newestLog(id);
      return path.ok ? files.adoptPath(path.value) : path;
    },
  };
}

/** All that is kept, piece by piece; as text with own input where it was typed. */
function* contentOf(output: OutputRing, format: 'raw' | 'text'): Generator<Uint8Array> {
  const text = createLogText({ ansi: 'strip', timestamps: false });
  const typed = ({ own, at }: ConsoleMark) => Buffer.from(own === undefined ? '' : text.type(own.text, at));
  const until = output.total();
  for (let from = output.cutBefore(); ; ) {
    const part = output.read(from, Math.min(maxReadBytes, until - from));
    const end = part.from + part.bytes.length;
    if (format === 'raw') yield part.bytes;
    else {
      let done = part.from;
      for (const mark of part.marks.filter(({ own }) => own !== undefined)) {
        yield Buffer.from(text.feed(part.bytes.subarray(done - part.from, mark.offset - part.from), 0));
        yield typed(mark);
        done = mark.offset;
      }
      if (end > done) yield Buffer.from(text.feed(part.bytes.subarray(done - part.from), 0));
    }
    from = end;
    if (part.bytes.length > 0 && from < until) continue;
    if (format === 'raw') return;
    for (const mark of part.pending) yield typed(mark);
    yield Buffer.from(text.flush(0));
    return;
  }
}
