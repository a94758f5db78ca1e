/** Growth of a host: which program it is put down to, and when none is named. */
import { describe, expect, test } from 'vitest'
import { hostGrowth } from '../../src/analyzers/host-growth/index.ts'
import { GIB, MIB } from '../../src/domain/bytes.ts'
import type { ComponentSnapshot } from '../../src/domain/components.ts'
import type { Block } from '../../src/domain/report.ts'
import { HOUR_MS } from '../../src/domain/time.ts'
import { type Lang, plain } from '../../src/domain/words.ts'
import { judgeGrowth } from '../../src/growth/judge.ts'
import { NOW_MS, rows } from '../growth/rows.ts'
import { asked, contextOf } from '../hosts/load.ts'

const ctx = contextOf('healthy')
const HOST = { ...ctx, subject: { kind: 'host', host: 'db1', name: 'db1' } as const }
const GROWTH = judgeGrowth({
  rows: rows(60, HOUR_MS, (i) => GIB + i * 40 * MIB + (i % 3) * MIB),
  incarnation: 'life-1',
  metric: 'anonAndSwapBytes',
  limit: null,
  caps: [],
  imported: null,
  nowMs: NOW_MS,
})

/** A leaker among programs that stand, and of what the kernel holds as much again where it grows too. */
function looks(
  count: number,
  of: { readonly kernelMib?: number; readonly cut?: number } = {},
): readonly ComponentSnapshot[] {
  return Array.from({ length: count }, (_, i) => ({
    atMs: NOW_MS - (count - 1 - i) * HOUR_MS,
    complete: i >= (of.cut ?? 0),
    totalBytes: 3 * GIB + i * (40 + (of.kernelMib ?? 0)) * MIB,
    parts: [
      { path: ['java'], bytes: 2 * GIB, count: 1 },
      { path: ['php-fpm: pool www'], bytes: GIB + i * 40 * MIB, count: 4 + i },
      { path: ['sshd'], bytes: 9 * MIB, count: 3 },
    ],
  }))
}

function codes(programs: readonly ComponentSnapshot[], growth = GROWTH): readonly string[] {
  const outcome = hostGrowth.run({ ...HOST, growth, components: programs })
  return outcome.kind === 'ran' ? outcome.findings.map(({ code }) => code) : []
}

function who(programs: readonly ComponentSnapshot[], lang: Lang = 'en'): readonly string[] {
  const [drilldown] = hostGrowth.drilldowns
  return (drilldown?.answer({ ...asked({ ...HOST, components: programs }, lang) }) ?? []).map(shown)
}

function shown(block: Block): string {
  if (block.kind === 'text') return plain(block.text)
  if (block.kind !== 'table') return block.kind
  const lines = [block.columns.map(({ title }) => title), ...block.rows]
  return [plain(block.caption), ...lines.map((line) => line.join(' | '))].join('\n')
}

describe('the finding', () => {
  test('names the program from four looks on', () => {
    expect(GROWTH?.verdict).toBe('leaking')
    expect(codes(looks(3))).toEqual(['growth.steady'])
    expect(codes(looks(4))).toEqual(['growth.steady', 'growth.program'])
    expect(codes(looks(12))).toEqual(['growth.steady', 'growth.program'])
  })

  test('names none when most of the growth is nobody’s', () => {
    expect(codes(looks(12, { kernelMib: 200 }))).toEqual(['growth.steady'])
  })

  test('is silent on a host that does not grow', () => {
    expect(codes(looks(12), null)).toEqual([])
  })
})

describe('who', () => {
  test('after one look says what is needed', () => {
    expect(who(looks(1))).toEqual([
      'This is the first look at the programs of db1 since its boot: who grew is told from the second on. Each check keeps one, at most one in five minutes.',
    ])
  })

  test('after two looks has candidates and no culprit', () => {
    expect(who(looks(2))).toEqual([
      [
        'Between 2 looks over 1 h: candidates, the likeliest first. So few looks name no culprit.',
        'program | then | now | grew by | share | count',
        'php-fpm: pool www | 1 GiB | 1.04 GiB | 40 MiB | 100 % | 4 → 5',
      ].join('\n'),
      'In use and swapped out grew by 40 MiB in that time; the programs together account for all of it.',
    ])
  })

  test('tells what no program explains, and which looks were cut', () => {
    const said = who(looks(12, { kernelMib: 10, cut: 2 }), 'zh')
    expect(said).toEqual([
      [
        '11 h 内 12 次记录，按可能性排列',
        '程序 | 当时 | 现在 | 增加 | 占比 | 数量',
        'php-fpm: pool www | 1 GiB | 1.43 GiB | 440 MiB | 80 % | 4 → 15',
      ].join('\n'),
      '同期占用与换出的内存共增加 550 MiB，其中 110 MiB 不属于任何程序：内核、共享内存、tmpfs，或已结束的程序。',
      '其中 2 次记录没有列出全部程序，缺少的部分不按 0 计算。',
    ])
  })

  test('says so when nothing grew', () => {
    const still = looks(8).map((one, i) => ({ ...(looks(1)[0] ?? one), atMs: T(i) }))
    expect(who(still)).toEqual(['In 8 looks over 7 h no program of db1 grew.'])
  })
})

const T = (i: number): number => NOW_MS - (7 - i) * HOUR_MS
