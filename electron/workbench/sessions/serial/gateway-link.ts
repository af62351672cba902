import { createLinkEndpoint, type LinkEndpoint } from '#platform/link/link-endpoint.ts';
import type { ByteLine } from '#platform/serial/byte-line.ts';
import type { SerialPlace } from '#shared/bridge/gateways.ts';
import { type LineSettings, lineSettingsDefaults } from '#shared/bridge/serial-ports.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type ExpectedBox, otherBox } from './other-box.ts';

/** A line of this computer's port that somebody lends. */
export type Borrow = (
  port: { identity: string; lastPath: string },
  settings: LineSettings,
  by: string,
  options: { quiet: boolean },
) => Promise<Result<ByteLine & { handBack(): Promise<void> }>>;

/** The link to one gateway's serial console. Invariant: at most one line is borrowed, and it is handed back with its link. */
export interface GatewayLink {
  /**
   * The link, made now when there is none; who asks meanwhile waits for the same. Failures: those of opening a port,
   * LINK_NO_ANSWER, LINK_GONE, and those of {@link otherBox}.
   */
  open(): Promise<Result<LinkEndpoint>>;
  /** For a connection of a request that {@link open} was called for. */
  current(): LinkEndpoint | null;
  close(): void;
}

export function createGatewayLink(deps: {
  place: SerialPlace;
  usedBy: string;
  borrow: Borrow;
  /** Asked of each box that a cable is plugged into. */
  expected: () => ExpectedBox | null;
}): GatewayLink {
  const { port, baudRate } = deps.place;
  let endpoint: LinkEndpoint | null = null;
  let opening: Promise<Result<LinkEndpoint>> | null = null;
  /** Counts closings: a link that is ready after one is nobody's any more. */
  let epoch = 0;
  /** The port is free again; the next link waits for that. */
  let released: Promise<unknown> = Promise.resolve();

  async function make(): Promise<Result<LinkEndpoint>> {
    const mine = epoch;
    await released;
    const settings = { ...lineSettingsDefaults, baudRate };
    const where = { identity: port.identity, lastPath: port.path };
    const line = await deps.borrow(where, settings, deps.usedBy, { quiet: true });
    if (!line.ok) return line;
    const made = createLinkEndpoint({
      line: line.value,
      role: 'initiator',
      baudRate,
      remoteAddress: `serial:${line.value.name}`,
    });
    made.onClosed(() => {
      if (endpoint === made) endpoint = null;
      released = line.value.handBack();
    });
    const ready = await made.ready;
    if (!ready.ok) return ready;
    const expected = deps.expected();
    const refused = expected === null ? null : await otherBox(made, line.value.name, expected);
    if (refused !== null) {
      await made.close();
      return fail(refused);
    }
    if (mine !== epoch) {
      await made.close();
      return fail(failure('LINK_GONE', { line: line.value.name, why: 'it was closed here' }));
    }
    endpoint = made;
    return ok(made);
  }

  return {
    async open() {
      if (endpoint !== null) return ok(endpoint);
      opening ??= make().finally(() => {
        opening = null;
      });
      return opening;
    },
    current: () => endpoint,
    close() {
      epoch += 1;
      const open = endpoint;
      endpoint = null;
      void open?.close();
    },
  };
}
