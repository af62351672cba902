import type { RecipeAnswer, RecipeStep } from './step.ts';

/** What the person reads in the list of steps; variables are not filled in. */
export const stepTitle = (step: RecipeStep): string => step.title ?? madeTitle(step);

function madeTitle(step: RecipeStep): string {
  switch (step.do) {
    case 'expect':
      return `Wait for ${answersTitle(step.answers)}`;
    case 'send':
      return `Send ${saidTitle(step)}`;
    case 'send-every':
      return `Send ${saidTitle(step)} until ${answersTitle(step.until)}`;
    case 'wait':
      return step.ms === undefined ? 'Wait until it is quiet' : `Wait ${step.ms / 1_000} s`;
    case 'transfer':
      return step.direction === 'send'
        ? `Send the file by ${step.protocol}`
        : `Receive a file by ${step.protocol}`;
    case 'set-baud':
      return `Switch to ${step.baudRate} baud`;
    case 'signals':
      return `Set ${signalTitle('DTR', step.dtr)}${signalTitle('RTS', step.rts)}`.trim();
    case 'break':
      return `Send a break of ${step.ms} ms`;
    case 'confirm':
      return step.question;
    case 'goto':
      return `Go on with ${step.to}`;
    case 'say':
      return step.text;
  }
}

const answersTitle = (answers: readonly RecipeAnswer[]): string =>
  answers
    .filter((answer) => answer.fail === undefined)
    .map((answer) => JSON.stringify(answer.text ?? answer.regex ?? ''))
    .join(' or ');

const saidTitle = (said: {
  line?: string | undefined;
  text?: string | undefined;
  bytes?: string | undefined;
}): string =>
  said.bytes === undefined ? JSON.stringify(said.line ?? said.text ?? '') : `the bytes ${said.bytes.trim()}`;

const signalTitle = (name: string, on: boolean | undefined): string =>
  on === undefined ? '' : ` ${name} ${on ? 'on' : 'off'}`;
