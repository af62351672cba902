import { randomUUID } from 'node:crypto';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { RecordActivity } from '../activity/record-activity.ts';
import type { PeersCall } from '../peers/peers-method.ts';
import type { DocumentStore, PointDocuments, PointPart } from './document-store.ts';
import { findByKey, kinds } from './find-by-key.ts';

const kindOf = {
  gateways: kinds.gateway,
  addresses: kinds.address,
  routes: kinds.route,
  logics: kinds.logic,
} as const;

export interface PointChangesDeps {
  store: DocumentStore;
  note: RecordActivity;
  /** While a backup takes the place of the configuration nothing else may change it. */
  isRestoring(): boolean;
}

type Check<T> = (after: T, before: T | null) => Failure | null | Promise<Failure | null>;

/** Adding, changing and deleting items of the configuration: checked, written, noted in the activity log. */
export interface PointChanges {
  find<P extends PointPart>(part: P, key: string): Result<PointDocuments[P]>;
  /** Answers the item with its id. POINT_ID_TAKEN and what `check` says. */
  add<P extends PointPart>(
    part: P,
    given: Omit<PointDocuments[P], 'id'> & { id?: string | undefined },
    check: Check<PointDocuments[P]>,
    call: PeersCall,
  ): Promise<Result<PointDocuments[P]>>;
  /** Absent names stay as they are, null takes one away. POINT_NOT_FOUND and what `check` says. */
  edit<P extends PointPart>(
    part: P,
    change: { id: string },
    check: Check<PointDocuments[P]>,
    call: PeersCall,
  ): Promise<Result<{ before: PointDocuments[P]; after: PointDocuments[P] }>>;
  /** Finds an item and removes it with what cannot be without it; answers the item. POINT_NOT_FOUND and what `others` says. */
  remove<P extends PointPart>(
    part: P,
    key: string,
    others: (item: PointDocuments[P]) => Result<readonly { part: PointPart; id: string }[]>,
    call: PeersCall,
  ): Promise<Result<PointDocuments[P]>>;
  noted(
    action: string,
    part: PointPart,
    item: { id: string; name: string },
    call: PeersCall,
    details?: object,
  ): void;
}

export function createPointChanges({ store, note, isRestoring }: PointChangesDeps): PointChanges {
  const noted: PointChanges['noted'] = (action, part, item, { caller }, details = {}) =>
    note({
      type: 'point',
      action,
      target: item.name,
      user: caller.name,
      address: caller.address,
      details: { part, id: item.id, ...details },
    });
  const locked = () => (isRestoring() ? failure('RESTORE_RUNNING') : null);
  const find: PointChanges['find'] = (part, key) => findByKey(store.all(part), key, kindOf[part]);
  /** One change at a time: what was checked must still hold when it is written. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };
  return {
    noted,
    find,
    add: (part, given, check, call) =>
      inTurn(async () => {
        const id = given.id ?? randomUUID();
        const other = store.all(part).get(id);
        if (other !== undefined) return fail(failure('POINT_ID_TAKEN', { id, other: `"${other.name}"` }));
        const item = { ...given, id } as unknown as PointDocuments[typeof part];
        const refused = (await check(item, null)) ?? locked();
        if (refused !== null) return fail(refused);
        store.put(part, item);
        noted('created', part, item, call);
        return ok(item);
      }),
    edit: (part, change, check, call) =>
      inTurn(async () => {
        const before = store.all(part).get(change.id);
        if (before === undefined) {
          return fail(failure('POINT_NOT_FOUND', { what: kindOf[part].one, key: change.id }));
        }
        const after = merged(before, change) as typeof before;
        const refused = (await check(after, before)) ?? locked();
        if (refused !== null) return fail(refused);
        store.put(part, after);
        noted('changed', part, after, call, {
          fields: Object.keys(change).filter((name) => name !== 'id'),
        });
        return ok({ before, after });
      }),
    remove: (part, key, others, call) =>
      inTurn(async () => {
        const found = find(part, key);
        if (!found.ok) return found;
        const also = others(found.value);
        if (!also.ok) return also;
        const refused = locked();
        if (refused !== null) return fail(refused);
        store.remove([...also.value, { part, id: found.value.id }]);
        noted('deleted', part, found.value, call, also.value.length === 0 ? {} : { with: also.value.length });
        return found;
      }),
  };
}

function merged(before: object, change: object): object {
  const after: Record<string, unknown> = { ...before };
  for (const [name, value] of Object.entries(change)) {
    if (value === null) delete after[name];
    else if (value !== undefined) after[name] = value;
  }
  return after;
}
