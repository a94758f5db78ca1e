/** `next-victim`: whom the kernel would kill now, by its own score, and in the group that is full if one is. */
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import type { Phrase } from '../../domain/words.ts'
import { oomScores } from '../../parsers/proc/oomScores.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { bytesColumn, missing, table, text, textColumn } from '../blocks.ts'
import { groupName } from '../names.ts'
import { type Group, inLine } from './inLine.ts'
import type { Candidate, Ranking } from './ranking.ts'

const SHOWN = 10

export const L = {
  title: { en: 'Who would be OOM-killed next', zh: '下一个可能被 OOM kill 的进程' },
  host: {
    en: 'If {host} runs out of memory now, {name} (pid {victimPid}, {heldBytes} of its own) goes first.',
    zh: '如果 {host} 现在耗尽内存，最先被 kill 的是 {name}（PID {victimPid}，自身占用 {heldBytes}）。',
  },
  group: {
    en: 'If {group} meets its limit of {limitBytes} now, {name} (pid {victimPid}, {heldBytes} of its own) goes first, by our sum.',
    zh: '如果 {group} 现在触及上限 {limitBytes}，按我们的估算，最先被 kill 的是 {name}（PID {victimPid}，自身占用 {heldBytes}）。',
  },
  nobody: {
    en: 'No process here may be killed: the kernel would panic or wait.',
    zh: '这里没有可以 kill 的进程：内核会 panic 或一直等待。',
  },
  caption: {
    en: 'The likeliest {shown} of {count}, the first in line on top',
    zh: '最可能的前 {shown} 个（共 {count} 个），最先的在最上面',
  },
  rule: {
    en: "The kernel ranks by size alone (RSS + swap + page tables) and moves that by oom_score_adj, in thousandths of what there is to give out. Not by who grew, how old or how important it is. Since 5.9 a process without memory shows 666. The order is this instant's.",
    zh: '内核只看大小（RSS + swap + 页表），再按 oom_score_adj（以可分配总量的千分之一为单位）加减；不看谁在增长、运行了多久或是否重要。自 5.9 起，不占内存的进程也显示 666。以上为此刻的排序。',
  },
  spared: {
    en: '{count} process(es) are never killed (oom_score_adj -1000); the largest is {name} (pid {victimPid}) with {heldBytes}.',
    zh: '{count} 个进程永不被 kill（oom_score_adj -1000）；最大的是 {name}（PID {victimPid}），占用 {heldBytes}。',
  },
  process: { en: 'process', zh: '进程' },
  score: { en: 'score', zh: '评分' },
  adj: { en: 'adj', zh: 'adj' },
  held: { en: 'anon+swap', zh: '匿名+swap' },
  cgroup: { en: 'group', zh: 'cgroup' },
} as const satisfies Record<string, Phrase>

export const nextVictim: Drilldown = {
  name: 'next-victim',
  title: L.title,
  class: 'look',
  args: 'none',
  scope: 'host',
  wants: [processes, oomScores],
  answer(ctx) {
    const line = inLine(ctx.evidence)
    if (line === null) {
      return [missing(ctx, ctx.evidence.has(processes.id) ? oomScores : processes)]
    }
    const { ranking, group } = line
    return [
      first(ranking, group, ctx),
      ...(ranking.candidates.length === 0 ? [] : [candidates(ranking, ctx)]),
      ...spared(ranking, ctx),
      text(ctx, L.rule),
    ]
  },
}

function first(ranking: Ranking, group: Group | null, ctx: DrilldownContext): Block {
  const [top] = ranking.candidates
  if (top === undefined) return text(ctx, L.nobody)
  return group === null
    ? text(ctx, L.host, { host: ctx.subject.host, ...named(top) })
    : text(ctx, L.group, { group: group.path, limitBytes: group.limitBytes, ...named(top) })
}

function named({ row, heldBytes }: Candidate) {
  return { name: row.comm, victimPid: String(row.pid), heldBytes }
}

function candidates({ candidates: all }: Ranking, ctx: DrilldownContext): Block {
  const shown = all.slice(0, SHOWN)
  return table<Candidate>(
    ctx,
    L.caption,
    { shown: shown.length, count: all.length },
    [
      { title: { en: 'PID', zh: 'PID' }, align: 'right', cell: ({ row }) => String(row.pid) },
      textColumn(L.process, ({ row }) => row.comm),
      { title: L.score, align: 'right', cell: ({ score }) => numberOrDash(score) },
      { title: L.adj, align: 'right', cell: ({ adj }) => numberOrDash(adj), idle: '0' },
      bytesColumn(L.held, ({ heldBytes }) => heldBytes),
      { ...textColumn(L.cgroup, ({ row }) => groupName(row.cgroup ?? '')), idle: '/' },
    ],
    shown,
  )
}

function spared(ranking: Ranking, ctx: DrilldownContext): readonly Block[] {
  const [largest] = ranking.spared
  if (largest === undefined) return []
  return [text(ctx, L.spared, { count: ranking.spared.length, ...named(largest) })]
}

function numberOrDash(number: number | null): string {
  return number === null ? '–' : String(number)
}
