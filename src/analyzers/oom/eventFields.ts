/** The facts of one kill as label and value: what a person looks up at 3 a.m. */
import { formatBytes } from '../../domain/bytes.ts'
import type { DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import { formatDuration, SECOND_MS } from '../../domain/time.ts'
import type { Phrase, Text } from '../../domain/words.ts'
import type { OomEvent, OomVictim } from '../../parsers/kernel/events.ts'
import { isOfGroup } from './cause.ts'
import { victimBytes } from './figures.ts'
import type { Told } from './recurrence.ts'
import { type Clocks, hostTime } from './when.ts'

export const L = {
  killed: { en: 'Killed', zh: '被 kill' },
  asked: { en: 'Asked for memory', zh: '申请者' },
  when: { en: 'When', zh: '时间' },
  host: { en: 'Host time', zh: '主机时间' },
  age: { en: 'Ago', zh: '距今' },
  limit: { en: 'Limit', zh: '上限' },
  usage: { en: 'Usage', zh: '用量' },
  ran: { en: 'Ran in', zh: '所在组' },
  swap: { en: 'Swap free', zh: 'swap 剩余' },
  adj: { en: 'oom_score_adj', zh: 'oom_score_adj' },
} as const satisfies Record<string, Phrase>

const VICTIMS_SHOWN = 6

export function eventFields(one: Told, clocks: Clocks, ctx: DrilldownContext): Block {
  const { event, when } = one
  const local = hostTime(event.at, when.atMs, clocks)
  const rows: readonly (readonly [Phrase, Text | null])[] = [
    [L.killed, killedText(event)],
    [L.asked, askedText(event)],
    [L.when, when.atMs === null ? [when.printed] : [{ timeMs: when.atMs }]],
    [L.host, local === null ? null : [local]],
    [L.age, live(clocks, when.ageSec)],
    [L.limit, limitText(event)],
    [L.usage, event.memcg?.usageBytes == null ? null : [formatBytes(event.memcg.usageBytes)]],
    [L.ran, event.taskMemcg === null ? null : [event.taskMemcg]],
    [L.swap, swapText(event)],
    [L.adj, adjText(event.victims[0])],
  ]
  return {
    kind: 'fields',
    fields: rows.flatMap(([label, value]) =>
      value === null ? [] : [{ label: [label[ctx.lang]], value }],
    ),
  }
}

function killedText(event: OomEvent): Text {
  const shown = event.victims.slice(0, VICTIMS_SHOWN).map(({ name, pid }) => `${name} ${pid}`)
  const more = event.victims.length - shown.length
  const bytes = victimBytes(event)
  const size = bytes === null || event.victims.length > 1 ? '' : `, ${formatBytes(bytes)}`
  if (shown.length === 0) return ['–']
  return [`${shown.join(', ')}${more > 0 ? ` +${more}` : ''}${size}`]
}

function askedText({ invoker }: OomEvent): Text | null {
  if (invoker === null) return null
  const flags = /\((.*)\)/.exec(invoker.gfpMask ?? '')?.[1] ?? invoker.gfpMask
  const parts = [
    `${invoker.name} ${invoker.pid ?? ''}`.trim(),
    ...(invoker.order === null ? [] : [`order ${invoker.order}`]),
    ...(flags === null ? [] : [flags]),
  ]
  return [parts.join(', ')]
}

/** An age against the end of a pasted log would be read as an age against today. */
function live(clocks: Clocks, ageSec: number | null): Text | null {
  return clocks.bootAtMs === null || ageSec === null ? null : [formatDuration(ageSec * SECOND_MS)]
}

function limitText(event: OomEvent): Text | null {
  if (!isOfGroup(event)) return null
  const limit = event.memcg?.limitBytes ?? null
  return [`${limit === null ? '–' : formatBytes(limit)} ${event.oomMemcg ?? ''}`.trim()]
}

function swapText({ swap, memcg }: OomEvent): Text | null {
  if (swap === null || memcg !== null) return null
  return [`${formatBytes(swap.freeBytes)} / ${formatBytes(swap.totalBytes)}`]
}

function adjText(victim: OomVictim | undefined): Text | null {
  const adj = victim?.oomScoreAdj ?? null
  return adj === null || adj === 0 ? null : [String(adj)]
}
