import { regexComplaint } from './check-regex.ts';
import type { Finding } from './complaint.ts';
import type { Recipe, RecipeVariable } from './recipe.ts';
import type { RecipeAnswer, RecipeStep } from './step.ts';
import { checkFlow } from './step-flow.ts';
import { fileFacts, referencesIn } from './template.ts';

/** How a text is used: secrets are sent and nothing else, so that no log or screen can show them. */
type Use = 'sent' | 'shown' | 'expected';

/** What the schema cannot see: names that lead nowhere, steps that cannot be reached, loops without an end, costly expressions. */
export function checkRecipe(recipe: Recipe): Finding[] {
  const variables = new Map(recipe.variables.map((variable) => [variable.name, variable]));
  return [
    ...checkVariables(recipe.variables),
    ...recipe.steps.flatMap((step, index) => checkStep(step, ['steps', index], variables)),
    ...checkFlow(recipe.steps),
  ];
}

function checkVariables(variables: readonly RecipeVariable[]): Finding[] {
  return variables.flatMap((variable, index): Finding[] => {
    const path = ['variables', index, 'name'];
    const twice = variables.findIndex((other) => other.name === variable.name) < index;
    const findings: Finding[] = twice
      ? [{ path, message: `The variable "${variable.name}" is there twice.` }]
      : [];
    if (variable.kind === 'text' && variable.pattern !== undefined) {
      const message = regexComplaint(variable.pattern);
      if (message !== null) findings.push({ path: ['variables', index, 'pattern'], message });
    }
    if (variable.kind === 'number' && (variable.min ?? -Infinity) > (variable.max ?? Infinity)) {
      findings.push({ path: ['variables', index, 'min'], message: '"min" is larger than "max".' });
    }
    return findings;
  });
}

type Variables = ReadonlyMap<string, RecipeVariable>;

function checkStep(step: RecipeStep, path: readonly PropertyKey[], variables: Variables): Finding[] {
  const text = (key: string, value: string | undefined, use: Use) =>
    value === undefined ? [] : checkText(value, [...path, key], variables, use);
  const title = text('title', step.title, 'shown');
  switch (step.do) {
    case 'expect':
      return [...title, ...checkAnswers(step.answers, [...path, 'answers'], variables)];
    case 'send':
      return [...title, ...text('line', step.line, 'sent'), ...text('text', step.text, 'sent')];
    case 'send-every':
      return [
        ...title,
        ...text('line', step.line, 'sent'),
        ...text('text', step.text, 'sent'),
        ...checkAnswers(step.until, [...path, 'until'], variables),
      ];
    case 'transfer':
      return [
        ...title,
        ...text('saveAs', step.saveAs, 'shown'),
        ...checkFile(step.file, [...path, 'file'], variables),
      ];
    case 'set-baud':
      return [
        ...title,
        ...(typeof step.baudRate === 'string'
          ? checkBaud(step.baudRate, [...path, 'baudRate'], variables)
          : []),
      ];
    case 'confirm':
      return [...title, ...text('question', step.question, 'shown')];
    case 'say':
      return [...title, ...text('text', step.text, 'shown')];
    default:
      return title;
  }
}

const checkAnswers = (
  answers: readonly RecipeAnswer[],
  path: readonly PropertyKey[],
  variables: Variables,
): Finding[] =>
  answers.flatMap((answer, index) => {
    const { text, regex } = answer;
    const findings: Finding[] = [];
    if (text !== undefined)
      findings.push(...checkText(text, [...path, index, 'text'], variables, 'expected'));
    if (regex === undefined) return findings;
    findings.push(...checkText(regex, [...path, index, 'regex'], variables, 'expected'));
    // A value is filled in escaped, so that it counts as one character here.
    const message = regexComplaint(regex.replace(/\{\{[^{}]*\}\}/g, 'x'));
    return message === null ? findings : [...findings, { path: [...path, index, 'regex'], message }];
  });

function checkText(text: string, path: readonly PropertyKey[], variables: Variables, use: Use): Finding[] {
  return referencesIn(text).flatMap(({ variable, fact }): Finding[] => {
    const known = variables.get(variable);
    if (known === undefined) return [{ path, message: `There is no variable "${variable}".` }];
    if (known.kind === 'secret' && use !== 'sent') {
      return [{ path, message: `"${variable}" is a secret: it can be sent, not shown or waited for.` }];
    }
    if (known.kind !== 'file') {
      return fact === null ? [] : [{ path, message: `"${variable}" is no file and has no "${fact}".` }];
    }
    return fileFacts.some((name) => name === fact)
      ? []
      : [
          {
            path,
            message: `Of a file, say which: ${fileFacts.map((name) => `{{${variable}.${name}}}`).join(', ')}.`,
          },
        ];
  });
}

const checkFile = (
  file: string | undefined,
  path: readonly PropertyKey[],
  variables: Variables,
): Finding[] =>
  file === undefined || variables.get(file)?.kind === 'file'
    ? []
    : [{ path, message: `There is no variable "${file}" of kind "file".` }];

function checkBaud(text: string, path: readonly PropertyKey[], variables: Variables): Finding[] {
  const [reference] = referencesIn(text);
  const known = variables.get(reference?.variable ?? '');
  return known?.kind === 'number'
    ? []
    : [{ path, message: `There is no variable of kind "number" for ${text}.` }];
}
