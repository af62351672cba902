import type { EventName, EventPayload } from '#shared/bridge/contract.ts';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import {
  consoleHabitsDefaults,
  lineSettingsDefaults,
  type SerialPortEntry,
  type SerialProfile,
} from '#shared/bridge/serial-ports.ts';
import type { LoginScript, Snippet } from '#shared/bridge/serial-scripts.ts';
import type { SerialTransfer } from '#shared/bridge/serial-transfer.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { FakeHandlers } from './fake-handlers.ts';

/** What the pretended host knows of serial ports. */
export interface FakeSerial {
  ports: SerialPortEntry[];
  profiles: SerialProfile[];
  consoles: SerialConsole[];
  /** What arrived, by console; the offset of the first byte is 0. */
  output: Record<string, Uint8Array>;
  snippets: Snippet[];
  scripts: LoginScript[];
  transfers: SerialTransfer[];
}

export const noSerial = (): FakeSerial => ({
  ports: [],
  profiles: [],
  consoles: [],
  output: {},
  snippets: [],
  scripts: [],
  transfers: [],
});

type Emit = <N extends EventName>(name: N, payload: EventPayload<N>) => void;
type SerialHandlers = Pick<FakeHandlers, Extract<keyof FakeHandlers, `serial.${string}`>>;

/** A device that takes everything and says nothing: what arrives, a test puts into `output`. */
export function fakeSerialHandlers(serial: FakeSerial, emit: Emit): SerialHandlers {
  const change = (id: string, changed: Partial<SerialConsole>): Result<SerialConsole> => {
    const known = serial.consoles.find((entry) => entry.id === id);
    if (known === undefined) return fail(failure('SERIAL_CONSOLE_UNKNOWN'));
    const next = { ...known, ...changed };
    serial.consoles = serial.consoles.map((entry) => (entry.id === id ? next : entry));
    emit('serial.consoleChanged', next);
    return ok(next);
  };
  const known = (id: string) => change(id, {});
  const nothing = (result: Result<unknown>): Result<null> => (result.ok ? ok(null) : result);
  const listed = (script: LoginScript) => ({ ...script, missingSecrets: [] });
  const transfer = (id: string, changed: Partial<SerialTransfer>): Result<SerialTransfer> => {
    const found = serial.transfers.find((entry) => entry.id === id);
    if (found === undefined) return fail(failure('SERIAL_TRANSFER_UNKNOWN'));
    const next = { ...found, ...changed };
    serial.transfers = serial.transfers.map((entry) => (entry.id === id ? next : entry));
    emit('serial.transferChanged', next);
    return ok(next);
  };
  const startTransfer = (
    given: Pick<SerialTransfer, 'consoleId' | 'protocol' | 'direction' | 'folder'>,
  ): Result<SerialTransfer> => {
    const next: SerialTransfer = {
      ...given,
      id: crypto.randomUUID(),
      state: 'running',
      question: null,
      file: null,
      bytes: 0,
      totalBytes: null,
      bytesPerSecond: 0,
      secondsLeft: null,
      retries: 0,
      startedAt: Date.now(),
      endedAt: null,
      end: null,
      summary: null,
      failure: null,
      files: [],
    };
    serial.transfers = [next, ...serial.transfers.filter((entry) => entry.consoleId !== next.consoleId)];
    emit('serial.transferChanged', next);
    return ok(next);
  };
  const log = (id: string, extension: string) => ({
    token: `token-${id}`,
    name: `console.${extension}`,
    bytes: serial.output[id]?.length ?? 0,
  });

  return {
    'serial.ports': () => ok(serial.ports),
    'serial.profiles': () => ok(serial.profiles),
    'serial.saveProfile': (profile) => {
      serial.profiles = [profile, ...serial.profiles.filter((entry) => entry.identity !== profile.identity)];
      return ok(profile);
    },
    'serial.removeProfile': ({ identity }) => {
      serial.profiles = serial.profiles.filter((entry) => entry.identity !== identity);
      return ok(null);
    },
    'serial.consoles': () => ok(serial.consoles),
    'serial.open': ({ path, title, settings, habits }) => {
      const port = serial.ports.find((entry) => entry.path === path);
      const next: SerialConsole = {
        id: crypto.randomUUID(),
        title: title ?? '',
        port: { identity: port?.identity ?? `path:${path}`, path, label: port?.label ?? path },
        settings: settings ?? lineSettingsDefaults,
        habits: { ...consoleHabitsDefaults, ...habits },
        countedFrom: Date.now(),
        state: 'open',
        since: Date.now(),
        failure: null,
        nextTryAt: null,
        signals: { dtr: true, rts: true },
        modem: null,
        received: 0,
        sent: 0,
        log: null,
        endedLog: null,
        paste: null,
        script: null,
        usedBy: null,
      };
      serial.consoles = [...serial.consoles, next];
      emit('serial.consoleChanged', next);
      return ok(next);
    },
    'serial.reopen': ({ id }) => change(id, { state: 'open', failure: null, nextTryAt: null }),
    'serial.close': ({ id }) => change(id, { state: 'closed', nextTryAt: null }),
    'serial.remove': ({ id }) => {
      serial.consoles = serial.consoles.filter((entry) => entry.id !== id);
      emit('serial.consoleRemoved', { id });
      return ok(null);
    },
    'serial.configure': ({ id, title, settings, habits }) => {
      const before = serial.consoles.find((entry) => entry.id === id);
      return change(id, {
        ...(title !== undefined && { title }),
        ...(settings !== undefined && { settings }),
        ...(before !== undefined && { habits: { ...before.habits, ...habits } }),
      });
    },
    'serial.write': ({ id, base64 }) => {
      const before = serial.consoles.find((entry) => entry.id === id);
      return nothing(change(id, { sent: (before?.sent ?? 0) + Math.floor((base64.length * 3) / 4) }));
    },
    'serial.paste': ({ id, text }) =>
      change(id, {
        paste: { sentLines: 0, lines: text.split('\n').length, sentBytes: 0, bytes: text.length },
      }),
    'serial.cancelPaste': ({ id }) => change(id, { paste: null }),
    'serial.setSignals': ({ id, dtr, rts }) => {
      const before = serial.consoles.find((entry) => entry.id === id)?.signals;
      return change(id, { signals: { dtr: dtr ?? before?.dtr ?? true, rts: rts ?? before?.rts ?? true } });
    },
    'serial.sendBreak': ({ id }) => nothing(known(id)),
    'serial.read': ({ id, from, maxBytes }) => {
      const output = serial.output[id] ?? new Uint8Array();
      const start = Math.min(from, output.length);
      const bytes = output.subarray(start, start + maxBytes);
      return ok({
        from: start,
        total: output.length,
        cutBefore: 0,
        base64: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')),
        marks: [{ offset: 0, at: Date.now(), kind: 'bytes' }],
        pending: [],
      });
    },
    'serial.search': ({ id, base64, from }) => {
      const text = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
      const [output, needle] = [text(serial.output[id] ?? new Uint8Array()), atob(base64)];
      const all: number[] = [];
      for (let at = output.indexOf(needle); at >= 0; at = output.indexOf(needle, at + 1)) all.push(at);
      const at = all.find((hit) => hit >= from) ?? all[0] ?? null;
      return ok({ at, index: at === null ? null : all.indexOf(at), count: all.length });
    },
    'serial.clear': ({ id }) => {
      serial.output[id] = new Uint8Array();
      return nothing(known(id));
    },
    'serial.saveOutput': ({ id, format }) =>
      ok({ ...log(id, format === 'raw' ? 'bin' : 'txt'), folder: '~/Gatewright/serial' }),
    'serial.startLog': ({ id, ...options }) =>
      change(id, {
        log: {
          state: 'on',
          options,
          fileName: 'console.log',
          folder: '~/Gatewright/serial',
          startedAt: Date.now(),
          files: 1,
          bytes: 0,
          failure: null,
        },
      }),
    'serial.stopLog': ({ id }) => {
      const running = serial.consoles.find((entry) => entry.id === id)?.log;
      if (!running) return known(id);
      const { fileName, folder, files, bytes } = running;
      return change(id, { log: null, endedLog: { fileName, folder, files, bytes: bytes ?? 0 } });
    },
    'serial.revealLog': ({ id }) => nothing(known(id)),
    'serial.openLog': ({ id }) => ok(log(id, 'log')),
    'serial.snippets': () => ok(serial.snippets),
    'serial.saveSnippet': (input) => {
      const snippet = { ...input, id: input.id ?? crypto.randomUUID() };
      serial.snippets = [...serial.snippets.filter((entry) => entry.id !== snippet.id), snippet];
      return ok(snippet);
    },
    'serial.removeSnippet': ({ id }) => {
      serial.snippets = serial.snippets.filter((entry) => entry.id !== id);
      return ok(null);
    },
    'serial.sendSnippet': ({ id }) => known(id),
    'serial.scripts': () => ok(serial.scripts.map(listed)),
    'serial.saveScript': (input) => {
      const script = { ...input, id: input.id ?? crypto.randomUUID() };
      serial.scripts = [...serial.scripts.filter((entry) => entry.id !== script.id), script];
      return ok(listed(script));
    },
    'serial.removeScript': ({ id }) => {
      serial.scripts = serial.scripts.filter((entry) => entry.id !== id);
      return ok(null);
    },
    'serial.setSecret': () => ok(null),
    'serial.runScript': ({ id, scriptId }) => {
      const script = serial.scripts.find((entry) => entry.id === scriptId);
      if (script === undefined) return fail(failure('SERIAL_SCRIPT_UNKNOWN'));
      const { name, steps } = script;
      return change(id, {
        script: {
          ...{ scriptId, name, state: 'running', step: 0, steps: steps.length, doing: '' },
          failure: null,
        },
      });
    },
    'serial.stopScript': ({ id }) => {
      const running = serial.consoles.find((entry) => entry.id === id)?.script;
      return change(id, { script: running ? { ...running, state: 'stopped' } : null });
    },
    'serial.transfers': () => ok(serial.transfers),
    'serial.transferSend': ({ id, protocol }) =>
      startTransfer({ consoleId: id, protocol, direction: 'send', folder: null }),
    'serial.transferReceive': ({ id, protocol }) =>
      startTransfer({ consoleId: id, protocol, direction: 'receive', folder: '~/Gatewright/serial' }),
    'serial.transferCancel': ({ transferId }) =>
      transfer(transferId, { state: 'ended', end: 'cancelled', endedAt: Date.now(), summary: 'Cancelled.' }),
    'serial.transferAnswer': ({ transferId }) => transfer(transferId, { state: 'running', question: null }),
    'serial.transferDismiss': ({ transferId }) => {
      serial.transfers = serial.transfers.filter((entry) => entry.id !== transferId);
      emit('serial.transferDismissed', { transferId });
      return ok(null);
    },
    'serial.transferReveal': () => ok(null),
    'serial.transferOpen': ({ transferId, index }) => {
      const file = serial.transfers.find((entry) => entry.id === transferId)?.files[index];
      if (file === undefined) return fail(failure('SERIAL_TRANSFER_UNKNOWN'));
      return ok({ token: `token-${transferId}`, name: file.name, bytes: file.bytes });
    },
  };
}
