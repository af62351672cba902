import type { z } from 'zod';
import type { mqttAclSchema, mqttUserSchema } from '#shared/fleet-api/mqtt-api.ts';
import type { MqttAclRow } from '../database/tables/mqtt.ts';
import type { MqttUserWithRules } from './mqtt-rows.ts';

const time = (at: number): string => new Date(at).toISOString();

export const showAcl = (
  { id, topic, access, created_at }: MqttAclRow,
  username: string,
): z.input<typeof mqttAclSchema> => ({ id, username, topic, access, created_at: time(created_at) });

export const showMqttUser = ({ user, rules }: MqttUserWithRules): z.input<typeof mqttUserSchema> => ({
  id: user.id,
  username: user.username,
  agent_uuid: user.agent_uuid,
  is_superuser: user.is_superuser === 1,
  is_active: user.is_active === 1,
  created_at: time(user.created_at),
  updated_at: time(user.updated_at),
  acls: rules.map((rule) => showAcl(rule, user.username)),
});
