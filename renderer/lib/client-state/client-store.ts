import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FileToken } from '#shared/bridge/files.ts';
import type { Preflight } from '#shared/bridge/maintenance.ts';
import type { Failure } from '#shared/errors/failure.ts';

/** The one dialog that is open. Dialogs are opened from rows, cards and the command palette alike. */
export type Dialog =
  | { kind: 'add-gateway' }
  | { kind: 'connect'; gatewayId: string }
  | { kind: 'edit-gateway'; gatewayId: string }
  | { kind: 'remove-gateway'; gatewayId: string }
  | { kind: 'certificate'; gatewayId: string }
  | { kind: 'replaced-box'; gatewayId: string }
  | { kind: 'reboot'; gatewayId: string }
  | { kind: 'confirm-change'; gatewayId: string; preflight: Preflight; backupFirst: boolean }
  | { kind: 'forget-backup'; backupId: string; fileName: string; gatewayId: string }
  | { kind: 'stop-site' }
  | { kind: 'trust-key' }
  | { kind: 'distrust-key'; name: string }
  | { kind: 'pick-gateway'; file: File }
  | { kind: 'open-port'; path: string | null };

/** A file on its way from the user to the preflight card of one gateway. */
export type Intake =
  | { stage: 'reading'; name: string; fraction: number | null }
  | { stage: 'checking'; name: string; token: FileToken }
  | { stage: 'ready'; name: string; preflight: Preflight }
  | { stage: 'failed'; name: string; failure: Failure };

/** What the command palette wants of the console that is looked at. */
export interface ConsoleWish {
  consoleId: string;
  wish: 'search' | 'follow';
}

/** What was entered for a recipe, so that it can be run again. Secrets are not kept. */
export interface RecipeDraft {
  /** Null: nobody chose one yet. */
  port: string | null;
  /** By name of the variable, as typed. */
  texts: Readonly<Record<string, string | undefined>>;
  files: Readonly<Record<string, FileToken | undefined>>;
  stepByStep: boolean;
}

export interface ClientState {
  jobsOpen: boolean;
  dialog: Dialog | null;
  /** By gateway id. */
  intakes: Readonly<Record<string, Intake | undefined>>;
  consoleWish: ConsoleWish | null;
  /** By console and what its offsets count from: the offset up to which its screen was cleared. The host keeps what arrived. */
  clearedConsoles: Readonly<Record<string, number | undefined>>;
  /** By recipe id. */
  recipeDrafts: Readonly<Record<string, RecipeDraft | undefined>>;
}

export type ClientStore = StoreApi<ClientState>;

/** State that lives in this window only; everything else comes from the host. */
export const createClientStore = (): ClientStore =>
  createStore<ClientState>(() => ({
    jobsOpen: false,
    dialog: null,
    intakes: {},
    consoleWish: null,
    clearedConsoles: {},
    recipeDrafts: {},
  }));

export const setIntake = (store: ClientStore, gatewayId: string, intake: Intake | undefined): void =>
  store.setState((state) => ({ intakes: { ...state.intakes, [gatewayId]: intake } }));
