import type { LineSettings, SerialPortEntry } from '#shared/bridge/serial-ports.ts';

const parityLetters: Record<LineSettings['parity'], string> = { none: 'N', even: 'E', odd: 'O' };
const flowWords: Record<LineSettings['flowControl'], string> = {
  none: '',
  rtscts: ', RTS/CTS',
  xonxoff: ', XON/XOFF',
};

/** `115200 8N1`, `9600 7E1, RTS/CTS`: as it stands on device labels. */
export const lineWords = ({ baudRate, dataBits, parity, stopBits, flowControl }: LineSettings): string =>
  `${baudRate} ${dataBits}${parityLetters[parity]}${stopBits}${flowWords[flowControl]}`;

/** `FTDI FT232R USB UART`; null when the adapter says nothing. */
export function makerWords(port: Pick<SerialPortEntry, 'manufacturer' | 'product'>): string | null {
  const { manufacturer, product } = port;
  if (!manufacturer || !product) return product ?? manufacturer;
  return product.startsWith(manufacturer) ? product : `${manufacturer} ${product}`;
}

/** `0403:6001`. */
export const usbWords = ({ vendorId, productId }: SerialPortEntry): string | null =>
  vendorId && productId ? `${vendorId}:${productId}` : null;
