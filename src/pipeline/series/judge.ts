/** Series -> verdicts, in workers, in the order in which they were read, as they come. */
import type { Detected, DetectInput } from '../../domain/detected.ts'
import { UserError } from '../../domain/errors.ts'
import type { Compute } from '../../domain/ports.ts'
import { ownNowMs } from '../../growth/ownNow.ts'
import type { FoundSeries } from '../../parsers/series/found.ts'
import type { SeriesItem } from './items.ts'

export interface JudgedSeries {
  readonly kind: 'judged'
  readonly file: string
  readonly series: Omit<FoundSeries, 'atMs' | 'values' | 'lives'>
  /** Points that were given to be judged. */
  readonly points: number
  readonly detected: Detected
}

type Answer = JudgedSeries | Exclude<SeriesItem, { readonly kind: 'series' }>

/** A task is some milliseconds of work: fewer points, and handing them over costs more than judging them. */
const TASK_POINTS = 4000
const TASK_SERIES = 32
/** Tasks under way: enough that workers do not wait for the reader, few enough to be held. */
const TASKS_AHEAD = 8

/** The items, each series with its verdict. A task that fails is one `failed` for each of its series. */
export async function* judgedItems(
  items: AsyncIterable<SeriesItem>,
  compute: Compute,
): AsyncIterable<Answer> {
  const ahead: Promise<readonly Answer[]>[] = []
  let [batch, points]: [SeriesItem[], number] = [[], 0]
  const send = (): void => {
    const task = answersOf(batch, compute)
    // A bug in one that nobody waits for yet is thrown where it is waited for.
    task.catch(() => undefined)
    ahead.push(task)
    ;[batch, points] = [[], 0]
  }
  for await (const item of items) {
    batch.push(item)
    points += item.kind === 'series' ? item.series.atMs.length : 0
    if (points < TASK_POINTS && batch.length < TASK_SERIES) continue
    send()
    if (ahead.length > TASKS_AHEAD) yield* (await ahead.shift()) ?? []
  }
  send()
  for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) yield* await next
}

async function answersOf(
  batch: readonly SeriesItem[],
  compute: Compute,
): Promise<readonly Answer[]> {
  const inputs = batch.flatMap((item) => (item.kind === 'series' ? [inputOf(item.series)] : []))
  try {
    const outputs = inputs.length === 0 ? [] : await compute.growth(inputs)
    let at = 0
    return batch.flatMap((item): readonly Answer[] => {
      if (item.kind !== 'series') return [item]
      const detected = outputs[at]
      at += 1
      return detected === undefined ? [] : [judgedOf(item, detected)]
    })
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause
    return batch.map((item) =>
      item.kind === 'series'
        ? { kind: 'failed', file: `${item.file}:${item.series.line}`, error: cause }
        : item,
    )
  }
}

function inputOf({ atMs, values, lives, limit }: FoundSeries): DetectInput {
  return { atMs, values, lives, limitBytes: limit, nowMs: ownNowMs(atMs) }
}

function judgedOf(
  item: Extract<SeriesItem, { readonly kind: 'series' }>,
  detected: Detected,
): JudgedSeries {
  const { id, line, limit, losses, atMs } = item.series
  return {
    kind: 'judged',
    file: item.file,
    series: { id, line, limit, losses },
    points: atMs.length,
    detected,
  }
}
