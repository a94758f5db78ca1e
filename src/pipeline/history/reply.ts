/** Answers from what is kept: said at once, and in a chat posted with its picture. */
import { UserError } from '../../domain/errors.ts'
import type { Target } from '../../domain/target.ts'
import { DAY_MS } from '../../domain/time.ts'
import { historyJson, historyMessage, type ShownHistory } from '../../report/history.ts'
import { type Asked, type Done, EXIT, type Exit, type Reply } from '../command.ts'
import { HISTORY_MS } from '../judge.ts'
import { permit } from '../leave.ts'
import { chatSurface } from '../surface.ts'
import type { UseCases } from '../useCases.ts'
import { historyView } from './view.ts'

/** A fortnight holds two weekends: what is weekly shows. */
export const USUAL_SPAN_MS = 14 * DAY_MS

/** Throws UserError `bad-argument` for a span that is longer than what is kept. */
export async function historyReply(
  use: Pick<UseCases, 'house' | 'poster'>,
  asked: Asked,
  target: Target,
  spanMs: number,
): Promise<Reply> {
  if (spanMs > HISTORY_MS) {
    const expected = `1h-${HISTORY_MS / DAY_MS}d`
    throw new UserError('bad-argument', { word: `${spanMs / DAY_MS}d`, expected })
  }
  const { house, poster } = use
  await permit(house, asked.actor, { name: 'history', class: 'look' }, asked.place, target)
  const view = await historyView(house, target, spanMs, asked.lang)
  const done: Done = {
    message: historyMessage(view, HISTORY_MS, asked.lang),
    exit: exitOf(view),
    json: historyJson(view),
  }
  if (poster === null || view.chart === null || asked.place.surface !== 'slack')
    return { kind: 'say', audience: 'channel', done }
  return {
    kind: 'work',
    async work() {
      // Words in its thread are then about the newest run, as below a report.
      const runId = view.runs[0]?.id ?? null
      const owner = `history:${house.ids.id()}`
      const { place, lang } = asked
      const surface = chatSurface(poster, { owner, slot: 'answer', runId, place, lang })
      try {
        await surface.main(done.message)
        await surface.settled()
      } catch (cause) {
        house.log.bug('history.not-posted', cause)
      }
      return done
    },
  }
}

function exitOf({ growth }: ShownHistory): Exit {
  if (growth === null || growth.verdict === 'insufficient-data') return EXIT.unchecked
  return growth.verdict === 'leaking' ? EXIT.found : EXIT.fine
}
