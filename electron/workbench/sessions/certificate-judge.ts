import type { Connection } from '#shared/bridge/gateways.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import type { CertificateVerdict, PresentedCertificate } from './pinned-agent.ts';

/** Decides on certificates by the pin and remembers why it refused. */
export interface CertificateJudge {
  judge(certificate: PresentedCertificate): CertificateVerdict;
  /** Why the last connection was refused; null when it was not. */
  failure(): Failure | null;
  refused(): Connection['certificate'];
}

/**
 * Pinned: only that fingerprint passes, even when an authority vouches for another one: a change is shown as a change.
 * Not pinned: what an authority vouches for is pinned now; anything else waits until the user has compared it.
 */
export function createCertificateJudge(deps: {
  gateway: () => string;
  pinned: () => string | null;
  onPin: (fingerprint: string) => void;
}): CertificateJudge {
  let refused: NonNullable<Connection['certificate']> | null = null;
  return {
    judge(certificate) {
      const pinned = deps.pinned();
      const { fingerprint, subject, validTo } = certificate;
      if (pinned === fingerprint || (pinned === null && certificate.trustedByAuthority)) {
        refused = null;
        if (pinned === null) deps.onPin(fingerprint);
        return 'accept';
      }
      refused = { presented: fingerprint, pinned, subject, validTo };
      return 'refuse';
    },
    failure() {
      if (refused === null) return null;
      const code = refused.pinned === null ? 'CERTIFICATE_NEW' : 'CERTIFICATE_CHANGED';
      return failure(code, { gateway: deps.gateway() });
    },
    refused: () => refused,
  };
}
