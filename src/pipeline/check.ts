/**
 * A check, as design section 1 has it: plan, collect, keep, parse, measure, compare, analyze, report, post.
 * The run row is there before the ack; the first verdict goes out as soon as the levels are kept.
 */

import { UserError } from '../domain/errors.ts'
import type { Depth } from '../domain/order.ts'
import type { Run } from '../domain/store.ts'
import type { Target } from '../domain/target.ts'
import { errorMessage } from '../report/errorMessage.ts'
import { reportJson } from '../report/json.ts'
import { chartMessage, reportMessage } from '../report/message.ts'
import { Collector } from './collect.ts'
import { type Asked, type Done, EXIT, type Exit, type Reply } from './command.ts'
import { wantedBy } from './deeper.ts'
import { hostNamed } from './hostNamed.ts'
import type { House } from './house.ts'
import { alreadyAsked, sameQuestion } from './joined.ts'
import type { Judged } from './judge.ts'
import { permitted } from './leave.ts'
import { Placeholder } from './placeholder.ts'
import { openRun } from './runs.ts'
import type { Surface } from './surface.ts'
import { collectAndJudge } from './verdict.ts'

const CHECK = { name: 'check', class: 'look' } as const

/** Opens the run and gives the work that is to follow the ack. */
export async function check(
  house: House,
  surfaceOf: (run: Run) => Surface,
  asked: Asked,
  target: Target,
  depth: Depth,
): Promise<Reply> {
  const twin = await sameQuestion(house, asked, target, depth)
  if (twin !== null) {
    // Even that it is asked already is told to those alone who may ask it.
    await permitted(house, asked.actor, CHECK, asked.place, target)
    return alreadyAsked(house, twin, asked)
  }
  const run = await openRun(house, {
    kind: 'check',
    target,
    depth,
    drilldown: null,
    orderId: null,
    place: asked.place,
    lang: asked.lang,
    actor: asked.actor,
    action: CHECK,
  })
  return { kind: 'work', work: () => work(house, surfaceOf(run), run) }
}

/** Runs an opened check to its end, whatever happens: it always answers and always closes. */
export async function work(house: House, surface: Surface, run: Run): Promise<Done> {
  house.log.step(run.id, 'begun')
  const placeholder = new Placeholder(house.clock, surface, run)
  const host = hostNamed(house, run.target.host)
  const collector = new Collector(house, run.id, host, (progress) => placeholder.step(progress))
  try {
    const judged = await collectAndJudge(
      house,
      run,
      collector,
      await wantedBy(house, run),
      async (levels) => {
        if (run.depth === 'levels') return
        await placeholder.end()
        await surface.main(
          reportMessage(levels.report, { lang: run.lang, final: false, askedBy: askedBy(run) }),
        )
      },
    )
    await placeholder.end()
    return await finish(house, surface, run, judged)
  } catch (cause) {
    await placeholder.end().catch(() => undefined)
    return await fail(house, surface, run, collector, cause)
  }
}

async function finish(house: House, surface: Surface, run: Run, judged: Judged): Promise<Done> {
  const { report } = judged
  const message = reportMessage(report, { lang: run.lang, final: true, askedBy: askedBy(run) })
  await surface.main(message)
  const chart = chartMessage(report, run.lang)
  if (chart !== null) await surface.thread('chart', chart)
  // Closed once its messages are written down: from here on the outbox brings them, whoever lives.
  await house.store.closeRun(run.id, {
    state: 'done',
    atMs: house.clock.now(),
    verdict: report.verdict,
    cost: report.cost,
  })
  house.log.step(run.id, 'closed')
  await surface.settled()
  return { message, exit: exitOf(judged), json: reportJson(report) }
}

/** Says what happened and what to do; what was collected is kept, and shown where it is enough for a report. */
async function fail(
  house: House,
  surface: Surface,
  run: Run,
  collector: Collector,
  cause: unknown,
): Promise<Done> {
  const error = asUserError(house, run.id, cause)
  const message = errorMessage(error, run.lang, { target: run.target })
  await surface.main(message)
  const { cost } = collector.collected()
  await house.store.closeRun(run.id, {
    state: 'failed',
    atMs: house.clock.now(),
    verdict: null,
    cost,
  })
  house.log.step(run.id, 'closed')
  await surface.settled()
  return {
    message,
    exit: EXIT.unchecked,
    json: { error: { code: error.code, params: error.params } },
  }
}

/** A UserError as it is; anything else is a bug: logged under a reference that the asker sees too. */
export function asUserError(
  house: Pick<House, 'log'>,
  runId: string | null,
  cause: unknown,
): UserError {
  if (cause instanceof UserError) return cause
  const reference = house.log.bug('run.threw', cause, runId === null ? {} : { run: runId })
  return new UserError('bug', { reference })
}

export function exitOf(judged: Pick<Judged, 'report'>): Exit {
  const { verdict, gaps, unchecked } = judged.report
  if (verdict === 'critical' || verdict === 'warning') return EXIT.found
  if (verdict === 'unknown') return EXIT.unchecked
  // What the host's entry does not grant was not asked for either.
  const missing = gaps.filter(({ reason }) => reason !== 'not-granted')
  return missing.length > 0 || unchecked.length > 0 ? EXIT.partly : EXIT.fine
}

export function askedBy(run: Run): string {
  return run.place.user
}
