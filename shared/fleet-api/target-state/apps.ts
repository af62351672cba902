import { z } from 'zod';
import { complain, listOf, section, words } from './fields.ts';

const idSchema = z.union([words(128, 1), z.int()], { error: 'give a number or a text' });

const serviceSchema = section({
  serviceId: idSchema.optional(),
  serviceName: words(255).nullish(),
  imageName: words(1_000).nullish(),
  state: words(64).nullish(),
  config: section({}).nullish(),
});

const appSchema = section({
  appId: idSchema.optional(),
  appName: words(255).nullish(),
  services: listOf(serviceSchema).nullish(),
});

/**
 * Apps by their appId, or as a list of objects with `appId` (wire §1.5). One form is kept, the first. Issues of the apps of a
 * list are told by their appId, too.
 */
export const appsSchema = z.preprocess(
  keyed,
  z
    .record(words(128, 1), appSchema, { error: 'give an object of apps by their appId, or a list of apps' })
    .check(({ value, issues }) => {
      for (const [key, { appId }] of Object.entries(value)) {
        if (appId !== undefined && String(appId) !== key) {
          issues.push(complain([key, 'appId'], `give ${key}, as this is its key`, value));
        }
      }
    }),
);
export type Apps = z.infer<typeof appsSchema>;

function keyed(value: unknown, context: z.RefinementCtx): unknown {
  if (!Array.isArray(value)) return value;
  const apps = new Map<string, unknown>();
  for (const [index, app] of value.entries()) {
    const id = z.object({ appId: idSchema }).safeParse(app).data?.appId;
    if (id === undefined) context.issues.push(complain([index, 'appId'], 'give the appId', value));
    else if (apps.has(String(id))) {
      context.issues.push(complain([index, 'appId'], `give another one: ${id} is there twice`, value));
    }
    apps.set(String(id), app);
  }
  return Object.fromEntries(apps);
}
