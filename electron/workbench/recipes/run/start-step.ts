import type { RecipeStep } from '#shared/recipes/step.ts';
import { fillIn } from '#shared/recipes/template.ts';
import { createConfirmRun, createLineRun, createTransferRun } from './ask-runs.ts';
import { createExpectRun } from './expect-run.ts';
import { createSendEveryRun, createSendRun, createWaitRun } from './send-runs.ts';
import type { RunContext, StepRun } from './step-run.ts';
import { wayOf } from './ways.ts';

/** Begins one execution of a step. */
export function startStep(step: RecipeStep, context: RunContext, nowMs: number): StepRun {
  switch (step.do) {
    case 'expect':
      return createExpectRun(step, context, nowMs);
    case 'send':
      return createSendRun(step, context, nowMs);
    case 'send-every':
      return createSendEveryRun(step, context, nowMs);
    case 'wait':
      return createWaitRun(step, context, nowMs);
    case 'transfer':
      return createTransferRun(step, context);
    case 'confirm':
      return createConfirmRun(step, context);
    case 'set-baud':
      return createLineRun({ ask: 'set-baud', baudRate: baudRateOf(step.baudRate, context) }, context);
    case 'signals':
      return createLineRun({ ask: 'signals', dtr: step.dtr, rts: step.rts }, context);
    case 'break':
      return createLineRun({ ask: 'break', ms: step.ms }, context);
    case 'goto': {
      const way = wayOf({ goto: step.to, atMost: step.atMost }, '');
      return { advance: () => way, deadlineMs: () => null };
    }
    case 'say':
      context.say(fillIn(step.text, context.values).shown);
      return { advance: () => ({ go: 'next', note: '' }), deadlineMs: () => null };
  }
}

const baudRateOf = (baudRate: number | string, context: RunContext): number =>
  typeof baudRate === 'number' ? baudRate : Number(fillIn(baudRate, context.values).text);
