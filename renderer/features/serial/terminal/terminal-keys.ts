/** What a key does in the terminal instead of going to the device; null: the device gets it. */
export type TerminalKey = 'copy' | 'paste' | 'search' | 'leave' | null;

type Key = Pick<KeyboardEvent, 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey' | 'key'>;

/**
 * Ctrl+Shift+C, V and F; with Cmd on a Mac without Shift, where Ctrl belongs to the device alone. Ctrl+Shift+Escape and, where the system keeps
 * that one for itself, Ctrl+Shift+X leave the terminal: Tab goes to the device.
 */
export function terminalKey({ ctrlKey, shiftKey, altKey, metaKey, key }: Key): TerminalKey {
  if (altKey) return null;
  const letter = key.toLowerCase();
  if (metaKey && !ctrlKey && !shiftKey) return edits[letter] ?? null;
  if (!ctrlKey || !shiftKey || metaKey) return null;
  if (letter === 'escape' || letter === 'x') return 'leave';
  return edits[letter] ?? null;
}

const edits: Readonly<Record<string, 'copy' | 'paste' | 'search'>> = { c: 'copy', v: 'paste', f: 'search' };
