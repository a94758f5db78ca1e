/** Opens the store: one SQLite file, at the schema of this code, with one writing bot at a time. */
import { MIGRATIONS } from '../../migrations/index.ts'
import { type Lifetimes, USUAL_LIFETIMES } from '../domain/lifetimes.ts'
import type { Log } from '../domain/ports.ts'
import type { Store } from '../domain/store.ts'
import { auditStore } from './audit.ts'
import { captureStore } from './captures.ts'
import { consentStore } from './consents.ts'
import { type Opened, openDatabase } from './database.ts'
import { doubtStore } from './doubts.ts'
import { forgetStore } from './forget.ts'
import { hostFactsStore } from './hostFacts.ts'
import { importedStore } from './imported.ts'
import { langStore } from './langs.ts'
import { markStore } from './marks.ts'
import { migrate } from './migrate.ts'
import { muteStore } from './mutes.ts'
import { orderStore } from './orders.ts'
import { outboxStore } from './outbox.ts'
import { type Seat, takeSeat } from './owner.ts'
import { pauseStore } from './pauses.ts'
import { retentionStore } from './retention.ts'
import { rollUp } from './rollup.ts'
import { runStore } from './runs.ts'
import { sampleStore } from './samples.ts'
import { stuckStore } from './stuck.ts'
import { subjectStore } from './subjects.ts'
import { threadStore } from './threads.ts'
import { tickStore } from './ticks.ts'
import { uploadStore } from './uploads.ts'

export interface StoreOptions {
  readonly file: string
  /** `bot:<id>` takes the writer's seat; `terminal:<id>` works beside it. */
  readonly instance: string
  readonly log: Log
  /** As memcheck.yaml has them; the usual ones where left out. */
  readonly lifetimes?: Lifetimes
}

/** Opens or makes the database. Throws StoreRefusal when it is newer, unreadable, or another bot's. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const opened = openDatabase(options.file, options.log)
  try {
    await migrate(opened.db, MIGRATIONS, options.file)
    const seat = options.instance.startsWith('bot:')
      ? await takeSeat(opened.db, options.file, options.instance)
      : null
    return storeOf(opened, seat, options.log, options.lifetimes ?? USUAL_LIFETIMES)
  } catch (cause) {
    await opened.close()
    throw cause
  }
}

function storeOf(opened: Opened, seat: Seat | null, log: Log, lifetimes: Lifetimes): Store {
  const { db } = opened
  return {
    ...runStore(db),
    ...captureStore(db),
    ...sampleStore(opened, log),
    ...importedStore(db),
    ...subjectStore(db),
    ...outboxStore(db),
    ...threadStore(db),
    ...orderStore(db),
    ...tickStore(db),
    ...muteStore(db),
    ...markStore(db),
    ...doubtStore(db),
    ...consentStore(db),
    ...hostFactsStore(db),
    ...pauseStore(db),
    ...langStore(db),
    ...stuckStore(db),
    ...auditStore(db),
    rollUp: (nowMs) => rollUp(opened, nowMs),
    ...uploadStore(db, lifetimes),
    ...retentionStore(opened, lifetimes),
    ...forgetStore(opened),
    close: async () => {
      await opened.close()
      seat?.release()
    },
  }
}
