import { z } from 'zod';

const textSchema = z.string().min(1).max(2_000);
const sentenceSchema = z.string().min(1).max(500);
const labelSchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'a label is small letters, digits and -');
const timeoutMsSchema = z.int().min(100).max(3_600_000);

/** Label of the place behind the last step: a `goto` there ends the run well. */
export const endLabel = 'end';

/** Where a run goes on: `goto` a label (at most so many times), or `fail` with a sentence; neither: the next step. */
const wayFields = {
  goto: labelSchema.optional(),
  atMost: z.int().min(1).max(1_000).optional(),
  fail: sentenceSchema.optional(),
};
type WayFields = { goto?: string | undefined; atMost?: number | undefined; fail?: string | undefined };

const oneWay = (way: WayFields): boolean => way.goto === undefined || way.fail === undefined;
const countsGoto = (way: WayFields): boolean => way.atMost === undefined || way.goto !== undefined;

const waySchema = z
  .strictObject(wayFields)
  .refine((way) => oneWay(way) && (way.goto ?? way.fail) !== undefined, 'say either "goto" or "fail"')
  .refine(countsGoto, '"atMost" belongs to a "goto"');
export type RecipeWay = z.infer<typeof waySchema>;

/**
 * `text` is found as it is, also across lines. `regex` sees one line at a time, from its begin to what has arrived of it so far, byte by
 * byte: `^=> ?$` is a prompt, and what has to wait for the end of the line says so, `^filesize=[0-9a-f]*\n`.
 */
const answerSchema = z
  .strictObject({ text: textSchema.optional(), regex: z.string().min(1).max(300).optional(), ...wayFields })
  .refine((answer) => (answer.text === undefined) !== (answer.regex === undefined), {
    message: 'say either "text" or "regex"',
  })
  .refine(oneWay, 'say either "goto" or "fail"')
  .refine(countsGoto, '"atMost" belongs to a "goto"');
export type RecipeAnswer = z.infer<typeof answerSchema>;

const answersSchema = z.array(answerSchema).min(1).max(10);

const common = {
  /** Target of a `goto`. */
  label: labelSchema.optional(),
  /** What the person reads in the list of steps; without one it is made from the step. */
  title: z.string().min(1).max(100).optional(),
};

const said = {
  /** With the recipe's line end. */
  line: z.string().max(2_000).optional(),
  /** As it is. */
  text: textSchema.optional(),
  /** Hexadecimal: `18 18 18`. */
  bytes: z
    .string()
    .max(2_000)
    .regex(/^\s*([0-9a-fA-F]{2}\s*)+$/, 'bytes are pairs of hexadecimal digits: "1b 5b 41"')
    .optional(),
};
const oneSaid = (step: { line?: unknown; text?: unknown; bytes?: unknown }): boolean =>
  [step.line, step.text, step.bytes].filter((given) => given !== undefined).length === 1;
const oneSaidMessage = 'say one of "line", "text" and "bytes"';

const protocolSchema = z.enum(['ymodem', 'xmodem', 'xmodem-1k', 'zmodem']);
export type RecipeProtocol = z.infer<typeof protocolSchema>;

const carriesName = (direction: 'send' | 'receive', protocol: RecipeProtocol): boolean =>
  direction === 'send' && (protocol === 'ymodem' || protocol === 'zmodem');

const steps = {
  expect: z.strictObject({
    ...common,
    do: z.literal('expect'),
    timeoutMs: timeoutMsSchema,
    answers: answersSchema,
    onTimeout: waySchema.optional(),
  }),
  send: z
    .strictObject({
      ...common,
      do: z.literal('send'),
      ...said,
      /** Between two characters, for boards without a buffer. [0…1000], default 0 */
      characterDelayMs: z.int().min(0).max(1_000).default(0),
      /** Forgets what arrived before, so that the next `expect` hears only the answer to this. */
      fresh: z.boolean().default(false),
    })
    .refine(oneSaid, oneSaidMessage),
  'send-every': z
    .strictObject({
      ...common,
      do: z.literal('send-every'),
      ...said,
      everyMs: z.int().min(20).max(60_000),
      timeoutMs: timeoutMsSchema,
      until: answersSchema,
      onTimeout: waySchema.optional(),
    })
    .refine(oneSaid, oneSaidMessage),
  /** Either a time, or until the board has been silent for `quietMs`, but not longer than `timeoutMs`. */
  wait: z
    .strictObject({
      ...common,
      do: z.literal('wait'),
      ms: z.int().min(1).max(3_600_000).optional(),
      quietMs: z.int().min(10).max(60_000).optional(),
      timeoutMs: timeoutMsSchema.optional(),
    })
    .refine(
      (step) => (step.ms === undefined) !== (step.quietMs === undefined),
      'say either "ms" or "quietMs"',
    )
    .refine((step) => (step.quietMs === undefined) === (step.timeoutMs === undefined), {
      message: '"quietMs" needs a "timeoutMs", and only it',
    }),
  transfer: z
    .strictObject({
      ...common,
      do: z.literal('transfer'),
      direction: z.enum(['send', 'receive']),
      protocol: protocolSchema,
      /** Sending: name of the variable of kind `file`. */
      file: z.string().optional(),
      /** Sending: what the file is called there, where the protocol has names; otherwise as it is called here. */
      sendAs: z
        .string()
        .regex(/^[\w.-]{1,100}$/, 'letters, digits and _ . - only')
        .optional(),
      /** Receiving: name of the file that is made, whatever it is called there; variables can be used. */
      saveAs: z.string().min(1).max(100).optional(),
      onFailure: waySchema.optional(),
    })
    .refine(
      (step) => (step.direction === 'send') === (step.file !== undefined),
      'sending needs "file", and only it',
    )
    .refine((step) => (step.direction === 'receive') === (step.saveAs !== undefined), {
      message: 'receiving needs "saveAs", and only it',
    })
    .refine(({ sendAs, direction, protocol }) => sendAs === undefined || carriesName(direction, protocol), {
      message: '"sendAs" is for sending by ymodem or zmodem; the others carry no name',
    }),
  /** A number, or a variable of kind `number`: `"{{baud}}"`. */
  'set-baud': z.strictObject({
    ...common,
    do: z.literal('set-baud'),
    baudRate: z.union([
      z.int().min(50).max(4_000_000),
      z.string().regex(/^\{\{\w+\}\}$/, 'a number or "{{variable}}"'),
    ]),
  }),
  signals: z
    .strictObject({
      ...common,
      do: z.literal('signals'),
      dtr: z.boolean().optional(),
      rts: z.boolean().optional(),
    })
    .refine((step) => (step.dtr ?? step.rts) !== undefined, 'say "dtr", "rts" or both'),
  break: z.strictObject({ ...common, do: z.literal('break'), ms: z.int().min(1).max(5_000) }),
  /** A question to the person. Yes is the next step; no is `onNo`, or ends the run. */
  confirm: z.strictObject({
    ...common,
    do: z.literal('confirm'),
    question: sentenceSchema,
    yes: z.string().min(1).max(40).default('Continue'),
    no: z.string().min(1).max(40).default('Stop'),
    onNo: waySchema.optional(),
  }),
  goto: z.strictObject({
    ...common,
    do: z.literal('goto'),
    to: labelSchema,
    atMost: z.int().min(1).max(1_000).optional(),
  }),
  say: z.strictObject({ ...common, do: z.literal('say'), text: sentenceSchema }),
} as const;

export const stepKinds = Object.keys(steps) as (keyof typeof steps)[];

export const stepSchema = z.discriminatedUnion('do', [
  steps.expect,
  steps.send,
  steps['send-every'],
  steps.wait,
  steps.transfer,
  steps['set-baud'],
  steps.signals,
  steps.break,
  steps.confirm,
  steps.goto,
  steps.say,
]);
export type RecipeStep = z.infer<typeof stepSchema>;
export type StepOf<K extends RecipeStep['do']> = Extract<RecipeStep, { do: K }>;
