import { describe, expect, test } from 'vitest'
import { ANALYZERS } from '../../src/analyzers/index.ts'
import type { Drilldown } from '../../src/domain/drilldown.ts'
import type { Block } from '../../src/domain/report.ts'
import { LANGS, plain } from '../../src/domain/words.ts'
import { smaps } from '../../src/parsers/proc/smaps.ts'
import { asked, contextOf, framesOf, HOSTS } from '../hosts/load.ts'

const DRILLDOWNS = ANALYZERS.flatMap(({ drilldowns }) => drilldowns)

function drilldown(name: string): Drilldown {
  const found = DRILLDOWNS.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no drilldown ${name}`)
  return found
}

const answer = (name: string, host: string, lang: 'en' | 'zh' = 'en'): readonly Block[] =>
  drilldown(name).answer(asked(contextOf(host), lang))

function wordsOf(block: Block): string {
  switch (block.kind) {
    case 'text':
      return plain(block.text)
    case 'table':
      return plain(block.caption)
    default:
      return ''
  }
}

describe.each(DRILLDOWNS.map((one) => [one.name, one] as const))('%s', (_, one) => {
  test.each([...HOSTS, 'nothing'])('answers on %s, whatever is missing there', (host) => {
    const ctx = host === 'nothing' ? contextOf(host, { frames: [] }) : contextOf(host)
    for (const lang of LANGS) {
      const blocks = one.answer(asked(ctx, lang))
      expect(blocks.length).toBeGreaterThan(0)
      for (const block of blocks) {
        expect(wordsOf(block)).not.toMatch(/[{}]|undefined|NaN/)
        if (block.kind !== 'table') continue
        for (const row of block.rows) expect(row).toHaveLength(block.columns.length)
        expect(block.rows.flat().filter((cell) => /undefined|NaN|null/.test(cell))).toEqual([])
      }
    }
  })
})

test('smaps names the arenas first on the arena host', () => {
  const [, owners] = answer('smaps', 'arena')
  expect(owners?.kind === 'table' ? owners.rows[0] : null).toMatchInlineSnapshot(`
    [
      "[glibc arenas]",
      "391 MiB",
      "391 MiB",
      "391 MiB",
    ]
  `)
})

describe('the picture of smaps', () => {
  const picture = (host: string, lang: 'en' | 'zh') => {
    const [first] = answer('smaps', host, lang)
    return first?.kind === 'chart' && first.chart.kind === 'treemap' ? first.chart : null
  }

  test('speaks English, and is read aloud in the language of the reader', () => {
    const chart = picture('shm', 'zh')
    expect(chart?.title).toBe('SYSV4d454d43 holds 51 % of 126 MiB resident')
    expect(chart?.alt).toMatch(/^SYSV4d454d43 占常驻内存 126 MiB 的 51 %。.*共享内存 112 MiB.*。$/)
    expect(picture('shm', 'en')?.alt).toMatch(/^SYSV4d454d43 holds .*shared memory 112 MiB.*\.$/)
  })

  test.each(['arena', 'healthy', 'shm', 'deleted'])(
    '%s: tiles and kinds add up to its RSS',
    (host) => {
      const chart = picture(host, 'en')
      const rssBytes = contextOf(host)
        .evidence.get(smaps)
        ?.mappings.reduce((sum, mapping) => sum + mapping.rssBytes, 0)
      const sum = (of: readonly { readonly bytes: number }[]): number =>
        of.reduce((all, { bytes }) => all + bytes, 0)
      expect(sum(chart?.kinds ?? [])).toBe(rssBytes)
      expect(sum([...(chart?.tiles ?? []), ...(chart === null ? [] : [chart.others])])).toBe(
        rssBytes,
      )
    },
  )

  test('is not made where smaps was not read', () => {
    const frames = framesOf('arena').filter(({ source }) => source !== 'proc/PID/smaps')
    const blocks = drilldown('smaps').answer(asked(contextOf('arena', { frames }), 'en'))
    expect(blocks.filter(({ kind }) => kind === 'chart')).toEqual([])
  })
})

test('smaps that was too large says its price, and shows what maps tells', () => {
  const frames = framesOf('arena').map((frame) =>
    frame.source === 'proc/PID/smaps'
      ? { ...frame, raw: { kind: 'gap', reason: 'too-large', detail: '' } as const }
      : frame,
  )
  const [price, sizes] = drilldown('smaps').answer(asked(contextOf('arena', { frames }), 'en'))
  expect(price?.kind === 'text' ? plain(price.text) : '').toContain('59 mappings')
  expect(sizes?.kind === 'table' ? sizes.rows[0] : null).toMatchInlineSnapshot(`
    [
      "[glibc arenas]",
      "16",
      "512 MiB",
    ]
  `)
})

test('cgroup shows the binding limit by name, and says when there is none', () => {
  const first = (host: string, lang: 'en' | 'zh') => {
    const [binding] = answer('cgroup', host, lang)
    return binding?.kind === 'text' ? plain(binding.text) : null
  }
  expect(first('v2max', 'en')).toBe(
    'The limit with the least room left: memory.max /app.slice/api.service (32 MiB).',
  )
  expect(first('v2high', 'zh')).toBe('各级均未设置硬上限：上限即整机内存。')
})

test('cgroup has a row for each group, with memory.high beside the limit and without what is 0 in all', () => {
  const [, groups] = answer('cgroup', 'v2high')
  expect(groups?.kind === 'table' ? groups.rows.map((row) => row.join(' | ')) : null).toEqual([
    'api.service | 18.5 MiB | 18.2 MiB | max | 16 MiB | 18.5 MiB | 96 KiB',
  ])
})

test('top lists processes by what only they can give back, without kernel threads', () => {
  const [top] = answer('top', 'swap')
  expect(top?.kind === 'table' ? top.rows : null).toMatchInlineSnapshot(`
    [
      [
        "3836",
        "retouch",
        "52.7 MiB",
        "75.4 MiB",
        "53.9 MiB",
        "app-swap",
      ],
    ]
  `)
})

test('meminfo adds up', () => {
  const [sum, levels] = answer('meminfo', 'swap')
  expect(
    sum?.kind === 'table' ? sum.rows.map((row) => row.join(' | ')) : null,
  ).toMatchInlineSnapshot(`
    [
      "free | 22.9 GiB | 97 % | MemFree",
      "page cache | 224 MiB | 0.9 % | Cached+Buffers-Shmem",
      "slab, reclaimable | 224 MiB | 0.9 % | SReclaimable",
      "processes | 63.7 MiB | 0.3 % | AnonPages",
      "slab, unreclaimable | 31.4 MiB | 0.1 % | SUnreclaim",
      "vmalloc | 12.7 MiB | 0.1 % | VmallocUsed-KernelStack",
      "shared, tmpfs | 8.58 MiB | 0 % | Shmem",
      "page tables | 2.01 MiB | 0 % | PageTables",
      "kernel stacks | 1.34 MiB | 0 % | KernelStack",
      "per-CPU | 952 KiB | 0 % | Percpu",
      "not accounted for | 95.2 MiB | 0.4 % | ",
    ]
  `)
  expect(levels?.kind === 'text' ? plain(levels.text) : '').toMatchInlineSnapshot(
    `"What is not accounted for belongs to drivers, firmware and network buffers. Available 23 GiB; swap 117 MiB free of 192 MiB; committed 182 MiB (limit 12 GiB, enforced only with overcommit_memory=2)."`,
  )
})

test('status is shown as the kernel printed it', () => {
  const [block] = answer('status', 'jvm')
  expect(block?.kind === 'code' ? block.text.split('\n')[0] : null).toBe('Name:\tjava')
})
