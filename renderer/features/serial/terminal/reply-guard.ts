import type { IDisposable, IParser } from '@xterm/xterm';

/**
 * A terminal answers some sequences (where is the cursor, what are you) by itself. When old output is drawn again,
 * those answers must not reach the device a second time: the questions are swallowed. ECMA-48 and xterm's ctlseqs.
 */
export function guardReplies(parser: IParser, isReplay: () => boolean): IDisposable[] {
  const csi = [
    { final: 'n' },
    { prefix: '?', final: 'n' },
    { final: 'c' },
    { prefix: '>', final: 'c' },
    { prefix: '=', final: 'c' },
    { final: 't' },
    { intermediates: '$', final: 'p' },
    { prefix: '?', intermediates: '$', final: 'p' },
  ];
  return [
    ...csi.map((id) => parser.registerCsiHandler(id, isReplay)),
    ...[4, 10, 11, 12].map((code) =>
      parser.registerOscHandler(code, (data) => isReplay() && data.includes('?')),
    ),
    parser.registerDcsHandler({ intermediates: '$', final: 'q' }, isReplay),
  ];
}
