/** Where a run's messages go: a chat's channel through the outbox, or nowhere (a terminal prints the end). */
import type { Place } from '../domain/place.ts'
import type { Message } from '../domain/report.ts'
import type { Lang } from '../domain/words.ts'
import type { Poster } from './post.ts'

export interface Surface {
  /** The one message that is updated in place: written down, and on its way. */
  main(message: Message): Promise<void>
  /** Another message in its thread, one for each slot: written down; it goes out after the main one. */
  thread(slot: string, message: Message): Promise<void>
  /** Brings out all that was written down. True when everything stands. */
  settled(): Promise<boolean>
}

export const NOWHERE: Surface = {
  main: async () => undefined,
  thread: async () => undefined,
  settled: async () => true,
}

export interface SurfaceOf {
  /** `run:<id>`, `asked:<id>` or `order:<id>`. */
  readonly owner: string
  /** Name of the main message: `root` for a report, `answer` inside somebody's thread, `tick-…` of an order. */
  readonly slot: string
  readonly runId: string | null
  readonly place: Place
  readonly lang: Lang
}

/** Messages of one owner at one place, in order. */
export function chatSurface(poster: Poster, of: SurfaceOf): Surface {
  const { place } = of
  if (place.surface !== 'slack') return NOWHERE
  const base = {
    owner: of.owner,
    runId: of.runId,
    channel: place.channel,
    user: place.user,
    lang: of.lang,
  }
  const rows = new Set<string>()
  let mainRow: string | null = null
  return {
    async main(message) {
      mainRow = await poster.queue({
        ...base,
        slot: of.slot,
        threadTs: place.threadTs,
        threadOf: null,
        message,
      })
      rows.add(mainRow)
      // On its way at once; whoever needs it to stand awaits `settled`, which hears of failures too.
      void poster.send(mainRow).catch(() => undefined)
    },
    async thread(slot, message) {
      // In a thread already: stay in it. Else the thread of the main message.
      const threadOf = place.threadTs === null ? mainRow : null
      rows.add(await poster.queue({ ...base, slot, threadTs: place.threadTs, threadOf, message }))
    },
    async settled() {
      let all = true
      for (const row of rows) all = (await poster.send(row)) && all
      return all
    },
  }
}
