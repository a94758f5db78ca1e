/** What one reading is worth: age and mean, peak, role and rank; only what is known, and never a trend. */
import { describe, expect, test } from 'vitest'
import { type SoFarInput, soFar } from '../../src/analyzers/leak/soFar.ts'
import { WORDS } from '../../src/analyzers/leak/words.ts'
import type { AnalyzeContext } from '../../src/domain/analyzer.ts'
import { MIB } from '../../src/domain/bytes.ts'
import { DAY_MS, HOUR_MS } from '../../src/domain/time.ts'
import { plain, sayWhy } from '../../src/domain/words.ts'
import type { ProcessRow } from '../../src/parsers/proc/processes.ts'
import type { ProcessStatus } from '../../src/parsers/proc/status.ts'
import { contextOf } from '../hosts/load.ts'

const NOW = 1e12
const MiB = (count: number): number => count * MIB

interface Made {
  readonly ageMs?: number | null
  readonly status?: Partial<ProcessStatus>
  readonly rows?: readonly Partial<ProcessRow>[]
}

function numbers({ ageMs = 2 * DAY_MS, status = {}, rows = [] }: Made) {
  const base = contextOf('healthy')
  const incarnation = { key: 'k', pid: 42, exe: null, argsHash: null }
  const ctx = {
    ...base,
    nowMs: NOW,
    incarnation: { ...incarnation, startedAtMs: ageMs === null ? null : NOW - ageMs },
  } as AnalyzeContext
  const known = { vmHwmBytes: null, vmRssBytes: null, rssAnonBytes: null, vmSwapBytes: null }
  return soFar(
    {
      status: { ...known, ...status } as ProcessStatus,
      processes: rows.length === 0 ? null : { processes: rows as readonly ProcessRow[] },
      args: null,
    } as unknown as SoFarInput,
    ctx,
  )
}

const worker = (pid: number, anonBytes: number, comm = 'gunicorn') => ({
  pid,
  comm,
  anonBytes,
  swapBytes: 0,
  rssBytes: anonBytes,
  unitGroup: null,
  innerPid: null,
  kernelThread: false,
  cgroup: null,
})

describe('numbers only where they are known', () => {
  test.each<[string, Made, object]>([
    [
      'mean since start: anon and swap over age',
      { status: { rssAnonBytes: MiB(300), vmSwapBytes: MiB(100) } },
      { ageSeconds: 172_800, heldBytes: MiB(400), meanBytesPerDay: MiB(200) },
    ],
    ['a start that is not known', { ageMs: null, status: { rssAnonBytes: MiB(300) } }, {}],
    ['minutes old: still being loaded', { ageMs: HOUR_MS / 12, status: { rssAnonBytes: 1 } }, {}],
    ['a small process has no mean worth telling', { status: { rssAnonBytes: MiB(15) } }, {}],
    ['a kernel that does not tell anon', { status: { vmSwapBytes: 0 } }, {}],
    [
      'at its peak',
      { status: { vmHwmBytes: MiB(100), vmRssBytes: MiB(99) } },
      { atPeakBytes: MiB(100) },
    ],
    [
      'gave memory back',
      { status: { vmHwmBytes: MiB(1200), vmRssBytes: MiB(400), vmSwapBytes: 0 } },
      { peakBytes: MiB(1200), rssBytes: MiB(400), lessBytes: MiB(800) },
    ],
    [
      'what was swapped out is not given back',
      { status: { vmHwmBytes: MiB(1200), vmRssBytes: MiB(400), vmSwapBytes: MiB(790) } },
      {},
    ],
    ['a little below is neither', { status: { vmHwmBytes: MiB(100), vmRssBytes: MiB(95) } }, {}],
    ['a small process', { status: { vmHwmBytes: MiB(10), vmRssBytes: MiB(1) } }, {}],
  ])('%s', (_, made, expected) => expect(numbers(made)).toEqual(expected))

  test('its place among its like, and what its role usually holds', () => {
    const rows = [worker(42, MiB(90)), worker(1, MiB(100)), worker(2, MiB(20)), worker(3, MiB(30))]
    expect(numbers({ rows })).toEqual({
      likeRank: 2,
      likeCount: 4,
      likeMedianBytes: MiB(30),
    })
    // Alone, or not in the table: nothing is said.
    expect(numbers({ rows: [worker(7, 1)] })).toEqual({})
  })
})

test('the sentences, in both languages; no more of them than there are numbers', () => {
  const all = numbers({
    status: {
      rssAnonBytes: MiB(400),
      vmSwapBytes: 0,
      vmHwmBytes: MiB(1200),
      vmRssBytes: MiB(400),
    },
  })
  const like = { likeRank: 2, likeCount: 8, likeMedianBytes: MiB(90) }
  const of = { ...all, ...like, moreSamples: 5 }
  expect(plain(sayWhy(WORDS['leak.one-snapshot'], of, 'en'))).toMatchInlineSnapshot(
    `"A verdict needs 5 more readings of this life of the process. It is 2 d old: if all its 400 MiB had grown evenly since its start, that would be 200 MiB/day, an upper bound and no trend. Its RSS peaked at 1.17 GiB and is 400 MiB now: 800 MiB was given back (or file pages were taken from it). By size it is number 2 of 8 alike; the median of the others is 90 MiB."`,
  )
  expect(plain(sayWhy(WORDS['leak.one-snapshot'], of, 'zh'))).toMatchInlineSnapshot(
    `"同一进程生命周期内还需要 5 次采样才能下结论。进程已运行 2 d：假如其 400 MiB 全部自启动起均匀增长，相当于 200 MiB/day；这只是上界，不是趋势。其 RSS 峰值为 1.17 GiB，现为 400 MiB：已归还 800 MiB（或其中的文件页已被回收）。在 8 个同类进程中按占用排第 2，其余的中位数为 90 MiB。"`,
  )
  expect(plain(sayWhy(WORDS['leak.one-snapshot'], { moreSamples: 5 }, 'en'))).toBe(
    'A verdict needs 5 more readings of this life of the process.',
  )
})
