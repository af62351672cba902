import { randomUUID } from 'node:crypto';
import type { LoginScript } from '#shared/bridge/serial-scripts.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { BridgeHandlers } from '../bridge/host.ts';
import { startPaste } from './console-handlers.ts';
import type { Consoles } from './consoles.ts';
import { patternProblem } from './expect-buffer.ts';
import type { LoginScripts } from './login-scripts.ts';
import type { SerialBook } from './serial-book.ts';

type ScriptHandlers = Pick<
  BridgeHandlers,
  | 'serial.snippets'
  | 'serial.saveSnippet'
  | 'serial.removeSnippet'
  | 'serial.sendSnippet'
  | 'serial.scripts'
  | 'serial.saveScript'
  | 'serial.removeScript'
  | 'serial.setSecret'
  | 'serial.runScript'
  | 'serial.stopScript'
>;

/** Snippets and login scripts: the lists, and how they are set going. */
export function createScriptHandlers(deps: {
  consoles: Consoles;
  book: SerialBook;
  scripts: LoginScripts;
}): ScriptHandlers {
  const { consoles, book, scripts } = deps;
  const listed = async (script: LoginScript) => ({
    ...script,
    missingSecrets: await scripts.missing(script),
  });

  return {
    'serial.snippets': async () => ok([...book.snippets.list()]),
    async 'serial.saveSnippet'({ id, ...given }) {
      if (id !== null && book.snippets.find(id) === undefined) return fail(failure('SERIAL_SNIPPET_UNKNOWN'));
      const snippet = { id: id ?? randomUUID(), ...given };
      await book.snippets.save(snippet);
      return ok(snippet);
    },
    async 'serial.removeSnippet'({ id }) {
      await book.snippets.remove(id);
      return ok(null);
    },
    async 'serial.sendSnippet'({ id, snippetId }) {
      const found = consoles.find(id);
      if (!found.ok) return found;
      const snippet = book.snippets.find(snippetId);
      if (snippet === undefined) return fail(failure('SERIAL_SNIPPET_UNKNOWN'));
      const started = startPaste(found.value, snippet.enter ? `${snippet.text}\n` : snippet.text);
      return started.ok ? ok(found.value.view()) : started;
    },
    'serial.scripts': async () => ok(await Promise.all(book.scripts.list().map(listed))),
    async 'serial.saveScript'({ id, ...given }) {
      if (id !== null && book.scripts.find(id) === undefined) return fail(failure('SERIAL_SCRIPT_UNKNOWN'));
      const checked = checkPatterns(given);
      if (!checked.ok) return checked;
      const script = { id: id ?? randomUUID(), ...given };
      await book.scripts.save(script);
      return ok(await listed(script));
    },
    async 'serial.removeScript'({ id }) {
      await book.scripts.remove(id);
      return ok(null);
    },
    async 'serial.setSecret'({ name, value }) {
      await scripts.setSecret(name, value);
      return ok(null);
    },
    async 'serial.runScript'({ id, scriptId }) {
      const found = consoles.find(id);
      if (!found.ok) return found;
      const script = book.scripts.find(scriptId);
      if (script === undefined) return fail(failure('SERIAL_SCRIPT_UNKNOWN'));
      const started = await scripts.start(found.value, script);
      return started.ok ? ok(found.value.view()) : started;
    },
    async 'serial.stopScript'({ id }) {
      const found = consoles.find(id);
      if (!found.ok) return found;
      found.value.tasks.stopScript();
      return ok(found.value.view());
    },
  };
}

/** Refused when it is written rather than when it runs. */
function checkPatterns({ steps }: Pick<LoginScript, 'steps'>): Result<null> {
  for (const [index, step] of steps.entries()) {
    const why = step.kind === 'expect-pattern' ? patternProblem(step.pattern) : null;
    if (why !== null) return fail(failure('SERIAL_PATTERN_INVALID', { step: index + 1, why }));
  }
  return ok(null);
}
