/**
 * A check, as design section 1 has it: plan, collect, keep, parse, measure, compare, analyze, report, post.
 * The run row is there before the ack; the first verdict goes out as soon as the levels are kept.
 */

import { type Actor, authorize } from '../domain/authorize.ts'
import type { Frame } from '../domain/capture.ts'
import { UserError } from '../domain/errors.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Depth } from '../domain/order.ts'
import type { AnySource } from '../domain/source.ts'
import type { Run } from '../domain/store.ts'
import type { Target } from '../domain/target.ts'
import { plain, say } from '../domain/words.ts'
import { errorMessage, workingMessage } from '../report/errorMessage.ts'
import { reportJson } from '../report/json.ts'
import { chartMessage, reportMessage } from '../report/message.ts'
import { UI_WORDS } from '../report/words/ui.ts'
import { Collector } from './collect.ts'
import { type Asked, type Done, EXIT, type Exit, type Reply } from './command.ts'
import type { House } from './house.ts'
import { historyOf, type Judged, judge, type Kept, read } from './judge.ts'
import { firstRound, nextRound, type Planned } from './plan.ts'
import { hostNamed, openRun } from './runs.ts'
import type { Surface } from './surface.ts'

/** Opens the run and gives the work that is to follow the ack. */
export async function check(
  house: House,
  surfaceOf: (run: Run) => Surface,
  asked: Asked,
  target: Target,
  depth: Depth,
): Promise<Reply> {
  const twin = await sameQuestion(house, asked, target, depth)
  if (twin !== null) return alreadyAsked(twin, asked)
  const run = await openRun(house, {
    kind: 'check',
    target,
    depth,
    drilldown: null,
    orderId: null,
    place: asked.place,
    lang: asked.lang,
    actor: asked.actor,
    action: { name: 'check', class: 'look' },
  })
  return { kind: 'work', work: () => work(house, surfaceOf(run), run) }
}

/** Two people who ask the same in one place within a short time share one run: the first one's answer is both's. */
async function sameQuestion(
  house: House,
  asked: Asked,
  target: Target,
  depth: Depth,
): Promise<Run | null> {
  const { place } = asked
  if (place.surface !== 'slack') return null
  const twin = await house.store.openCheckOf(target, depth, house.clock.now() - LIMITS.joinWithinMs)
  const there = twin?.place
  if (there?.surface !== 'slack' || twin?.owner !== house.owner) return null
  return there.channel === place.channel && there.threadTs === place.threadTs ? twin : null
}

function alreadyAsked(twin: Run, asked: Asked): Reply {
  const text = say(UI_WORDS.joined, { target: twin.typed }, asked.lang)
  const message = { text: plain(text), blocks: [{ kind: 'text', text }] } as const
  return {
    kind: 'say',
    audience: 'asker',
    done: { message, exit: EXIT.fine, json: { joined: twin.id } },
  }
}

/** Runs an opened check to its end, whatever happens: it always answers and always closes. */
export async function work(house: House, surface: Surface, run: Run): Promise<Done> {
  house.log.step(run.id, 'begun')
  const collector = new Collector(house, run.id, hostNamed(house, run.target.host))
  const placeholder = new AbortController()
  const placed = house.clock
    .sleep(LIMITS.placeholderAfterMs, placeholder.signal)
    .then(() =>
      placeholder.signal.aborted ? undefined : surface.main(workingMessage(run.target, run.lang)),
    )
  try {
    const judged = await collectAndJudge(house, run, collector, [], async (levels) => {
      if (run.depth === 'levels') return
      placeholder.abort()
      await surface.main(
        reportMessage(levels.report, { lang: run.lang, final: false, askedBy: askedBy(run) }),
      )
    })
    placeholder.abort()
    return await finish(house, surface, run, judged)
  } catch (cause) {
    placeholder.abort()
    return await fail(house, surface, run, collector, cause)
  } finally {
    await placed.catch(() => undefined)
  }
}

/** Reads a target round by round; `onLevels` gets the first verdict. Throws UserError when there is nothing to judge. */
export async function collectAndJudge(
  house: House,
  run: Run,
  collector: Collector,
  asked: readonly AnySource[],
  onLevels: (judged: Judged) => Promise<void>,
): Promise<Judged> {
  const plan: Planned = {
    target: run.target,
    depth: run.depth,
    sources: allowedSources(house, run),
    asked,
  }
  house.log.step(run.id, 'planned')
  let round = firstRound(plan)
  for (;;) {
    const last = plan.target.kind !== 'name' || round.number > 0
    await collector.round(round, async () => {
      if (last && !isGone(round.pid, collector.collected().frames)) {
        await onLevels(await judgeNow(house, run, collector))
      }
    })
    const evidence = read(keptOf(run, collector), house.sources, house.clock.now()).evidence
    if (evidence.ids().length === 0)
      throw new UserError('nothing-collected', {
        host: run.target.host,
        gaps: evidence.gaps.length,
      })
    const next = nextRound(plan, evidence, round.number + 1)
    if (next === null) break
    round = next
  }
  mustBeThere(run, round.pid, collector.collected().frames)
  return judgeNow(house, run, collector)
}

/** Parse, measure (stored at once), compare, analyze: what is known from the frames kept so far. */
async function judgeNow(house: House, run: Run, collector: Collector): Promise<Judged> {
  const nowMs = house.clock.now()
  const kept = keptOf(run, collector)
  const known = read(kept, house.sources, nowMs)
  house.log.step(run.id, 'parsed')
  const history = await historyOf(house.store, known.measures, nowMs)
  await house.store.measure({
    runId: run.id,
    subjects: known.measures.all,
    samples: known.measures.samples,
  })
  house.log.step(run.id, 'measured')
  const judged = judge(house, kept, known, history, nowMs, run.lang)
  house.log.step(run.id, 'analyzed')
  return judged
}

/** Each source is authorized by its own class, for the one who asked. */
function allowedSources(house: House, run: Run): readonly AnySource[] {
  const host = hostNamed(house, run.target.host)
  const actor: Actor = {
    id: run.place.user,
    surface: run.orderId === null ? run.place.surface : 'order',
    team: null,
  }
  return house.sources.filter(
    (source) =>
      authorize(actor, { name: `source:${source.id}`, class: source.class }, host).allowed,
  )
}

/** A process that was asked for by number and is not there is an answer of its own, not a report with gaps. */
function mustBeThere(run: Run, pid: number | null, frames: readonly Frame[]): void {
  if (isGone(pid, frames)) {
    throw new UserError('no-such-process', { host: run.target.host, word: String(pid), near: '' })
  }
}

function isGone(pid: number | null, frames: readonly Frame[]): boolean {
  const own = frames.filter((frame) => pid !== null && frame.pid === pid && frame.reading === 1)
  return (
    own.length > 0 &&
    own.every(({ raw }) => raw.kind === 'gap' && ['absent', 'gone'].includes(raw.reason))
  )
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
  return gaps.length > 0 || unchecked.length > 0 ? EXIT.partly : EXIT.fine
}

export function keptOf(run: Run, collector: Collector): Kept {
  const { frames, cost } = collector.collected()
  return { runId: run.id, host: run.target.host, frames, startedAtMs: run.openedAtMs, cost }
}

export function askedBy(run: Run): string {
  return run.place.user
}
