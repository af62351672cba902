import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { callNames, eventNames, ipcChannels } from '#shared/bridge/names.ts';

/**
 * The bridge for the screens: three functions and a list of names (Electron security item 20). Nothing of Electron
 * itself, no channel name and no event object reaches the page.
 */

let nextId = 1;

interface EventMessage {
  event: string;
  payload: unknown;
}

/** The answer of the host, a `Result`. A name outside the contract never leaves the page's process. */
function call(name: string, input: unknown): Promise<unknown> {
  if (!callNames.has(name)) return Promise.reject(new Error(`not in the contract: ${name}`));
  return ipcRenderer.invoke(ipcChannels.call, { id: nextId++, call: name, input });
}

function subscribe(name: string, listener: (payload: unknown) => void): () => void {
  if (!eventNames.has(name)) throw new Error(`not in the contract: ${name}`);
  const onMessage = (_event: unknown, message: EventMessage): void => {
    if (message.event === name) listener(message.payload);
  };
  ipcRenderer.on(ipcChannels.event, onMessage);
  return () => {
    ipcRenderer.removeListener(ipcChannels.event, onMessage);
  };
}

/**
 * Hands a file that the user dropped or picked to the host; its path goes from here to the host and is never shown to
 * the page. A `File` that the page made up has no path and is refused by the host.
 */
const adoptFile = (file: File): Promise<unknown> =>
  ipcRenderer.invoke(ipcChannels.adoptFile, webUtils.getPathForFile(file));

contextBridge.exposeInMainWorld('gatewright', { call, subscribe, adoptFile });
