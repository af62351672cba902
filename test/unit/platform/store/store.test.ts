import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { failureOf } from '../../../../electron/platform/files/failure-error.ts';
import { describeOnEachDatabase } from '../../../fakes/each-database.ts';
import { openBench } from '../../../fakes/store-bench.ts';

const box = (id: string, size = 0) => ({ id, name: `box ${id}`, size });

/** A promise and what settles it. */
const gate = () => Promise.withResolvers<void>();

describeOnEachDatabase('the store', (newPlace) => {
  const opened = async () => openBench(await newPlace());

  test('writes that are asked for together run alone, in order of arrival', async () => {
    const store = await opened();
    await store.write((trx) => trx.insertInto('box').values(box('a')).execute());
    const order: number[] = [];
    // Read, wait, write: any two of them at once would lose a count.
    const increments = Array.from({ length: 120 }, (_, index) =>
      store.write(async (trx) => {
        const { size } = await trx.selectFrom('box').select('size').executeTakeFirstOrThrow();
        await new Promise((resolve) => setImmediate(resolve));
        await trx
          .updateTable('box')
          .set({ size: size + 1 })
          .execute();
        order.push(index);
        return size;
      }),
    );
    expect(await Promise.all(increments)).toEqual(Array.from({ length: 120 }, (_, index) => index));
    expect(order).toEqual(Array.from({ length: 120 }, (_, index) => index));
    expect(await store.read.selectFrom('box').select('size').execute()).toEqual([{ size: 120 }]);
  });

  test('a reader sees only what was committed, and does not wait for an open write', async () => {
    const store = await opened();
    const reached = gate();
    const goOn = gate();
    const writing = store.write(async (trx) => {
      await trx.insertInto('box').values(box('a')).execute();
      reached.resolve();
      await goOn.promise;
    });
    await reached.promise;
    expect(await store.read.selectFrom('box').selectAll().execute()).toEqual([]);
    goOn.resolve();
    await writing;
    expect(await store.read.selectFrom('box').selectAll().execute()).toEqual([box('a')]);
  });

  test('a throw inside a write leaves nothing of it, and all of those beside it', async () => {
    const store = await opened();
    const outcomes = await Promise.allSettled([
      store.write((trx) => trx.insertInto('box').values(box('a')).execute()),
      store.write(async (trx) => {
        await trx.insertInto('box').values(box('b')).execute();
        throw new Error('changed my mind');
      }),
      store.write((trx) => trx.insertInto('box').values(box('a')).execute()),
      store.write((trx) => trx.insertInto('box').values(box('c')).execute()),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(outcomes[1]).toMatchObject({ reason: { message: 'changed my mind' } });
    expect(await store.read.selectFrom('box').select('id').orderBy('id').execute()).toEqual([
      { id: 'a' },
      { id: 'c' },
    ]);
  });

  test('a write resolves only after the commit that it shares with others', async () => {
    const store = await opened();
    const goOn = gate();
    let told = false;
    const first = store
      .write((trx) => trx.insertInto('box').values(box('a')).execute())
      .then(() => {
        told = true;
      });
    const second = store.write(() => goOn.promise.then(() => told));
    goOn.resolve();
    expect(await second).toBe(false);
    await first;
    expect(told).toBe(true);
  });

  test('what waits for the commit runs before the write resolves, and not for one that was undone', async () => {
    const store = await opened();
    const seen: string[] = [];
    const kept = store.write(async (trx) => {
      store.afterCommit(() => seen.push('kept'));
      store.afterCommit(() => Promise.reject(new Error('too late to undo anything')));
      await trx.insertInto('box').values(box('a')).execute();
    });
    const undone = store.write(async () => {
      store.afterCommit(() => seen.push('undone'));
      throw new Error('no');
    });
    await Promise.allSettled([kept.then(() => seen.push('resolved')), undone]);
    expect(seen).toEqual(['kept', 'resolved']);
    expect(() => store.afterCommit(() => undefined)).toThrow('belongs into a write');
  });

  test('counts, sums, counted changes and returned rows are the same on both', async () => {
    const store = await opened();
    const big = 2 ** 53 - 1;
    await store.write(async (trx) => {
      await trx
        .insertInto('box')
        .values([box('a', big), box('b', 2), box('c', 3)])
        .execute();
      const changed = await trx.updateTable('box').set({ size: 4 }).where('size', '<', 4).executeTakeFirst();
      expect(changed.numUpdatedRows).toBe(2n);
      const gone = await trx.deleteFrom('box').where('id', '=', 'c').returning(['id', 'size']).execute();
      expect(gone).toEqual([{ id: 'c', size: 4 }]);
      const none = await trx.deleteFrom('box').where('id', '=', 'x').executeTakeFirst();
      expect(none.numDeletedRows).toBe(0n);
    });
    const { boxes, total } = await store.read
      .selectFrom('box')
      .select((one) => [one.fn.countAll<number>().as('boxes'), one.fn.sum<number>('size').as('total')])
      .where('id', '=', 'a')
      .executeTakeFirstOrThrow();
    expect({ boxes, total }).toEqual({ boxes: 1, total: big });
  });

  test('text is compared as it is, upper and lower case apart, and sorted by its characters', async () => {
    const store = await opened();
    const names = ['b', 'A', 'a', 'Z', 'ä'];
    await store.write((trx) =>
      trx
        .insertInto('box')
        .values(names.map((name) => ({ ...box(name), name })))
        .execute(),
    );
    const like = await store.read.selectFrom('box').select('name').where('name', 'like', 'a%').execute();
    expect(like).toEqual([{ name: 'a' }]);
    const sorted = await store.read.selectFrom('box').select('name').orderBy('name').execute();
    expect(sorted.map(({ name }) => name)).toEqual(['A', 'Z', 'a', 'b', 'ä']);
  });

  test('reading cannot write', async () => {
    const store = await opened();
    await expect(sql`DELETE FROM box`.execute(store.read)).rejects.toThrow(/read-?only/);
  });

  test('closing lets the writes end that were asked for, and takes no more', async () => {
    const place = await newPlace();
    const store = await openBench(place);
    const asked = ['a', 'b', 'c'].map((id) =>
      store.write((trx) => trx.insertInto('box').values(box(id)).execute()),
    );
    await store.close();
    await Promise.all(asked);
    const late: unknown = await store.write(async () => 1).catch((error: unknown) => error);
    expect(failureOf(late)).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    const again = await openBench(place);
    expect(await again.read.selectFrom('box').select('id').execute()).toHaveLength(3);
  });
});
