/** The only origin that this application loads and trusts. */
export const appScheme = 'app';
export const appHost = 'gatewright';
export const appOrigin = `${appScheme}://${appHost}`;
export const startPage = `${appOrigin}/index.html`;

/** Whether `url` is a page of ours. Compared part by part: `app://gatewright.evil` and `app://x@gatewright` are not. */
export function isAppUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === `${appScheme}:` && host === appHost && username === '' && password === '';
}
