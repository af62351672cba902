import type { SerialPlace } from '#shared/bridge/gateways.ts';
import type { Result } from '#shared/result.ts';
import type { Downloaded } from '../transfers/download.ts';
import type { Transfer } from '#platform/transfer/rate-meter.ts';
import type { GatewayHttp } from './gateway-http.ts';

interface FileWork {
  gateway: string;
  signal: AbortSignal;
  now: () => number;
  onProgress: (transfer: Transfer) => void;
  /** What a person should know meanwhile: the cable is out, it goes on. */
  onNote: (message: string) => void;
}

/** Files between this computer and a gateway by the serial cable: a transfer protocol of its own, resumed after a break. */
export interface SerialFiles {
  /** Sends the file; answers the upload's id, by which a change is asked for. */
  send(
    file: { path: string; name: string; bytes: number; sha256: string },
    work: FileWork,
  ): Promise<Result<string>>;
  /** Fetches what a GET of `path` answers. */
  fetch(
    wanted: { path: string; folder: string; fallbackName: string; doing: string },
    work: FileWork,
  ): Promise<Result<Downloaded>>;
}

/** One gateway by the serial cable. The port is taken at the first request and given back by `http.close`. */
export interface SerialWay {
  http: GatewayHttp;
  files: SerialFiles;
  /** A file is under way: requests are refused with SERIAL_LINK_BUSY. */
  isBusy(): boolean;
}

export type OpenSerialWay = (place: SerialPlace, usedBy: string) => SerialWay;
