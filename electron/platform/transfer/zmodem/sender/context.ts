import type { FileToSend } from '../../file-ports.ts';
import type { FrameWriter } from '../framing/frame-writer.ts';
import type { Session } from '../session.ts';
import type { Pace } from './pace.ts';
import type { Wants } from './wants.ts';
import type { Window } from './window.ts';

/** What the phases of a sender share. */
export interface SenderContext {
  readonly session: Session;
  readonly writer: FrameWriter;
  readonly wants: Wants;
  readonly pace: Pace;
  readonly window: Window;
  readonly files: readonly FileToSend[];
}

/** A place in a file, and where that file really ends; its announced size may turn out wrong. */
export interface Place {
  index: number;
  offset: number;
  endOffset: number;
  /** The receiver has had everything up to here at some time. */
  furthest: number;
}

/** How one phase hands over to the next. */
export interface SenderTurns {
  /** The receiver takes the file from here on. */
  onPlaced(place: Place, nowMs: number): void;
  /** Everything of the file has been said. */
  onSaid(place: Place, nowMs: number): void;
  /** The receiver is not content with what was said of the file; `offset` is where it wants to go on. */
  onBack(place: Place, nowMs: number): void;
  onFileEnded(outcome: 'completed' | 'skipped', bytes: number, nowMs: number): void;
}
