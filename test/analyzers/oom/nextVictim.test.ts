import { describe, expect, test } from 'vitest'
import { oom } from '../../../src/analyzers/oom/index.ts'
import type { Block } from '../../../src/domain/report.ts'
import { plain } from '../../../src/domain/words.ts'
import { asked, contextOf } from '../../hosts/load.ts'
import { fixture } from '../../parsers/helpers.ts'
import { frame } from '../frames.ts'

interface Process {
  readonly pid: number
  readonly comm: string
  readonly rssKb: number
  readonly score: number
  readonly adj?: number
  readonly group?: string
}

/** The kernel's own thread, init and these. */
function host(processes: readonly Process[], more: readonly ReturnType<typeof frame>[] = []) {
  const stat = (pid: number, comm: string, flags: number) =>
    `${pid}/stat:${pid} (${comm}) S 1 ${pid} ${pid} 0 -1 ${flags} 0 0 0 0 0 9 0 0 20 0 1 0 11 0 0 18446744073709551615 0 0 0 0`
  const lines = processes.flatMap(({ pid, comm, rssKb, group }) => [
    stat(pid, comm, 4194560),
    `${pid}/status:VmRSS:\t${rssKb} kB`,
    `${pid}/status:RssAnon:\t${rssKb} kB`,
    `${pid}/status:VmSwap:\t0 kB`,
    `${pid}/cgroup:4:memory:${group ?? '/'}`,
  ])
  const scores = processes.flatMap(({ pid, score, adj }) => [
    `${pid}/oom_score:${score}`,
    `${pid}/oom_score_adj:${adj ?? 0}`,
  ])
  const frames = [
    frame('proc/processes', [stat(2, 'kthreadd', 2129984), ...lines].join('\n')),
    frame('proc/oom-scores', ['2/oom_score:0', ...scores].join('\n')),
    ...more,
  ]
  return contextOf('sdw3', { frames })
}

const ask = (ctx: ReturnType<typeof host>): readonly Block[] =>
  oom.drilldowns.find(({ name }) => name === 'next-victim')?.answer(asked(ctx, 'en')) ?? []

const textOf = (block: Block | undefined): string =>
  block?.kind === 'text' ? plain(block.text) : ''

const rowsOf = (block: Block | undefined): readonly string[] =>
  block?.kind === 'table' ? block.rows.map((row) => row.join(' | ')) : []

const INIT: Process = { pid: 1, comm: 'systemd', rssKb: 9_999_999, score: 0 }

describe('next-victim', () => {
  test("is the kernel's highest score, not the largest; init and kernel threads are never it", () => {
    const [first, table] = ask(
      host([
        INIT,
        { pid: 10, comm: 'postgres', rssKb: 800_000, score: 700 },
        { pid: 11, comm: 'job', rssKb: 100_000, score: 900, adj: 500 },
      ]),
    )
    expect(textOf(first)).toBe(
      'If sdw3 runs out of memory now, job (pid 11, 97.7 MiB of its own) goes first.',
    )
    expect(rowsOf(table)).toEqual([
      '11 | job | 900 | 500 | 97.7 MiB',
      '10 | postgres | 700 | 0 | 781 MiB',
    ])
  })

  test('names what is protected, which is not in line at all', () => {
    const [, table, spared] = ask(
      host([
        { pid: 10, comm: 'postgres', rssKb: 800_000, score: 0, adj: -1000 },
        { pid: 11, comm: 'job', rssKb: 100_000, score: 690 },
      ]),
    )
    expect(rowsOf(table)).toHaveLength(1)
    expect(textOf(spared)).toContain('postgres (pid 10)')
  })

  test('equal scores go by size', () => {
    const [, table] = ask(
      host([
        { pid: 10, comm: 'small', rssKb: 1000, score: 667 },
        { pid: 11, comm: 'large', rssKb: 5000, score: 667 },
      ]),
    )
    expect(rowsOf(table)[0]).toContain('large')
  })

  test('after a kill by a group’s limit, the group is what is searched', () => {
    const log = frame('kernel/log', fixture('kernel/oom-v2-max-6.1.txt'))
    const [first, table] = ask(
      host(
        [
          { pid: 10, comm: 'postgres', rssKb: 800_000, score: 990 },
          { pid: 11, comm: 'api', rssKb: 20_000, score: 667, group: '/app.slice/api.service' },
          { pid: 12, comm: 'helper', rssKb: 9000, score: 667, group: '/app.slice/api.service/x' },
        ],
        [log],
      ),
    )
    expect(textOf(first)).toContain('/app.slice/api.service meets its limit of 32 MiB now, api')
    expect(rowsOf(table)).toHaveLength(2)
  })

  test('nobody left to kill is said', () => {
    expect(textOf(ask(host([INIT]))[0])).toContain('No process here may be killed')
  })
})
