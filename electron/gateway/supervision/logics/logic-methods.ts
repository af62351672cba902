import type { Logic } from '#shared/gateway-api/configuration.ts';
import { ok, type Result } from '#shared/result.ts';
import type { PeersCall, PeersHandlers } from '../peers/peers-method.ts';
import { checkLogic } from '../points/check-item.ts';
import type { DocumentStore } from '../points/document-store.ts';
import type { PointChanges } from '../points/point-changes.ts';
import type { Logics } from './logics.ts';

interface LogicMethodsDeps {
  store: DocumentStore;
  changes: PointChanges;
  logics: Logics;
}

/** The module `logics` of the dispatcher. */
export function logicMethods({ store, changes, logics }: LogicMethodsDeps): PeersHandlers<'logics'> {
  const steer = async (
    key: string,
    action: string,
    call: PeersCall,
    work: (logic: Logic) => Promise<Result<null>>,
  ) => {
    const found = changes.find('logics', key);
    if (!found.ok) return found;
    const done = await work(found.value);
    if (done.ok) changes.noted(action, 'logics', found.value, call);
    return done;
  };
  return {
    getLogics() {
      const all = [...store.all('logics').values()];
      return ok(Object.fromEntries(all.map((logic) => [logic.id, logics.view(logic)])));
    },
    getLogic({ logic }) {
      const found = changes.find('logics', logic);
      return found.ok ? ok(logics.view(found.value)) : found;
    },
    getIds: () => ok([...store.all('logics').keys()]),
    async insertLogic({ logic }, call) {
      const added = await changes.add('logics', logic, (after) => checkLogic(store, after), call);
      if (!added.ok) return added;
      await logics.changed(added.value.id);
      return ok(added.value.id);
    },
    async updateLogic({ logic }, call) {
      const edited = await changes.edit('logics', logic, (after) => checkLogic(store, after), call);
      if (!edited.ok) return edited;
      await logics.changed(logic.id);
      return ok(null);
    },
    async deleteLogic({ logic }, call) {
      const removed = await changes.remove('logics', logic, () => ok([]), call);
      if (!removed.ok) return removed;
      await logics.changed(removed.value.id);
      return ok(null);
    },
    startLogic: ({ logic }, call) => steer(logic, 'started', call, logics.startOne),
    stopLogic: ({ logic }, call) => steer(logic, 'stopped', call, logics.stopOne),
    restartLogic: ({ logic }, call) =>
      steer(logic, 'restarted', call, async (found) => {
        await logics.stopOne(found);
        return logics.startOne(found);
      }),
  };
}
