import { mask } from '#shared/recipes/template.ts';
import { asBytes } from '../run/unread.ts';

/** Replaces secrets in a stream of text that is cut anywhere. */
export interface SecretMask {
  /** What can be told so far; an end that may be the begin of a secret is held back. */
  feed(text: string): string;
  /** What was held back, masked. */
  end(): string;
}

/** Text and secrets are one character a byte. */
export function createSecretMask(secrets: readonly string[]): SecretMask {
  const wanted = secrets.map(asBytes).filter((secret) => secret !== '');
  // The longest first: one secret may begin with another.
  wanted.sort((a, b) => b.length - a.length);
  const shown = asBytes(mask);
  let held = '';

  return {
    feed(text) {
      const masked = wanted.reduce((all, secret) => all.replaceAll(secret, shown), held + text);
      const begun = Math.max(0, ...wanted.map((secret) => begunAtEnd(masked, secret)));
      held = masked.slice(masked.length - begun);
      return masked.slice(0, masked.length - begun);
    },
    end() {
      const rest = held === '' ? '' : shown;
      held = '';
      return rest;
    },
  };
}

/** How many characters of `secret` the text ends with, less than all of them. */
function begunAtEnd(text: string, secret: string): number {
  for (let length = Math.min(secret.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return length;
  }
  return 0;
}
