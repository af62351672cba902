import type { LineSettings, SerialPortEntry } from '#shared/bridge/serial-ports.ts';

/** Rates that devices of this trade use; any other can be typed. */
export const usualBaudRates: readonly number[] = [
  1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600, 1_500_000,
];

const lowestBaudRate = 50;
const highestBaudRate = 20_000_000;

/** A typed rate, spaces between the digits allowed; null when it is none that the contract takes. */
export function parseBaudRate(text: string): number | null {
  const digits = text.replace(/[\s.,']/g, '');
  if (!/^\d{1,9}$/.test(digits)) return null;
  const rate = Number(digits);
  return rate >= lowestBaudRate && rate <= highestBaudRate ? rate : null;
}

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
