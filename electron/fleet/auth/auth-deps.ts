import type { Passwords } from '#platform/passwords/passwords.ts';
import type { Audit } from '../audit/audit.ts';
import type { FleetStore } from '../database/tables.ts';
import type { Directory } from './directory.ts';
import type { Mailer } from './mailer.ts';
import type { Sessions } from './sessions.ts';
import type { SignIn } from './sign-in.ts';

/** What the calls of accounts and access work with. */
export interface AuthDeps {
  store: FleetStore;
  audit: Audit;
  passwords: Passwords;
  directory: Directory;
  sessions: Sessions;
  signIn: SignIn;
  /** Null: no mail server is set. */
  mailer: Mailer | null;
  /** Where people reach this backend, for links in mails. */
  publicUrl(): string;
  /** Whether anybody may make an account. */
  openRegistration: boolean;
  /** Runs on after the answer; awaited when the backend stops. */
  inBackground(work: Promise<unknown>): void;
  now(): number;
}
