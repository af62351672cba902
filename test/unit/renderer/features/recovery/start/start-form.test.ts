import { describe, expect, test } from 'vitest';
import type { RecipeField } from '#shared/bridge/recipes.ts';
import { failure } from '#shared/errors/failure.ts';
import {
  confirmLines,
  type Entered,
  emptyDraft,
  fieldProblem,
  isRight,
  portOf,
  problemsOf,
  refusedField,
  runOn,
  startInput,
} from '../../../../../../renderer/features/recovery/start/start-form.ts';
import {
  checkLinux,
  completed,
  loadImage,
  sending,
  serial,
} from '../../../../../e2e/screens/recovery-fixtures.ts';

const file = { token: 'token-1', name: 'fit.itb', bytes: 10 };
const entered = (draft: Partial<Entered['draft']> = {}, secrets: Entered['secrets'] = {}): Entered => ({
  draft: { ...emptyDraft, ...draft },
  secrets,
});
const [image, address, tries] = loadImage.fields;
const [user, password] = checkLinux.fields;
if (!image || !address || !tries || !user || !password) throw new Error('the fixtures have fields');

describe('the port', () => {
  test('is the only free one until somebody chooses', () => {
    expect(portOf(emptyDraft, serial.ports)).toBe('/dev/ttyUSB0');
    const free = serial.ports.map((port) => ({ ...port, usedBy: null }));
    expect(portOf(emptyDraft, free)).toBe('');
    expect(portOf({ ...emptyDraft, port: ' COM3 ' }, serial.ports)).toBe('COM3');
    // Emptied by hand it stays empty.
    expect(portOf({ ...emptyDraft, port: '' }, serial.ports)).toBe('');
  });

  test('is busy only while a run goes on', () => {
    expect(runOn([completed, sending], '/dev/ttyUSB0')).toBe(sending);
    expect(runOn([completed], '/dev/ttyUSB0')).toBeUndefined();
    expect(runOn([sending], '/dev/ttyUSB1')).toBeUndefined();
  });
});

describe('what is entered', () => {
  test('a file has to be chosen, a number is a whole number, a default counts as entered', () => {
    expect(fieldProblem(image, entered())).toBe('Choose a file.');
    expect(fieldProblem(image, entered({ files: { image: file } }))).toBeNull();
    expect(fieldProblem(tries, entered())).toBeNull();
    expect(fieldProblem(tries, entered({ texts: { tries: '3.5' } }))).toBe('It is not a whole number.');
    expect(fieldProblem(address, entered({ texts: { address: '' } }))).toBe('It is empty.');
  });

  test('patterns and limits of the recipe are told here as the host tells them', () => {
    const problem = (field: RecipeField, typed: string) =>
      fieldProblem(field, entered({ texts: { [field.name]: typed } }));
    expect(problem(address, 'load here')).toBe(
      'It does not fit: a hexadecimal address, or a variable of U-Boot.',
    );
    expect(problem(address, '0x40400000')).toBeNull();
    expect(problem(tries, '0')).toBe('It is less than 1.');
    expect(problem(tries, '11')).toBe('It is more than 10.');
    expect(problem(tries, '10')).toBeNull();
  });

  test('a line end would send a command that stands in no recipe', () => {
    expect(fieldProblem(password, entered({}, { password: 'a\rreboot' }))).toContain('control character');
    expect(fieldProblem(password, entered())).toBeNull();
  });

  test('everything that is wrong is told at once', () => {
    const wrong = problemsOf(loadImage, entered({ texts: { tries: 'x' } }), '');
    expect(Object.keys(wrong.fields)).toEqual(['image', 'tries']);
    expect(wrong.port).not.toBeNull();
    expect(isRight(wrong)).toBe(false);
    expect(isRight(problemsOf(loadImage, entered({ files: { image: file } }), 'COM3'))).toBe(true);
    expect(isRight(problemsOf(checkLinux, entered(), ''))).toBe(false);
  });

  test('goes to the host by name, files as tokens, without what is empty', () => {
    const draft = { files: { image: file }, texts: { address: '0x80' }, stepByStep: true };
    expect(startInput(loadImage, entered(draft), 'COM3')).toEqual({
      ...{ id: loadImage.id, port: 'COM3', stepByStep: true },
      variables: { image: 'token-1', address: '0x80', tries: '3' },
    });
    expect(startInput(checkLinux, entered(), 'COM3').variables).toEqual({ user: 'root' });
    expect(startInput(checkLinux, entered({}, { password: 'p' }), 'COM3').variables.password).toBe('p');
  });
});

test("the host's refusal stands at its field; what is about no field does not", () => {
  const refusal = failure('RECIPE_VARIABLE', { label: 'Load address', why: 'it does not fit' });
  expect(refusedField(loadImage, refusal)?.fields).toEqual({ address: 'It does not fit.' });
  expect(refusedField(checkLinux, refusal)).toBeNull();
  expect(refusedField(loadImage, failure('FILE_TOKEN_UNKNOWN'))).toBeNull();
});

test('the question names the port, what is lost, and how it goes on', () => {
  const lines = confirmLines(loadImage, entered(), '/dev/ttyUSB0');
  expect(lines).toEqual(expect.arrayContaining(loadImage.warnings));
  expect(lines.join(' ')).toContain('/dev/ttyUSB0 at 115200 8N1');
  expect(lines.at(-1)).toContain('by itself');
  const harmless = confirmLines(checkLinux, entered({ stepByStep: true }), 'COM3');
  expect(harmless[0]).toContain('loses nothing');
  expect(harmless.at(-1)).toContain('before each step');
});
