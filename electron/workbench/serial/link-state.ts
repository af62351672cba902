import type { SerialConsole } from '#shared/bridge/serial-console.ts';

export type LinkView = Pick<SerialConsole, 'state' | 'since' | 'failure' | 'nextTryAt'> & { path: string };

/** What the screens see of the port of a console. */
export interface LinkState {
  view(): LinkView;
  /** Failure and next try are forgotten unless they are given anew. */
  turn(state: LinkView['state'], change?: Pick<Partial<LinkView>, 'failure' | 'nextTryAt'>): void;
  /** Where the device is now. */
  moveTo(path: string): void;
}

export function createLinkState(
  path: string,
  begins: 'closed' | 'opening',
  now: () => number,
  onChange: () => void,
): LinkState {
  let view: LinkView = { state: begins, since: now(), failure: null, nextTryAt: null, path };
  return {
    view: () => view,
    turn(state, change = {}) {
      const since = state === view.state ? view.since : now();
      view = { ...view, state, since, failure: null, nextTryAt: null, ...change };
      onChange();
    },
    moveTo(next) {
      view = { ...view, path: next };
    },
  };
}
