/**
 * After a bot died: each run it left open is answered where it was asked, from the frames that were kept, and
 * says that it was interrupted. Nothing is collected again unasked: the host may be what killed the bot.
 */
import { UserError } from '../domain/errors.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Run } from '../domain/store.ts'
import { typed } from '../domain/target.ts'
import { errorMessage } from '../report/errorMessage.ts'
import { chartMessage, reportMessage } from '../report/message.ts'
import { askedBy } from './check.ts'
import type { House } from './house.ts'
import { historyOf, judge, measuredOf, read } from './judge.ts'
import type { Surface } from './surface.ts'

/** Answers all runs that dead bots left open. Gives how many. */
export async function answerAbandoned(
  house: House,
  surfaceOf: (run: Run) => Surface,
): Promise<number> {
  const { store, clock, log } = house
  const runs = await store.abandonedRuns(house.owner, clock.now())
  for (const run of runs) {
    if (!(await store.takeRun(run.id, house.owner, clock.now() + LIMITS.leaseMs))) continue
    log.info('run.abandoned', { run: run.id, target: run.typed })
    try {
      await answerOne(house, surfaceOf(run), run)
    } catch (cause) {
      log.bug('resume.threw', cause, { run: run.id })
    }
  }
  return runs.length
}

async function answerOne(house: House, surface: Surface, run: Run): Promise<void> {
  const { store, clock } = house
  // A tick is judged by its order's next tick; nobody waits for this one alone.
  if (run.kind !== 'tick') await answerAsker(house, surface, run)
  await store.closeRun(run.id, {
    state: 'interrupted',
    atMs: clock.now(),
    verdict: run.verdict,
    cost: run.cost,
  })
  house.log.step(run.id, 'closed')
  await surface.settled()
}

async function answerAsker(house: House, surface: Surface, run: Run): Promise<void> {
  const interrupted = new UserError('interrupted', { command: `/memcheck ${typed(run.target)}` })
  const capture = run.kind === 'check' ? await house.store.capture(run.id) : null
  const frames = capture?.frames ?? []
  if (!frames.some((frame) => frame.raw.kind === 'ok')) {
    await surface.main(errorMessage(interrupted, run.lang, { target: run.target }))
    return
  }
  const lastAtMs = frames.reduce((latest, frame) => Math.max(latest, frame.atMs), run.openedAtMs)
  const kept = {
    runId: run.id,
    host: run.target.host,
    frames,
    startedAtMs: run.openedAtMs,
    cost: run.cost,
  }
  const known = read(kept, house.formats, lastAtMs)
  const history = await historyOf(house.store, known.measures, lastAtMs)
  await house.store.measure(measuredOf(run.id, known))
  const { report } = judge(house, kept, known, history, lastAtMs, run.lang)
  await surface.main(
    reportMessage(report, { lang: run.lang, final: true, askedBy: askedBy(run), interrupted }),
  )
  const chart = chartMessage(report, run.lang)
  if (chart !== null) await surface.thread('chart', chart)
}
