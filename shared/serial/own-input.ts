/** Own input that a screen showed itself (local echo), as it stands in saved text: `[typed: reboot]`. */
export interface OwnInput {
  /** As the screen showed it: CR LF at the end of a line, BS SP BS for what was taken back. Answers finished lines. */
  type(echo: string): string;
  /** The line that was begun, because something else follows it; empty: none. */
  flush(): string;
}

/** A line that never ends is written in pieces. */
const maxLine = 4_096;

const back = '\b \b';

export function createOwnInput(): OwnInput {
  let line = '';

  function flush(): string {
    const typed = line;
    line = '';
    return typed === '' ? '' : `[typed: ${typed}]`;
  }

  return {
    type(echo) {
      let text = '';
      for (const [number, shown] of echo.split('\r\n').entries()) {
        if (number > 0) text += `${flush()}\n`;
        // What was taken back is not on the screen, and so not in the text.
        for (const [times, piece] of shown.split(back).entries())
          line = (times > 0 ? line.slice(0, -1) : line) + piece;
        if (line.length > maxLine) text += flush();
      }
      return text;
    },
    flush,
  };
}
