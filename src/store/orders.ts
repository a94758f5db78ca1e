/** Standing orders and the small state they carry from tick to tick. */
import type { Order } from '../domain/order.ts'
import type { Store } from '../domain/store.ts'
import { fromJson } from './json.ts'
import type { Db } from './tables.ts'

type OrderMethods = 'putOrder' | 'order' | 'orders' | 'setOrderState' | 'orderMemo' | 'setOrderMemo'

export function orderStore(db: Db): Pick<Store, OrderMethods> {
  return {
    // Putting an order again (at each start, for those of the config) keeps its memo.
    putOrder: async (order) => {
      const body = JSON.stringify(order)
      await db
        .insertInto('standing_order')
        .values({
          id: order.id,
          state: order.state,
          createdAtMs: order.createdAtMs,
          body,
          memo: '{}',
        })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ state: order.state, body }))
        .execute()
    },
    order: async (id) => {
      const row = await db
        .selectFrom('standing_order')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst()
      return row === undefined ? null : fromRow(row)
    },
    orders: async (state) => {
      const all = db.selectFrom('standing_order').selectAll().orderBy('createdAtMs').orderBy('id')
      const rows = await (state === 'active' ? all.where('state', '=', 'active') : all).execute()
      return rows.map(fromRow)
    },
    setOrderState: async (id, state) => {
      await db.updateTable('standing_order').set({ state }).where('id', '=', id).execute()
    },
    orderMemo: async (id) => {
      const row = await db
        .selectFrom('standing_order')
        .select('memo')
        .where('id', '=', id)
        .executeTakeFirst()
      return fromJson<Record<string, string | number | null>>(row?.memo ?? '{}')
    },
    setOrderMemo: async (id, memo) => {
      await db
        .updateTable('standing_order')
        .set({ memo: JSON.stringify(memo) })
        .where('id', '=', id)
        .execute()
    },
  }
}

function fromRow(row: { readonly state: string; readonly body: string }): Order {
  return { ...fromJson<Order>(row.body), state: row.state as Order['state'] }
}
