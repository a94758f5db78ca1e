/**
 * Outputs of the kit -> reports, as a check of that host at that time would have given. Readings of one host and
 * process are each other's history. What is to be masked is masked here, before anything is made of it.
 */
import type { CaptureFile } from '../../domain/capture.ts'
import { UserError } from '../../domain/errors.ts'
import type { SampleRow } from '../../domain/sample.ts'
import type { Target } from '../../domain/target.ts'
import type { Lang } from '../../domain/words.ts'
import { reportJson } from '../../report/json.ts'
import { reportMessage } from '../../report/message.ts'
import { KIT_VERSION } from '../../script/kitHead.ts'
import { type KitOutput, kitOutputs } from '../../script/kitOutput.ts'
import { exitOf } from '../check.ts'
import { type Done, EXIT, type Exit } from '../command.ts'
import { read } from '../judge.ts'
import type { Reader } from '../reading/reader.ts'
import { replay } from '../replay.ts'
import { collectorSources, kitText, SAMPLER_SOURCES } from './scripts.ts'
import { type Taken, takenOf } from './taken.ts'

/** Judges all outputs in these texts. Throws UserError `capture-unreadable` for one of another version. */
export function readKits(
  house: Reader,
  files: readonly { readonly name: string; readonly text: string }[],
  lang: Lang,
): Done {
  const taken = files.flatMap(({ name, text }) =>
    kitOutputs(text).flatMap((output) => takenFrom(house, name, output)),
  )
  const names = files.map(({ name }) => name).join(', ')
  const judged = [...byWhom(taken).values()].map((all) => {
    const { report, ...rest } = replay(house, captureOf(house, all), lang)
    const message = reportMessage(report, { lang, final: true, askedBy: names })
    return { message, report, exit: exitOf({ report, ...rest }) }
  })
  const reports = judged.map(({ report }) => reportJson(report))
  return {
    message: {
      text: judged[0]?.message.text ?? '',
      blocks: judged.flatMap(({ message }) => message.blocks),
    },
    exit: worstOf(judged.map(({ exit }) => exit)),
    json: reports.length === 1 ? reports[0] : { reports },
  }
}

function takenFrom(house: Reader, file: string, output: KitOutput): readonly Taken[] {
  if (output.version !== KIT_VERSION) {
    const detail = `memcheck-kit version ${output.version} is not ${KIT_VERSION}`
    throw new UserError('capture-unreadable', { file, detail })
  }
  return takenOf(
    output,
    { collector: collectorSources(house), sampler: SAMPLER_SOURCES },
    {
      host: file.slice(file.lastIndexOf('/') + 1) || file,
      untoldMs: house.clock.now(),
      todaySha256: house.ids.sha256(kitText(house, output.kind).script),
    },
  )
}

/** Readings of one host and process, oldest first. */
function byWhom(taken: readonly Taken[]): ReadonlyMap<string, readonly Taken[]> {
  const groups = new Map<string, Taken[]>()
  for (const one of [...taken].sort((a, b) => a.atMs - b.atMs)) {
    const key = `${one.host} ${one.pid ?? '-'}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return groups
}

/** The newest reading, with the others as its history. */
function captureOf(house: Reader, all: readonly Taken[]): CaptureFile {
  const newest = all.at(-1)
  if (newest === undefined) throw new Error('a group of readings is never empty')
  const { host, pid, atMs, frames, bytes } = newest
  const target: Target = pid === null ? { kind: 'host', host } : { kind: 'pid', host, pid }
  return {
    kind: 'memcheck-capture',
    version: 1,
    writtenBy: house.version,
    capture: {
      runId: 'kit',
      host,
      target,
      startedAtMs: atMs,
      frames,
      cost: { execs: 1, bytes, hostMs: 0, stoppedMs: 0 },
    },
    history: all.slice(0, -1).flatMap((one) => rowsOf(house, one)),
    nowMs: atMs,
    host: { name: host, memory: false },
  }
}

function rowsOf({ formats }: Reader, { host, atMs, frames, bytes }: Taken): readonly SampleRow[] {
  const cost = { execs: 1, bytes, hostMs: 0, stoppedMs: 0 } as const
  const kept = { runId: 'kit', host, frames, startedAtMs: atMs, cost }
  const { measures } = read(kept, formats, atMs)
  const lives = new Map(measures.all.map(({ incarnation }) => [incarnation.key, incarnation]))
  return measures.samples.map((sample) => {
    const life = lives.get(sample.incarnation)
    return { ...sample, startedAtMs: life?.startedAtMs ?? null, pid: life?.pid ?? null }
  })
}

/** What was found before what could not be read, that before what could not be checked, and all before fine. */
export function worstOf(exits: readonly Exit[]): Exit {
  const order: readonly Exit[] = [EXIT.found, EXIT.partly, EXIT.unchecked]
  return order.find((exit) => exits.includes(exit)) ?? EXIT.fine
}
