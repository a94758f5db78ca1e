/** What our own readings saw before a kill: the victim's growth, or the host's memory going down. */
import type { DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import type { SampleRow } from '../../domain/sample.ts'
import { HOUR_MS, SECOND_MS } from '../../domain/time.ts'
import type { Phrase } from '../../domain/words.ts'
import { text } from '../blocks.ts'
import type { Told } from './recurrence.ts'

/** Readings older than this before a kill do not explain it. */
const LOOK_BACK_MS = 24 * HOUR_MS

export const L = {
  grew: {
    en: 'Before it, by our own readings: {subject} went from {fromBytes} to {toBytes} of anonymous memory and swap in {spanSeconds}; the last reading was {leadSeconds} before the kill.',
    zh: '此前据我们的采样：{subject} 的匿名内存 + swap 在 {spanSeconds} 内由 {fromBytes} 变为 {toBytes}；最后一次采样在 kill 前 {leadSeconds}。',
  },
  host: {
    en: 'Before it, by our own readings: available memory of {subject} went from {fromBytes} to {toBytes} in {spanSeconds}; the last reading was {leadSeconds} before the kill.',
    zh: '此前据我们的采样：{subject} 的可用内存在 {spanSeconds} 内由 {fromBytes} 变为 {toBytes}；最后一次采样在 kill 前 {leadSeconds}。',
  },
} as const satisfies Record<string, Phrase>

export function beforeKill(one: Told, ctx: DrilldownContext): readonly Block[] {
  const killedAtMs = one.when.atMs
  if (killedAtMs === null) return []
  const rows = ctx.history.filter(
    ({ atMs }) => atMs < killedAtMs && atMs >= killedAtMs - LOOK_BACK_MS,
  )
  const last = rows.at(-1)
  if (last === undefined) return []
  // One life only: what an earlier one of the same name did is another story.
  const life = rows.filter((row) => row.incarnation === last.incarnation)
  const points = life.flatMap((row) => {
    const bytes = levelOf(row)
    return bytes === null ? [] : [{ atMs: row.atMs, bytes }]
  })
  const [from, to] = [points[0], points.at(-1)]
  if (from === undefined || to === undefined || from === to) return []
  if (last.kind === 'process' && !one.event.victims.some(({ pid }) => pid === last.pid)) return []
  return [
    text(ctx, last.kind === 'process' ? L.grew : L.host, {
      subject: ctx.subject.name,
      fromBytes: from.bytes,
      toBytes: to.bytes,
      spanSeconds: (to.atMs - from.atMs) / SECOND_MS,
      leadSeconds: (killedAtMs - to.atMs) / SECOND_MS,
    }),
  ]
}

function levelOf(row: SampleRow): number | null {
  if (row.kind === 'host') return row.values.memAvailableBytes
  if (row.kind !== 'process') return null
  const { anonBytes, swapBytes } = row.values
  return anonBytes === null ? null : anonBytes + (swapBytes ?? 0)
}
