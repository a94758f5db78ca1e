/** A drilldown: one question about a subject, read anew, answered in the thread where it was asked. */

import { type Gap, NO_COST } from '../domain/capture.ts'
import type { Drilldown } from '../domain/drilldown.ts'
import { UserError } from '../domain/errors.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { Message } from '../domain/report.ts'
import type { Run } from '../domain/store.ts'
import { type Target, typed } from '../domain/target.ts'
import { memoryContexts } from '../parsers/postgres/memoryContexts.ts'
import { answerMessage } from '../report/answer.ts'
import { bareBlocks } from '../report/bareBlocks.ts'
import { errorMessage } from '../report/errorMessage.ts'
import { blocksOf, type Put } from './answer.ts'
import { asUserError } from './check.ts'
import { Collector } from './collect.ts'
import { type Asked, type Done, EXIT, type Exit, type Reply } from './command.ts'
import { drawnLang } from './drawnLang.ts'
import { hostNamed } from './hostNamed.ts'
import type { House } from './house.ts'
import { componentsSince, type Judged } from './judge.ts'
import { lastKept, lastReport } from './kept.ts'
import { openRun } from './runs.ts'
import type { Surface } from './surface.ts'
import { collectAndJudge } from './verdict.ts'
import { readWhen } from './when.ts'

/** The drilldown of that name. Throws UserError `no-such-drilldown` with all that there are. */
export function drilldownNamed(house: Pick<House, 'drilldowns'>, name: string): Drilldown {
  const found = house.drilldowns.find((one) => one.name === name)
  if (found !== undefined) return found
  throw new UserError('no-such-drilldown', {
    word: name,
    names: house.drilldowns.map((one) => one.name).join(', '),
  })
}

export interface Question {
  readonly target: Target
  readonly drilldown: string
  readonly args: readonly string[]
  /** `at TIME` or `since TIME` as typed; null for now. */
  readonly when: readonly string[] | null
}

export async function ask(
  house: House,
  surfaceOf: (run: Run) => Surface,
  asked: Asked,
  question: Question,
): Promise<Reply> {
  const drilldown = drilldownNamed(house, question.drilldown)
  if (drilldown.scope === 'process' && question.target.kind === 'host') {
    throw new UserError('bad-argument', {
      word: question.drilldown,
      expected: `HOST PID|NAME ${question.drilldown}`,
    })
  }
  mustFit(house, drilldown, question.target)
  mustFitGroup(house, drilldown, question.target)
  const window =
    question.when === null ? null : readWhen(question.when, house.clock.now(), asked.zone)
  const putting: Put = { drilldown, args: question.args, window, zone: asked.zone }
  const run = await openRun(house, {
    kind: 'ask',
    target: question.target,
    depth: drilldown.rates === true || drilldown.walks === true ? 'full' : 'levels',
    drilldown: [question.drilldown, ...question.args, ...(question.when ?? [])].join(' '),
    orderId: null,
    place: asked.place,
    lang: asked.lang,
    actor: asked.actor,
    action: { name: `drill:${drilldown.name}`, class: drilldown.class },
  })
  return { kind: 'work', work: () => answer(house, surfaceOf(run), run, putting) }
}

/** Of a core only what its walk tells can be asked, and what a report of it said. Throws UserError `bad-argument`. */
function mustFit(house: House, drilldown: Drilldown, target: Target): void {
  const fits = (one: Drilldown): boolean => one.walks === true || one.ofReport === true
  if (target.kind !== 'core' || fits(drilldown)) return
  const names = house.drilldowns.filter(fits).map(({ name }) => name)
  throw new UserError('bad-argument', {
    word: drilldown.name,
    expected: `HOST core:PATH ${names.join(', ')}`,
  })
}

/** Of a whole group only what its own files tell can be asked. Throws UserError `bad-argument`. */
function mustFitGroup(house: House, drilldown: Drilldown, target: Target): void {
  if (target.kind !== 'group' || drilldown.scope === 'host' || drilldown.groups === true) return
  const names = house.drilldowns.filter(({ groups }) => groups === true).map(({ name }) => name)
  throw new UserError('bad-argument', {
    word: drilldown.name,
    expected: `HOST PID ${drilldown.name}; HOST ${target.by}:… ${names.join(', ')}`,
  })
}

async function answer(house: House, surface: Surface, run: Run, put: Put): Promise<Done> {
  const { drilldown, args, window } = put
  const standing = drilldown.ofReport === true ? await lastReport(house, run, args[0]) : null
  if (standing !== null) return await say(house, surface, run, put, standing.judged, null)
  const collector = new Collector(house, run.id, hostNamed(house, run.target.host))
  try {
    const judged = await collectAndJudge(
      house,
      run,
      collector,
      {
        asked: drilldown.wants,
        deeper: (ctx) => drilldown.deeper?.({ ...ctx, args, window }) ?? [],
      },
      async () => undefined,
    )
    return await say(house, surface, run, put, judged, null)
  } catch (cause) {
    const error = asUserError(house, run.id, cause)
    const walked = drilldown.walks === true ? [memoryContexts] : []
    const kept = await lastKept(house, run, [...drilldown.wants, ...walked])
    if (kept !== null)
      return await say(house, surface, run, put, kept.judged, {
        error,
        atMs: kept.atMs,
      })
    const message = errorMessage(error, run.lang, { target: run.target })
    await surface.main(message)
    await close(house, run, 'failed', collector)
    await surface.settled()
    return {
      message,
      exit: EXIT.unchecked,
      json: { error: { code: error.code, params: error.params } },
    }
  }
}

interface Stale {
  readonly error: UserError
  readonly atMs: number
}

async function say(
  house: House,
  surface: Surface,
  run: Run,
  put: Put,
  judged: Judged,
  stale: Stale | null,
): Promise<Done> {
  const { report, evidence } = judged
  const { drilldown, args } = put
  const looksBackMs = drilldown.looksBackMs?.(args) ?? null
  const components = await componentsSince(house.store, judged, looksBackMs)
  const nowMs = house.clock.now()
  const how = { lang: run.lang, drawnLang: drawnLang(house, run.lang), nowMs }
  const blocks = blocksOf(put, judged, components, how)
  const message: Message = answerMessage({
    drilldown,
    report,
    blocks,
    stale,
    lang: run.lang,
    gaps: gapsOf(drilldown, evidence),
  })
  await surface.main(message)
  await house.store.closeRun(run.id, {
    state: 'done',
    atMs: house.clock.now(),
    verdict: report.verdict,
    // An answer from an earlier run's frames costs the host nothing.
    cost: report.runId === run.id ? report.cost : NO_COST,
  })
  house.log.step(run.id, 'closed')
  await surface.settled()
  return {
    message,
    exit: exitOf(drilldown, evidence, stale),
    json: { drilldown: drilldown.name, target: typed(run.target), blocks: bareBlocks(blocks) },
  }
}

/** Nothing of what was wanted could be read: could not check. Some of it, or an older capture: in part. */
function exitOf(drilldown: Drilldown, evidence: Evidence, stale: Stale | null): Exit {
  const missing = gapsOf(drilldown, evidence).length
  if (missing > 0 && missing === drilldown.wants.length) return EXIT.unchecked
  return missing > 0 || stale !== null ? EXIT.partly : EXIT.fine
}

/** What the question wanted and did not get. */
function gapsOf(drilldown: Drilldown, evidence: Evidence): readonly Gap[] {
  return drilldown.wants.flatMap((source) => evidence.gapOf(source.id) ?? [])
}

async function close(
  house: House,
  run: Run,
  state: 'done' | 'failed',
  collector: Collector,
): Promise<void> {
  await house.store.closeRun(run.id, {
    state,
    atMs: house.clock.now(),
    verdict: null,
    cost: collector.collected().cost,
  })
  house.log.step(run.id, 'closed')
}
