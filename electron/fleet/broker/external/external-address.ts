/** Where the external broker is, and who we are there. */
export interface ExternalAddress {
  /** Without user information, for messages and logs. */
  broker: string;
  username: string;
  password: string;
}

/** `mqtt://user:password@host:port` or `mqtts://…`; null: not such an address. */
export function parseBrokerUrl(text: string): ExternalAddress | null {
  if (!/^mqtts?:\/\//.test(text) || !URL.canParse(text)) return null;
  const { protocol, host, username, password } = new URL(text);
  if (host === '' || username === '') return null;
  return {
    broker: `${protocol}//${host}`,
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
  };
}
