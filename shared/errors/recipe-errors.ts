import type { ErrorRow } from './error-row.ts';

/** Recovery recipes: files that cannot be used, and the ends of runs. */
export const recipeErrors = {
  RECIPE_UNKNOWN: {
    sentence: 'This recipe is no longer there. Open the list again.',
    status: 404,
    retryable: false,
  },
  RECIPE_INVALID: {
    sentence: '{file} cannot be run: {what} Mend the file, then open the list again.',
    status: 400,
    retryable: false,
  },
  RECIPE_VARIABLE: {
    sentence: '"{label}" cannot be used: {why}. Enter it again.',
    status: 400,
    retryable: false,
  },
  RECIPE_RUN_UNKNOWN: { sentence: 'This run is no longer known.', status: 404, retryable: false },
  RECIPE_RUNNING: {
    sentence: 'The recipe {recipe} runs on {line} already. Wait for its end or stop it.',
    status: 409,
    retryable: true,
  },
  RECIPE_NOT_ASKED: {
    sentence: 'The run does not wait for this any more. Look at its steps.',
    status: 409,
    retryable: false,
  },
  RECIPE_NO_ANSWER: {
    sentence:
      'Within {seconds} s the board did not say {expected}. Check its power, the cable and the speed.',
    status: 504,
    retryable: true,
  },
  RECIPE_FAILED: { sentence: '{said}', status: 502, retryable: false },
  RECIPE_TOO_MANY_TRIES: {
    sentence: 'It was tried {tries} times without success. The transcript tells what the board said.',
    status: 502,
    retryable: true,
  },
  RECIPE_LINE_LOST: {
    sentence:
      'The connection {line} was lost: {why}. Check the cable; the board is as the last step left it.',
    status: 502,
    retryable: true,
  },
  RECIPE_DECLINED: {
    sentence: 'Stopped, because the question was answered with "{answer}".',
    status: 499,
    retryable: true,
  },
  RECIPE_STOPPED: {
    sentence: 'Stopped by you. The board is as the last step left it.',
    status: 499,
    retryable: true,
  },
} as const satisfies Record<string, ErrorRow>;
