import type { ApiKey } from '../../shared/gateway-api/management-api.ts';
import { goodBody } from './good-body.ts';
import type { InProcessGateway } from './in-process-gateway.ts';

/** Has the gateway make an API key, as an administrator. */
export async function makeApiKey(
  gateway: Pick<InProcessGateway, 'post'>,
  cookie: string,
  permission: ApiKey['permissions']['system'],
  expiresAt?: Date,
): Promise<{ id: string; apiKey: string }> {
  const answer = await gateway.post(
    '/api/v1/settings/api-keys',
    {
      name: `${permission} key`,
      permissions: { system: permission },
      ...(expiresAt !== undefined && { expiresAt: expiresAt.toISOString() }),
    },
    cookie,
  );
  return goodBody('apiKeyCreate', answer);
}

/** Well-formed, and of no gateway here. */
export const foreignKey = `gwk_${'x'.repeat(43)}`;
