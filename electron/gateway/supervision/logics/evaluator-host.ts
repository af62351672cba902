import jsonata from 'jsonata';
import { type EvaluatorMessage, evaluatorOrderSchema, type NamedValues } from './evaluator-protocol.ts';
import { jsonataMessage } from './jsonata-trouble.ts';

/** Longer results are refused: nobody writes so much. */
const maxResultCharacters = 1024 * 1024;

/** What an evaluator process does with the orders of supervision. Runs come one after the other. */
export function createEvaluatorHost(send: (message: EvaluatorMessage) => void) {
  const values: NamedValues = Object.create(null);
  let programs = new Map<string, jsonata.Expression | string>();

  const run = async (program: string, input: unknown): Promise<string> => {
    const compiled = programs.get(program) ?? 'there is no such program';
    if (typeof compiled === 'string') throw new Error(compiled);
    // A copy: the transform operator must not change what the next run sees.
    const result: unknown = await compiled.evaluate(input ?? { ...values });
    const text = JSON.stringify(result) ?? 'null';
    if (text.length > maxResultCharacters) throw new Error('the result is too large');
    return text;
  };
  return {
    /** `stop` when it is to end. */
    receive(message: unknown): 'stop' | null {
      const parsed = evaluatorOrderSchema.safeParse(message);
      if (!parsed.success) return null;
      const order = parsed.data;
      if (order.type === 'stop') return 'stop';
      if (order.type === 'values') Object.assign(values, order.changes);
      if (order.type === 'configure') {
        programs = new Map(
          Object.entries(order.programs).map(([name, source]) => [name, compile(source, order.runMs)]),
        );
      }
      if (order.type === 'run') {
        const { run: number } = order;
        run(order.program, order.input).then(
          (text) => send({ type: 'ended', run: number, result: JSON.parse(text), error: null }),
          (error) => send({ type: 'ended', run: number, result: null, error: jsonataMessage(error) }),
        );
      }
      return null;
    },
  };
}

/** Or why it cannot be read. `timeout` ends most that never ends; supervision kills what it does not reach, such as a regex. */
function compile(source: string, runMs: number): jsonata.Expression | string {
  try {
    return jsonata(source, { timeout: runMs });
  } catch (error) {
    return jsonataMessage(error);
  }
}
