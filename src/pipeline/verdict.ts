/** A target read round by round and judged: what checks, questions and orders have in common. */
import { type Actor, authorize } from '../domain/authorize.ts'
import type { Frame, Raw } from '../domain/capture.ts'
import { UserError } from '../domain/errors.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { AnySource } from '../domain/source.ts'
import type { Run } from '../domain/store.ts'
import { meantTarget, meantText } from '../parsers/host/meant.ts'
import { hostSystem } from '../parsers/host/system.ts'
import { processStat } from '../parsers/proc/stat.ts'
import { prometheusMemory } from '../parsers/prometheus/memory.ts'
import { actorOfRun } from './actor.ts'
import { askPrometheus } from './askPrometheus.ts'
import type { Collector } from './collect.ts'
import { absentProcess } from './denied.ts'
import { hostNamed } from './hostNamed.ts'
import type { House } from './house.ts'
import { keepPast } from './imported.ts'
import { historyOf, type Judged, judge, type Kept, measuredOf, read } from './judge.ts'
import { hasEnded, isGone, processOfThread } from './led.ts'
import { readCoreOn } from './memory/ofCore.ts'
import { type ContextsOfRun, contextsOf } from './memory/ofRun.ts'
import { marked } from './mutes.ts'
import { parseFrames } from './parse.ts'
import {
  firstRound,
  isMatched,
  ledRound,
  type Made,
  nextRound,
  type Planned,
  type Round,
} from './plan.ts'

/** What is read beyond a check's own sources. */
export type Wanted = Pick<Planned, 'asked' | 'deeper'>

/** Reads a target round by round; `onLevels` gets the first verdict. Throws UserError when there is nothing to judge. */
export async function collectAndJudge(
  house: House,
  run: Run,
  collector: Collector,
  asked: Wanted,
  onLevels: (judged: Judged) => Promise<void>,
): Promise<Judged> {
  const actor = await actorOfRun(house, run)
  const plan: Planned = {
    target: run.target,
    depth: run.depth,
    sources: allowedSources(house, run, actor),
    ...asked,
  }
  house.log.step(run.id, 'planned')
  if (run.target.kind === 'core') {
    // No script is run for it, and the host's levels of now say nothing of it.
    await readCoreOn(house, run, actor, run.target, collector)
    return await judgeNow(house, run, collector)
  }
  const { past, looks } = await collectRounds(house, run, actor, collector, plan, onLevels)
  const told = await past
  if (told !== null) await collector.add(prometheusMemory.id, told)
  for (const walked of await Promise.all(looks))
    if (walked !== null) await collector.add(walked.source, walked.raw, walked.cost)
  const judged = await judgeNow(house, run, collector)
  mustBeOne(run, judged.evidence)
  await keepFacts(house, run, judged)
  return judged
}

/** What was asked beside the rounds, and may still be on its way. */
interface Beside {
  readonly past: Promise<Raw | null>
  readonly looks: readonly Promise<ContextsOfRun | null>[]
}

/** Round after round, for as long as what came leads to another; see nextRound. */
async function collectRounds(
  house: House,
  run: Run,
  actor: Actor,
  collector: Collector,
  plan: Planned,
  onLevels: (judged: Judged) => Promise<void>,
): Promise<Beside> {
  let round = firstRound(plan)
  let past: Promise<Raw | null> = Promise.resolve(null)
  const looks: Promise<ContextsOfRun | null>[] = []
  let made: Made = { rounds: 0, pid: null, deeper: false }
  for (;;) {
    const last = (!isMatched(plan.target) || round.pid !== null) && !made.deeper
    await collector.round(round, async () => {
      if (last && isProcess(round.pid, collector.collected().frames)) {
        await onLevels(await judgeNow(house, run, collector))
        // Beside the wait for rates, so that it costs no time of its own.
        const { evidence } = read(keptOf(run, collector), house.formats, house.clock.now())
        looks.push(contextsOf(house, run, actor, evidence, round.pid))
      }
    })
    await house.clock.sleep(0)
    const { evidence, facts, measures } = read(
      keptOf(run, collector),
      house.formats,
      house.clock.now(),
    )
    if (evidence.ids().length === 0)
      throw new UserError('nothing-collected', {
        host: run.target.host,
        gaps: evidence.gaps.length,
      })
    made = { ...made, rounds: round.number + 1, pid: round.pid }
    const led = ledRound(plan, evidence, collector.collected().frames, made)
    if (led !== null) {
      await keepMeant(collector, led)
      round = led
      continue
    }
    if (last) {
      mustBeThere(house, run, round.pid, collector.collected().frames)
      past = askPrometheus(house, run, evidence, measures)
      // Thrown where it is awaited; a deeper round that fails first must not leave it unhandled.
      past.catch(() => undefined)
    }
    const next = nextRound(plan, facts, evidence, made)
    if (next === null) break
    await keepMeant(collector, next)
    made = { ...made, deeper: last }
    round = next
  }
  mustBeThere(house, run, round.pid, collector.collected().frames)
  return { past, looks }
}

/** Parse, measure (stored at once), compare, analyze: what is known from the frames kept so far. */
async function judgeNow(house: House, run: Run, collector: Collector): Promise<Judged> {
  // The one long stretch of a check: of many that are ready together each has a turn, and people are answered between.
  await house.clock.sleep(0)
  // The instant of the last frame: from here on all is a function of the capture, and a replay says the same.
  const nowMs = collector.collected().frames.at(-1)?.atMs ?? house.clock.now()
  const kept = keptOf(run, collector)
  const known = read(kept, house.formats, nowMs)
  house.log.step(run.id, 'parsed')
  const history = await historyOf(house.store, known.measures, nowMs)
  await house.store.measure(measuredOf(run.id, known))
  await keepPast(house, known, run.target.host, nowMs)
  house.log.step(run.id, 'measured')
  const of = judge(house, kept, known, history, nowMs, run.lang)
  house.log.step(run.id, 'analyzed')
  return { ...of, report: marked(of.report, await house.store.mutes(nowMs)) }
}

/** What the host is, where this run looked: a pulse does not. */
async function keepFacts(
  house: House,
  run: Run,
  { evidence, facts, report }: Judged,
): Promise<void> {
  if (evidence.has(hostSystem.id))
    await house.store.keepFacts(run.target.host, { facts, atMs: report.atMs })
}

/** Each source is authorized by its own class, for the one who asked. */
function allowedSources(house: House, run: Run, actor: Actor): readonly AnySource[] {
  const host = hostNamed(house, run.target.host)
  return house.sources.filter(
    (source) =>
      authorize(house.law, actor, { name: `source:${source.id}`, class: source.class }, host)
        .allowed,
  )
}

/** True but for a number that leads nowhere, or elsewhere: of that no first verdict is given. */
function isProcess(pid: number | null, frames: readonly Frame[]): boolean {
  return pid === null || (!isGone(pid, frames) && processOfThread(pid, frames) === null)
}

/** From here on the capture itself tells what is meant, and a replay speaks of the same. */
async function keepMeant(collector: Collector, { meant }: Round): Promise<void> {
  if (meant === undefined) return
  await collector.add(meantTarget.id, { kind: 'ok', text: meantText(meant), cut: null })
}

/** A process that was asked for by number and is not there is an answer of its own, not a report with gaps. */
function mustBeThere(house: House, run: Run, pid: number | null, frames: readonly Frame[]): void {
  const { target } = run
  if (target.kind === 'group') {
    if (pid === null || !hasEnded(pid, frames)) return
    const word = `${target.by}:${target.word}`
    throw new UserError('no-such-group', { host: target.host, word, choices: '' })
  }
  if (isGone(pid, frames)) {
    const at = { host: run.target.host, word: String(pid), near: '' }
    throw absentProcess(parseFrames(frames, house.formats), at)
  }
}

/** The start time is read first and last: if it changed, the pid was given to another process in between. */
function mustBeOne(run: Run, evidence: Evidence): void {
  const first = evidence.reading(processStat, 1)?.value
  const last = evidence.reading(processStat, 2)?.value
  if (first === undefined || last === undefined || first.starttimeTicks === last.starttimeTicks)
    return
  throw new UserError('no-such-process', {
    host: run.target.host,
    word: String(first.pid),
    near: '',
  })
}

export function keptOf(run: Run, collector: Collector): Kept {
  const { frames, cost } = collector.collected()
  return { runId: run.id, host: run.target.host, frames, startedAtMs: run.openedAtMs, cost }
}
