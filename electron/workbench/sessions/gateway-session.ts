import type { Capabilities } from '#shared/gateway-api/extensions.ts';
import { ok, type Result } from '#shared/result.ts';
import type { GatewayEntry } from '../gateways/address-book.ts';
import { gatewayName } from '../gateways/address-book.ts';
import { createCertificateJudge } from './certificate-judge.ts';
import { createGatewayClient, type GatewayClient } from './gateway-client.ts';
import { createGatewayHttp } from './gateway-http.ts';
import type { Credential } from './login.ts';
import { probeByWays } from './probe-ways.ts';
import { createProbedSession, type GatewaySession, type Probe, type SeenIdentity } from './probed-session.ts';
import { readCapabilities } from './read-identity.ts';
import type { ExpectedBox } from './serial/other-box.ts';
import type { OpenSerialWay } from './serial/serial-way.ts';
import { createWays, type Ways } from './ways.ts';

export type { GatewaySession, SeenIdentity } from './probed-session.ts';

/** The session of a box that offers the system API: user name, password, cookie. */
export function createGatewaySession(deps: {
  entry: () => GatewayEntry;
  credential: () => Credential | null;
  now: () => number;
  onChange: () => void;
  onIdentity: (seen: SeenIdentity) => void;
  /** First use of a certificate that an authority vouches for. */
  onPin: (fingerprint: string) => void;
  openSerialWay: OpenSerialWay;
}): GatewaySession {
  const { now } = deps;
  const about = () => {
    const { address, serial, username } = deps.entry();
    const cable = serial === null ? '' : `${serial.port.path} (${serial.baudRate} baud)`;
    const at = ways?.current() === 'serial' ? cable : address;
    return { gateway: gatewayName(deps.entry()), address: at || cable, username };
  };
  const expected = (): ExpectedBox | null => {
    const id = deps.entry().identity?.id;
    return id === undefined ? null : { id, gateway: about().gateway };
  };
  let ways: Ways | null = null;
  const judge = createCertificateJudge({
    gateway: () => about().gateway,
    pinned: () => deps.entry().pinnedFingerprint,
    onPin: deps.onPin,
  });
  return createProbedSession({
    ...{ now, onChange: deps.onChange, onIdentity: deps.onIdentity, refusedCertificate: judge.refused },
    open(observe, isHeld) {
      const { address, serial: place, prefers } = deps.entry();
      const lan = address === '' ? null : createGatewayHttp({ address, judge: judge.judge });
      const cable = place === null ? null : deps.openSerialWay(place, `gateway ${about().gateway}`, expected);
      const opened = createWays({ lan, serial: cable?.http ?? null, prefers });
      ways = opened;
      const { http } = opened;
      const client = createGatewayClient({
        ...{ http, about, credential: deps.credential, certificateFailure: judge.failure, observe, now },
      });
      const gateway = () => about().gateway;
      const isBusy = () => opened.current() === 'serial' && cable?.isBusy() === true;
      return {
        client,
        probe: probeByWays(createLoginProbe(client, about), opened, { gateway, isHeld, isBusy }),
        via: opened.current,
        files: () => (opened.current() === 'serial' ? (cable?.files(client) ?? null) : null),
        close: http.close,
      };
    },
  });
}

function createLoginProbe(client: GatewayClient, about: () => { gateway: string; address: string }): Probe {
  let bootId: string | null = null;

  /** The gateway answers: is the session still good? `call` logs in again when it is not. */
  async function resume(capabilities: Capabilities | null): Promise<Result<SeenIdentity>> {
    const session = await client.call('session');
    // A box whose /session has another shape is logged in all the same.
    if (!session.ok && session.failure.context.status !== 200) return session;
    bootId = capabilities?.bootId ?? null;
    return ok({ capabilities, administrator: session.ok ? session.value.administrator : null });
  }

  return {
    async enter() {
      const read = await readCapabilities(client, about());
      if (!read.ok) return read;
      const loggedIn = await client.logIn();
      return loggedIn.ok ? resume(read.value) : loggedIn;
    },
    async look(connected) {
      const read = await readCapabilities(client, about());
      if (!read.ok) return read;
      if (connected && read.value !== null && read.value.bootId === bootId) return ok(null);
      // A plain box shows no boot id that would tell a restart: it is asked for its session every time.
      return resume(read.value);
    },
    async leave() {
      await client.sendOnce({ method: 'POST', path: '/logout', timeoutMs: 2_000 });
    },
  };
}
