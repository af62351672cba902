import type { ByteLine } from '#platform/serial/byte-line.ts';

/** A board at the far end of a line that answers what it hears; each rule once, in order, unless it is `always`. */
export interface BoardRule {
  hears: string;
  says: string;
  always?: boolean;
}

/** Returns everything that it heard. */
export function scriptBoard(line: ByteLine, rules: readonly BoardRule[]): () => string {
  let heard = '';
  let unanswered = '';
  let open = [...rules];
  line.onBytes((bytes) => {
    const text = Buffer.from(bytes).toString('latin1');
    heard += text;
    unanswered += text;
    const rule = open.find((each) => unanswered.includes(each.hears));
    if (rule === undefined) return;
    unanswered = '';
    if (rule.always !== true) open = open.filter((each) => each !== rule);
    line.write(Buffer.from(rule.says, 'latin1')).catch(() => undefined);
  });
  return () => heard;
}
