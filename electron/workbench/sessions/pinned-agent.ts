import type { Agent } from 'node:https';
import { connect } from 'node:tls';
import { HttpsCookieAgent } from 'http-cookie-agent/http';
import { withBracketedHost } from './bracketed-host.ts';
import type { SessionJar } from './session-jar.ts';

/** What a gateway shows of itself in the TLS handshake. */
export interface PresentedCertificate {
  /** SHA-256 as `AB:CD:…`. */
  fingerprint: string;
  subject: string;
  /** As the certificate writes it, e.g. `Nov 21 09:00:00 2027 GMT`. */
  validTo: string;
  /** Issued by an authority that this computer trusts, for this name. */
  trustedByAuthority: boolean;
}

export type CertificateVerdict = 'accept' | 'refuse';

/** What {@link createPinnedAgent} says when the judge refused. */
export const certificateRefusedCode = 'CERTIFICATE_REFUSED';

const connectTimeoutMs = 10_000;

/**
 * An agent that hands a TLS connection out only after `judge` has seen its certificate: a request, and with it the
 * cookie or the login, is not even assigned to a socket before. The usual chain check is not switched off for anybody
 * else: its verdict goes to the judge, a self-signed certificate passes only where that knows the fingerprint.
 */
export function createPinnedAgent(deps: {
  jar: SessionJar;
  judge: (certificate: PresentedCertificate) => CertificateVerdict;
}): Agent {
  const agent = new HttpsCookieAgent({
    cookies: { jar: deps.jar },
    keepAlive: true,
    // A resumed session would not show its certificate again.
    maxCachedSessions: 0,
  });
  agent.createConnection = (options, callback) => {
    // The agent has put everything that TLS needs into the request's options.
    const socket = connect({ ...(options as object), rejectUnauthorized: false });
    const settle = (error: Error | null) => {
      clearTimeout(timer);
      socket.removeListener('error', settle);
      if (error !== null) socket.destroy();
      callback?.(error, socket);
    };
    const timer = setTimeout(() => settle(networkError('ETIMEDOUT')), connectTimeoutMs);
    socket.once('error', settle);
    socket.once('secureConnect', () => {
      const peer = socket.getPeerCertificate();
      const verdict = deps.judge({
        fingerprint: peer.fingerprint256,
        subject: String(peer.subject?.CN ?? ''),
        validTo: peer.valid_to,
        trustedByAuthority: socket.authorized,
      });
      settle(verdict === 'accept' ? null : networkError(certificateRefusedCode));
    });
    return undefined;
  };
  return withBracketedHost(agent);
}

const networkError = (code: string): Error => Object.assign(new Error(code), { code });
