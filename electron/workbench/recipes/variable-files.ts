import { createReadStream } from 'node:fs';
import { crc32 } from 'node:zlib';
import { fileReason } from '#platform/files/file-error.ts';
import { failure } from '#shared/errors/failure.ts';
import type { Recipe } from '#shared/recipes/recipe.ts';
import type { VariableValue } from '#shared/recipes/template.ts';
import { enteredComplaint } from '#shared/recipes/variable-values.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { FileShelf } from '../files/file-shelf.ts';

export interface EnteredVariables {
  values: ReadonlyMap<string, VariableValue>;
  /** Of each variable of kind `file`. */
  files: ReadonlyMap<string, { path: string; name: string }>;
}

/**
 * What a person entered, checked; a file is read once for its checksum. Of a file variable the token is entered.
 * Failures: RECIPE_VARIABLE, FILE_TOKEN_UNKNOWN, FILE_MISSING, FILE_READ.
 */
export async function readVariables(
  { variables }: Recipe,
  entered: Readonly<Record<string, string>>,
  shelf: Pick<FileShelf, 'find'>,
): Promise<Result<EnteredVariables>> {
  const values = new Map<string, VariableValue>();
  const files = new Map<string, { path: string; name: string }>();
  for (const variable of variables) {
    const text = Object.hasOwn(entered, variable.name) ? entered[variable.name] : undefined;
    const why = enteredComplaint(variable, text);
    if (why !== null) return fail(failure('RECIPE_VARIABLE', { label: variable.label, why }));
    const value: VariableValue = { text: text ?? '', secret: variable.kind === 'secret', file: null };
    if (variable.kind === 'file') {
      const found = await shelf.find(value.text);
      if (!found.ok) return found;
      const { path, name, bytes } = found.value;
      const checksum = await crc32Of(path, name);
      if (!checksum.ok) return checksum;
      files.set(variable.name, { path, name });
      value.text = name;
      value.file = { name, bytes, crc32: checksum.value };
    }
    values.set(variable.name, value);
  }
  return ok({ values, files });
}

async function crc32Of(path: string, name: string): Promise<Result<number>> {
  try {
    let sum = 0;
    for await (const chunk of createReadStream(path)) sum = crc32(chunk as Buffer, sum);
    return ok(sum);
  } catch (error) {
    return fail(failure('FILE_READ', { file: name, why: fileReason(error) }));
  }
}
