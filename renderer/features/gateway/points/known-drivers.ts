import { z } from 'zod';
import {
  addressTrouble,
  driverCatalogue,
  driverKind,
  settingsTrouble,
} from '#shared/gateway-api/drivers/driver-catalogue.ts';
import { type FormShape, formShapes, type JsonSchema } from './settings-form.ts';

/** What this workbench knows of the drivers: from the catalogue that the gateway itself goes by. Loaded with the dialogs. */

export const driverChoices = Object.entries(driverCatalogue).map(([value, { label }]) => ({ value, label }));

export { addressTrouble, settingsTrouble };

export const notationOf = (driver: string): { notation: string; examples: readonly string[] } | null =>
  driverKind(driver);

export const descriptionOf = (driver: string): string | null => driverKind(driver)?.description ?? null;

/** Whether addresses of this driver can be written at all; a driver that is not known may. */
export const canWrite = (driver: string): boolean => driverKind(driver)?.writes ?? true;

const shapesOf = (schema: z.ZodType): FormShape[] =>
  formShapes(z.toJSONSchema(schema, { io: 'input' }) as JsonSchema);

/** The form of a driver's settings; none for a driver that is not known. */
export function driverShapes(driver: string): FormShape[] {
  const kind = driverKind(driver);
  return kind ? shapesOf(kind.settings) : [];
}

export function addressShapes(driver: string): FormShape[] {
  const kind = driverKind(driver);
  return kind ? shapesOf(kind.addressSettings) : [];
}
