import type { Connection } from '#shared/bridge/gateways.ts';
import type { GatewaySession } from '../sessions/gateway-session.ts';
import { openKeyLink } from '../sessions/key-session.ts';
import { createManagementLink, type ManagementLink } from '../sessions/management-link.ts';
import { type GatewayEntry, gatewayName } from './address-book.ts';

/** The management API beside the system API of one box: by its session, or by a key at whatever address. */
export interface ManagementDoor {
  link: ManagementLink;
  /** The session is connected: is the management API there, and does the key fit? */
  look(): void;
  /** Resolves when the last look has ended. */
  looked(): Promise<void>;
  refusedCertificate(): Connection['certificate'];
  close(): void;
}

type Change = Partial<Pick<GatewayEntry, 'offers' | 'management' | 'pinnedFingerprint'>>;

export function createManagementDoor(deps: {
  entry: () => GatewayEntry;
  key: () => string | null;
  session: GatewaySession;
  now: () => number;
  write: (change: Change) => void;
  onChange: () => void;
}): ManagementDoor {
  const { entry, session } = deps;
  const closed = new AbortController();
  const byKey = entry().management.auth === 'key';
  const { link, refusedCertificate, close } = byKey ? openByKey() : openBySession();
  let looking: Promise<void> = Promise.resolve();

  function openByKey() {
    return openKeyLink({
      ...{ entry, key: deps.key, now: deps.now, onChange: deps.onChange },
      // How the system API is doing says the session; here only this way counts.
      observe: () => undefined,
      onPin(pinnedFingerprint) {
        const { management } = entry();
        if (management.address === null) deps.write({ pinnedFingerprint });
        else deps.write({ management: { ...management, pinnedFingerprint } });
      },
    });
  }

  function openBySession() {
    const about = () => ({ gateway: gatewayName(entry()), address: entry().address });
    const { client } = session;
    return {
      link: createManagementLink({ client, lookBy: 'sendOnce', about, onChange: deps.onChange }),
      refusedCertificate: () => null,
      close: () => undefined,
    };
  }

  async function look(): Promise<void> {
    const looked = await link.look(closed.signal);
    if (closed.signal.aborted) return;
    const { management, offers } = entry();
    if (management.choice === 'given') return deps.onChange();
    // Only an answer decides: a line that broke says nothing about what the box offers.
    const absent = !looked.ok && isAbsence(looked.failure.code);
    if (!looked.ok && !absent) return;
    const offered = looked.ok;
    if (offers.management === offered) return;
    deps.write({
      offers: { ...offers, management: offered },
      management: { ...management, auth: offered ? 'session' : null },
    });
    deps.onChange();
  }

  return {
    link,
    look() {
      looking = look();
    },
    looked: () => looking,
    refusedCertificate,
    close() {
      closed.abort();
      close();
    },
  };
}

/** There is none, or it does not take the session: then it needs a key, which somebody has to give. */
const isAbsence = (code: string): boolean => code === 'GATEWAY_NOT_A_GATEWAY' || code.startsWith('KEY_');
