/**
 * A stand-in for the `electron` module: what the adapters call is recorded, what they register can be fired. Every
 * function has the type of Electron's own, so that a wrong call does not compile here either.
 */
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import type Electron from 'electron';
import { vi } from 'vitest';

type Method<T, K extends keyof T> = T[K] extends (...args: never[]) => unknown ? T[K] : never;
const method = <T, K extends keyof T>(implementation?: Method<T, K>) => vi.fn<Method<T, K>>(implementation);

/** Handlers by channel, as `ipcMain.handle` registered them. */
export const ipcHandlers = new Map<string, Parameters<Electron.IpcMain['handle']>[1]>();
export const ipcMain = {
  handle: method<Electron.IpcMain, 'handle'>((channel, listener) => void ipcHandlers.set(channel, listener)),
};

export const schemeHandlers = new Map<string, Parameters<Electron.Protocol['handle']>[1]>();
export const protocol = {
  registerSchemesAsPrivileged: method<Electron.Protocol, 'registerSchemesAsPrivileged'>(),
  handle: method<Electron.Protocol, 'handle'>((scheme, handler) => void schemeHandlers.set(scheme, handler)),
};

export const safeStorage = {
  getSelectedStorageBackend: method<Electron.SafeStorage, 'getSelectedStorageBackend'>(
    () => 'gnome_libsecret',
  ),
  isAsyncEncryptionAvailable: method<Electron.SafeStorage, 'isAsyncEncryptionAvailable'>(async () => true),
  encryptStringAsync: method<Electron.SafeStorage, 'encryptStringAsync'>(async (text) =>
    Buffer.from(`locked:${text}`),
  ),
  decryptStringAsync: method<Electron.SafeStorage, 'decryptStringAsync'>(async (bytes) => ({
    result: bytes.toString().replace('locked:', ''),
    shouldReEncrypt: false,
  })),
};

export const dialog = {
  showOpenDialog: vi.fn<(...args: unknown[]) => Promise<Electron.OpenDialogReturnValue>>(async () => ({
    canceled: true,
    filePaths: [],
  })),
  showErrorBox: method<Electron.Dialog, 'showErrorBox'>(),
};

export const shell = { showItemInFolder: method<Electron.Shell, 'showItemInFolder'>() };

export const Menu = {
  setApplicationMenu: vi.fn<(typeof Electron.Menu)['setApplicationMenu']>(),
  buildFromTemplate: vi.fn((template: Electron.MenuItemConstructorOptions[]) => template),
};

export const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  enableSandbox: method<Electron.App, 'enableSandbox'>(),
  requestSingleInstanceLock: method<Electron.App, 'requestSingleInstanceLock'>(() => true),
  quit: method<Electron.App, 'quit'>(),
  exit: method<Electron.App, 'exit'>(),
  getPath: method<Electron.App, 'getPath'>((name) => `/fake/${name}`),
  getVersion: method<Electron.App, 'getVersion'>(() => '0.0.0'),
  whenReady: method<Electron.App, 'whenReady'>(async () => undefined),
});

export const contextBridge = { exposeInMainWorld: method<Electron.ContextBridge, 'exposeInMainWorld'>() };

export const ipcRenderer = Object.assign(new EventEmitter(), {
  invoke: method<Electron.IpcRenderer, 'invoke'>(async () => null),
});

export const webUtils = { getPathForFile: method<Electron.WebUtils, 'getPathForFile'>(() => '') };

/** One screen of a laptop; tests change it. */
export const primaryDisplay = { workArea: { x: 0, y: 0, width: 1920, height: 1040 } };
export const screen = {
  getPrimaryDisplay: () => primaryDisplay,
  getAllDisplays: () => [primaryDisplay],
};

export const nativeTheme = { shouldUseDarkColors: false };

/** Contents that record what is registered on them. */
export class FakeWebContents extends EventEmitter {
  openHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | null = null;
  readonly mainFrame = { url: 'app://gatewright/index.html', origin: 'app://gatewright' };
  readonly send = method<Electron.WebContents, 'send'>();
  setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.openHandler = handler;
  }
  /** What adapters take; only what they use of it is there. */
  asContents(): Electron.WebContents {
    return this as unknown as Electron.WebContents;
  }
}

export const openedWindows: BrowserWindow[] = [];
export class BrowserWindow extends EventEmitter {
  readonly webContents = new FakeWebContents();
  readonly options: Electron.BrowserWindowConstructorOptions;
  visible = false;
  minimized = false;
  focused = false;
  destroyed = false;
  maximized = false;
  bounds: Electron.Rectangle = { x: 0, y: 0, width: 1280, height: 860 };
  readonly loadURL = vi.fn<(url: string) => Promise<void>>(async () => undefined);
  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    this.options = options;
    openedWindows.push(this);
  }
  show(): void {
    this.visible = true;
  }
  focus(): void {
    this.focused = true;
  }
  restore(): void {
    this.minimized = false;
  }
  maximize(): void {
    this.maximized = true;
  }
  getNormalBounds = (): Electron.Rectangle => this.bounds;
  isMaximized = (): boolean => this.maximized;
  isVisible = (): boolean => this.visible;
  isMinimized = (): boolean => this.minimized;
  isFocused = (): boolean => this.focused;
  isDestroyed = (): boolean => this.destroyed;
  asWindow(): Electron.BrowserWindow {
    return this as unknown as Electron.BrowserWindow;
  }
}

export const shownNotifications: Notification[] = [];
export class Notification extends EventEmitter {
  readonly options: Electron.NotificationConstructorOptions;
  constructor(options: Electron.NotificationConstructorOptions) {
    super();
    this.options = options;
  }
  static isSupported = vi.fn(() => true);
  show(): void {
    shownNotifications.push(this);
  }
}

export class FakeUtilityProcess extends EventEmitter {
  pid: number | undefined = 4711;
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();
  readonly postMessage = method<Electron.UtilityProcess, 'postMessage'>();
  readonly kill = method<Electron.UtilityProcess, 'kill'>(() => true);
}
export const utilityProcesses: FakeUtilityProcess[] = [];
export const utilityProcess = {
  fork: vi.fn((_modulePath: string, _args?: string[], _options?: Electron.ForkOptions) => {
    const child = new FakeUtilityProcess();
    utilityProcesses.push(child);
    return child;
  }),
};

type RequestFilter = (
  details: { url: string },
  callback: (response: Electron.CallbackResponse) => void,
) => void;

/** A session that keeps the handlers it is given. */
export function createFakeSession() {
  const handlers: {
    beforeRequest?: RequestFilter;
    permissionRequest?: Parameters<Electron.Session['setPermissionRequestHandler']>[0];
    permissionCheck?: Parameters<Electron.Session['setPermissionCheckHandler']>[0];
    devicePermission?: Parameters<Electron.Session['setDevicePermissionHandler']>[0];
    displayMedia?: Parameters<Electron.Session['setDisplayMediaRequestHandler']>[0];
  } = {};
  const session = {
    webRequest: {
      onBeforeRequest: (listener: RequestFilter) => {
        handlers.beforeRequest = listener;
      },
    },
    setPermissionRequestHandler: (handler: (typeof handlers)['permissionRequest']) => {
      handlers.permissionRequest = handler;
    },
    setPermissionCheckHandler: (handler: (typeof handlers)['permissionCheck']) => {
      handlers.permissionCheck = handler;
    },
    setDevicePermissionHandler: (handler: (typeof handlers)['devicePermission']) => {
      handlers.devicePermission = handler;
    },
    setDisplayMediaRequestHandler: (handler: (typeof handlers)['displayMedia']) => {
      handlers.displayMedia = handler;
    },
  };
  return { session: session as unknown as Electron.Session, handlers };
}

export const defaultSession = createFakeSession();
export const session = { defaultSession: defaultSession.session };
