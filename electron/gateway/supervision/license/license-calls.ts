import type { RecordActivity } from '../activity/record-activity.ts';
import type { Handlers } from '../http/call.ts';
import type { License } from './license.ts';

/** The licence as the management API has it (contract §4). The key itself is written down nowhere. */
export const licenseCalls = (
  license: License,
  note: RecordActivity,
): Pick<Handlers, 'licenseStatus' | 'licenseValidate'> => ({
  licenseStatus: async () => ({ status: 200, body: await license.status() }),
  async licenseValidate({ body, caller: { name: user, address } }) {
    const validated = await license.validate(body);
    const entry = { type: 'license', target: body.email, user, address } as const;
    if (!validated.ok) {
      note({ ...entry, action: 'refused', details: { code: validated.failure.code } });
      return { failure: validated.failure };
    }
    const { updatesExpireAt } = validated.value;
    note({ ...entry, action: 'validated', details: { updatesExpireAt } });
    return { status: 200, body: { valid: true, message: 'License validated', updatesExpireAt } };
  },
});
