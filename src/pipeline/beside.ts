/** What is said about a report later, and where: the run of a thread, and the thread of a run. */
import type { Message } from '../domain/report.ts'
import type { Run } from '../domain/store.ts'
import { typed } from '../domain/target.ts'
import type { Asked } from './command.ts'
import type { House } from './house.ts'
import type { Poster } from './post.ts'
import { chatSurface } from './surface.ts'

/** Runs of a host that are looked through for the report that a thread's question was about. */
const LOOKED_THROUGH = 100

/** The id of the report whose thread it was asked in; null outside of threads, and in one that is none of ours. */
export async function reportOfThread(
  { store }: Pick<House, 'store'>,
  { place }: Pick<Asked, 'place'>,
): Promise<string | null> {
  if (place.surface !== 'slack' || place.threadTs === null) return null
  const thread = await store.thread(place.channel, place.threadTs)
  const run = thread === null ? null : await store.run(thread.runId)
  if (run === null || run.kind !== 'ask') return run?.id ?? null
  // The thread's newest run is a question that was put in it: its report is the one before.
  const earlier = await store.runsOf(run.target.host, LOOKED_THROUGH)
  const own = earlier.find(
    ({ kind, target, openedAtMs }) =>
      kind !== 'ask' && typed(target) === typed(run.target) && openedAtMs <= run.openedAtMs,
  )
  return (own ?? run).id
}

/** Posts in the thread it was asked in, else in the run's own where that stands in this channel, else in the channel. */
export async function postBeside(
  house: House,
  poster: Poster,
  run: Run,
  { place, lang }: Asked,
  message: Message,
): Promise<void> {
  if (place.surface !== 'slack') return
  const root = (await house.store.outboxOf(`run:${run.id}`, 'root'))?.posted?.ref
  const threadTs = place.threadTs ?? (root?.channel === place.channel ? root.ts : null)
  const surface = chatSurface(poster, {
    owner: `run:${run.id}`,
    // Each time anew: the same slot would change the message that stands.
    slot: `page-${house.ids.id()}`,
    runId: run.id,
    place: { ...place, threadTs },
    lang,
  })
  await surface.main(message)
  await surface.settled()
}
