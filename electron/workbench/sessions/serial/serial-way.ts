import type { Duplex } from 'node:stream';
import { HttpCookieAgent } from 'http-cookie-agent/http';
import { failureError } from '#platform/files/failure-error.ts';
import type { SerialPlace } from '#shared/bridge/gateways.ts';
import { failure } from '#shared/errors/failure.ts';
import type { GatewayClient } from '../gateway-client.ts';
import { createGatewayHttp, type GatewayHttp } from '../gateway-http.ts';
import { type Borrow, createGatewayLink } from './gateway-link.ts';
import type { ExpectedBox } from './other-box.ts';
import { createSerialFiles, type SerialFiles } from './serial-files.ts';

/** One gateway by the serial cable. The port is taken at the first request and given back by `http.close`. */
export interface SerialWay {
  /** Rejects with the failure of the link as its cause. */
  http: GatewayHttp;
  /** `client` is one that goes by `http`. */
  files(client: GatewayClient): SerialFiles;
  /** A file is under way: requests are refused with LINK_BUSY. */
  isBusy(): boolean;
}

/** `expected`: the box that has to be at the other end; null: not known yet. */
export type OpenSerialWay = (
  place: SerialPlace,
  usedBy: string,
  expected: () => ExpectedBox | null,
) => SerialWay;

/** Only a name: cookies and requests want one, and nothing ever looks it up. */
const address = 'http://gateway.serial';
/** As many requests at once as leave room on the link for a stream of events. */
const connections = 4;
/** A request waits behind others on a slow line. */
const leastTimeoutMs = 30_000;

export const createSerialWay =
  (borrow: Borrow): OpenSerialWay =>
  (place, usedBy, expected) => {
    const link = createGatewayLink({ place, usedBy, borrow, expected });
    const busy = () => failureError(failure('LINK_BUSY', { line: place.port.path }));
    let files: SerialFiles | null = null;
    const isBusy = () => files?.isMoving() === true;
    const http = createGatewayHttp({
      address,
      // There is no TLS: who holds the cable holds the box.
      judge: () => 'refuse',
      openAgent(jar) {
        const agent = new HttpCookieAgent({ cookies: { jar }, keepAlive: true, maxSockets: connections });
        agent.createConnection = (_options, callback): Duplex => {
          const endpoint = link.current();
          if (endpoint !== null) return endpoint.openChannel();
          const gone = failure('LINK_GONE', {
            line: place.port.path,
            why: 'the cable was pulled or the port was closed',
          });
          callback?.(failureError(gone), undefined as never);
          return undefined as never;
        };
        return agent;
      },
    });
    return {
      http: {
        async request(request) {
          if (isBusy()) throw busy();
          const opened = await link.open();
          if (!opened.ok) throw failureError(opened.failure);
          const timeoutMs =
            request.timeoutMs === undefined || request.timeoutMs > 0
              ? Math.max(request.timeoutMs ?? 0, leastTimeoutMs)
              : 0;
          return http.request({ ...request, timeoutMs });
        },
        close() {
          http.close();
          link.close();
        },
      },
      files(client) {
        files ??= createSerialFiles({ client, link });
        return files;
      },
      isBusy,
    };
  };
