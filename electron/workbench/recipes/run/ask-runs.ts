import { failure } from '#shared/errors/failure.ts';
import type { StepOf } from '#shared/recipes/step.ts';
import { fillIn } from '#shared/recipes/template.ts';
import type { RunAsk } from './machine.ts';
import type { RunContext, StepRun } from './step-run.ts';
import { wayOf } from './ways.ts';

/** A question to the person. */
export function createConfirmRun(step: StepOf<'confirm'>, context: RunContext): StepRun {
  const { yes, no, onNo } = step;
  context.ask({ ask: 'confirm', question: fillIn(step.question, context.values).shown, yes, no });
  return {
    advance(_nowMs, answer) {
      if (answer?.to !== 'confirm') return null;
      if (answer.yes) return { go: 'next', note: yes };
      if (onNo === undefined) return { go: 'stop', failure: failure('RECIPE_DECLINED', { answer: no }) };
      return wayOf(onNo, no);
    },
    deadlineMs: () => null,
  };
}

/** A file over the line. */
export function createTransferRun(step: StepOf<'transfer'>, context: RunContext): StepRun {
  const { protocol, file, sendAs = null, saveAs = '', onFailure } = step;
  const heard = Buffer.from(context.unread.take(), 'latin1');
  context.ask(
    file === undefined
      ? { ask: 'receive-file', protocol, name: fillIn(saveAs, context.values).shown, heard }
      : { ask: 'send-file', protocol, variable: file, sendAs, heard },
  );
  return {
    advance(_nowMs, answer) {
      if (answer?.to !== 'done') return null;
      const { failure: cause, note = '' } = answer;
      return cause === null ? { go: 'next', note } : wayOf(onFailure, cause.message, cause);
    },
    deadlineMs: () => null,
  };
}

/** Something that the line does in no time: another speed, control lines, a break. */
export function createLineRun(ask: RunAsk, context: RunContext): StepRun {
  context.ask(ask);
  return {
    advance(_nowMs, answer) {
      if (answer?.to !== 'done') return null;
      return answer.failure === null ? { go: 'next', note: '' } : { go: 'fail', failure: answer.failure };
    },
    deadlineMs: () => null,
  };
}
