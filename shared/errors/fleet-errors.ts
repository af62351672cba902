import type { ErrorRow } from './error-row.ts';

/** What the fleet backend refuses. On its wire a code is in lower case: `agent_not_found`. */
export const fleetErrors = {
  ROUTE_NOT_FOUND: {
    title: 'Not found',
    sentence: 'Route {method} {path} not found',
    status: 404,
    retryable: false,
  },
  TOKEN_MISSING: {
    sentence: 'Sign in first: send a token in Authorization, or an API key in X-API-Key.',
    status: 401,
    retryable: false,
  },
  TOKEN_INVALID: {
    sentence: 'This token or API key is not valid, or is not any more. Sign in again.',
    status: 401,
    retryable: false,
  },
  TOKEN_EXPIRED: {
    sentence: 'This token has expired. Get another one with the refresh token.',
    status: 401,
    retryable: false,
  },
  DEVICE_KEY_MISSING: {
    sentence: 'This call is for agents: send the device key in X-Device-API-Key.',
    status: 401,
    retryable: false,
  },
  DEVICE_KEY_INVALID: {
    sentence: 'This device key is not valid for this agent.',
    status: 401,
    retryable: false,
  },
  DEVICE_NOT_REGISTERED: {
    title: 'Device not registered',
    sentence: 'There is no agent with this uuid. Register it again.',
    status: 404,
    retryable: false,
  },
  DEVICE_INACTIVE: {
    sentence: 'This agent was deactivated, or has not proved its key yet.',
    status: 403,
    retryable: false,
  },
  ROLE_TOO_LOW: {
    sentence: 'This needs the role {needed} or a higher one; you are {held}.',
    status: 403,
    retryable: false,
  },
  ROLE_ABOVE_OWN: {
    sentence: 'Nobody gives, changes or removes a role above the own one: {role} is above {held}.',
    status: 403,
    retryable: false,
  },
  NOT_FOR_API_KEYS: {
    sentence: 'An API key has no password and no session. Sign in as a person to do this.',
    status: 403,
    retryable: false,
  },
  CREDENTIALS_REFUSED: { sentence: 'Wrong name or password.', status: 401, retryable: false },
  REGISTRATION_CLOSED: {
    sentence: 'New accounts are made by invite here. Ask an administrator for one.',
    status: 403,
    retryable: false,
  },
  ACCOUNT_TAKEN: {
    sentence: 'There is an account with this {what} already. Choose another one.',
    status: 409,
    retryable: false,
  },
  INVITE_INVALID: {
    sentence: 'This invite was used, has expired, or is for another address. Ask for a new one.',
    status: 400,
    retryable: false,
  },
  INVITE_NOT_FOUND: { sentence: 'There is no such invite.', status: 404, retryable: false },
  REFRESH_REFUSED: {
    sentence: 'This refresh token is not valid any more. Sign in again.',
    status: 401,
    retryable: false,
  },
  REFRESH_REUSED: {
    sentence:
      'This refresh token was used before, so somebody else may have it. The session was ended; sign in again.',
    status: 401,
    retryable: false,
  },
  RESET_INVALID: {
    sentence: 'This link was used or has expired. Ask for a new one.',
    status: 400,
    retryable: false,
  },
  USER_NOT_FOUND: { sentence: 'There is no such account.', status: 404, retryable: false },
  API_KEY_NOT_FOUND: { sentence: 'There is no such API key.', status: 404, retryable: false },
  LAST_OWNER: {
    sentence: 'This is the last owner. Make somebody else an owner first.',
    status: 409,
    retryable: false,
  },
  OWN_ACCOUNT: {
    sentence: 'Nobody removes, deactivates or demotes the own account. Let another administrator do it.',
    status: 400,
    retryable: false,
  },
  AGENT_NOT_FOUND: {
    title: 'Device not found',
    sentence: 'There is no such agent.',
    status: 404,
    retryable: false,
  },
  AGENT_EXISTS: {
    sentence: 'An agent with this uuid is registered already. Remove it first, or use another uuid.',
    status: 409,
    retryable: false,
  },
  FLEET_NOT_FOUND: { sentence: 'There is no such fleet.', status: 404, retryable: false },
  PROVISIONING_KEY_REFUSED: {
    sentence:
      'This provisioning key is not valid: it is unknown, used up, expired or revoked. Ask for a new one.',
    status: 401,
    retryable: false,
  },
  PROVISIONING_KEY_NOT_FOUND: {
    sentence: 'There is no such provisioning key.',
    status: 404,
    retryable: false,
  },
  DEVICE_LIMIT_REACHED: {
    sentence:
      'The licence allows {limit} agents, and there are as many. Remove one, or get a larger licence.',
    status: 403,
    retryable: false,
  },
  DEVICE_KEY_IN_USE: {
    sentence: 'This device key belongs to another agent. Make a new one.',
    status: 409,
    retryable: false,
  },
  PUBLIC_KEY_UNUSABLE: {
    sentence: 'devicePublicKey has to be an Ed25519 or P-256 key in PEM form (SPKI): {why}.',
    status: 400,
    retryable: false,
  },
  SIGNATURE_REFUSED: {
    sentence: 'The signature does not fit the key and the challenge of this agent.',
    status: 401,
    retryable: false,
  },
  CHALLENGE_GONE: {
    sentence: 'The challenge was used or has expired. Ask for another one.',
    status: 401,
    retryable: false,
  },
  CHALLENGE_ACTIVE: {
    sentence: 'There is a challenge that can still be signed. Use it, or wait {seconds} s.',
    status: 409,
    retryable: true,
  },
  ALREADY_PROVED: { sentence: 'This agent has proved its key already.', status: 409, retryable: false },
  MAIL_NOT_SENT: {
    sentence: 'The mail to {to} could not be sent: {why}. Check the mail server in the settings.',
    status: 502,
    retryable: true,
  },
  CURSOR_INVALID: {
    sentence: 'This cursor is not one of ours. Begin with the first page.',
    status: 400,
    retryable: false,
  },
  IDEMPOTENCY_CONFLICT: {
    sentence: 'This Idempotency-Key was used for another request. Use a new one.',
    status: 422,
    retryable: false,
  },
  TOO_MANY_REQUESTS: {
    title: 'Too many requests',
    sentence: 'Too many requests. Wait {seconds} s.',
    status: 429,
    retryable: true,
  },
  BODY_TOO_LARGE: { sentence: 'The body is larger than {limit}.', status: 413, retryable: false },
  BODY_UNREADABLE: { sentence: 'The body cannot be read: {why}.', status: 400, retryable: false },
  FLEET_INTERNAL: {
    title: 'Internal server error',
    sentence: 'The fleet backend made a mistake; its log says more. Nothing is known to be changed.',
    status: 500,
    retryable: true,
  },
} as const satisfies Record<string, ErrorRow>;
