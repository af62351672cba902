import type { RetryReason } from '../machine.ts';
import type { SubpacketEnd } from './framing/constants.ts';
import type { Header } from './framing/header-reader.ts';

/** One part of a session: what the peer's words mean in it, and until when it waits for them. */
export interface Phase {
  /** The session is in it from now on. */
  begin(nowMs: number): void;
  header(header: Header, nowMs: number): void;
  /** A data subpacket of the last header; only receivers see them. */
  subpacket?(content: Uint8Array, end: SubpacketEnd, nowMs: number): void;
  /** Something arrived that cannot be read any more. `bytes`: length of a subpacket, when that much is known. */
  damaged?(reason: RetryReason, nowMs: number, bytes: number | null): void;
  /** A whole subpacket behind a damaged one. */
  stray?(content: Uint8Array): void;
  /** Every byte as it came, after the frames in it. */
  bytes?(bytes: Uint8Array, nowMs: number): void;
  /** The deadline has come. */
  due(nowMs: number): void;
  /** Null: nothing to wait for from the peer. */
  deadlineMs(): number | null;
}
