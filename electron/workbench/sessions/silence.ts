import type { Failure } from '#shared/errors/failure.ts';

/** Nothing was heard, over the network or over a cable: asked again later, the gateway may well answer. */
export const isSilence = ({ code }: Failure): boolean =>
  code === 'GATEWAY_UNREACHABLE' || /^(SERIAL|LINK)_/.test(code);
