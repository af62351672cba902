import { ok } from '#shared/result.ts';
import type { GatewayEntry } from '../gateways/address-book.ts';
import { gatewayName } from '../gateways/address-book.ts';
import { createCertificateJudge } from './certificate-judge.ts';
import { createGatewayHttp } from './gateway-http.ts';
import { createKeyClient } from './key-client.ts';
import { createManagementLink, type ManagementLink } from './management-link.ts';
import { createProbedSession, type GatewaySession, type Probe, type SeenIdentity } from './probed-session.ts';
import { readCapabilities } from './read-identity.ts';
import { createSender, type Observe } from './sender.ts';

interface KeyDeps {
  entry: () => GatewayEntry;
  key: () => string | null;
  now: () => number;
  /** First use of a certificate that an authority vouches for. */
  onPin: (fingerprint: string) => void;
}

/** Where the management API is, and which certificate is expected there. */
export const managementPlace = (entry: GatewayEntry): { address: string; pinned: string | null } =>
  entry.management.address === null
    ? { address: entry.address, pinned: entry.pinnedFingerprint }
    : { address: entry.management.address, pinned: entry.management.pinnedFingerprint };

/** The management API by key: connections of its own, so that no cookie of the system API goes there. */
export function openKeyLink(deps: KeyDeps & { observe: Observe; onChange: () => void }) {
  const about = () => ({
    gateway: gatewayName(deps.entry()),
    address: managementPlace(deps.entry()).address,
  });
  const judge = createCertificateJudge({
    gateway: () => about().gateway,
    pinned: () => managementPlace(deps.entry()).pinned,
    onPin: deps.onPin,
  });
  const http = createGatewayHttp({ address: about().address, judge: judge.judge });
  const { now, observe } = deps;
  const sender = createSender({ http, about, certificateFailure: judge.failure, observe, now });
  const client = createKeyClient({ sender, key: deps.key, gateway: () => about().gateway, observe });
  const link = createManagementLink({ client, lookBy: 'send', about, onChange: deps.onChange });
  return { link, about, refusedCertificate: judge.refused, close: http.close };
}

/** The session of a box that offers nothing but the management API. Connected: its resources can be read with the key. */
export function createKeySession(
  deps: KeyDeps & { onChange: () => void; onIdentity: (seen: SeenIdentity) => void },
): { session: GatewaySession; link: ManagementLink } {
  let observe: Observe = () => undefined;
  const opened = openKeyLink({ ...deps, observe: (seen) => observe(seen) });
  const { link } = opened;
  const session = createProbedSession({
    ...{ now: deps.now, onChange: deps.onChange, onIdentity: deps.onIdentity },
    refusedCertificate: opened.refusedCertificate,
    open(listener) {
      observe = listener;
      const probe = createKeyProbe(link, opened.about);
      // The cable carries the system API, which this box does not offer.
      return { client: link.client, probe, via: () => 'lan', files: () => null, close: opened.close };
    },
  });
  return { session, link };
}

function createKeyProbe(link: ManagementLink, about: () => { gateway: string; address: string }): Probe {
  async function look() {
    const looked = await link.look();
    if (!looked.ok) return looked;
    // What it is, where it tells without a session; a box that does not is none the worse for it.
    const read = await readCapabilities(link.client, about());
    return ok({ capabilities: read.ok ? read.value : null, administrator: null });
  }
  return {
    enter: look,
    async look(connected) {
      if (!connected) return look();
      const looked = await link.look();
      return looked.ok ? ok(null) : looked;
    },
    leave: async () => {},
  };
}
