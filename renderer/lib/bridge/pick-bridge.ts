import { createElectronBridge } from './electron-bridge.ts';
import type { HostBridge } from './host-bridge.ts';
import { uploadFile } from './upload-file.ts';
import { createWebSocketBridge, type SocketLike } from './web-socket-bridge.ts';

/** The preload's bridge in the desktop app, otherwise a WebSocket to the host that served this page. */
export function pickBridge(): HostBridge {
  if (window.gatewright) return createElectronBridge(window.gatewright);
  const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
  const url = `${scheme}://${window.location.host}/bridge`;
  return createWebSocketBridge({
    openSocket: () => new WebSocket(url) as unknown as SocketLike,
    takeFile: uploadFile,
    downloadUrl: (token) => `/files/${encodeURIComponent(token)}`,
  });
}
