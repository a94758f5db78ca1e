import { describe, expect, test } from 'vitest'
import { fieldsOf, toolNumbers } from '../../src/analyzers/accounting/formulas.ts'
import { accounting } from '../../src/analyzers/accounting/index.ts'
import { partsOf, restOf } from '../../src/analyzers/accounting/parts.ts'
import { GIB, MIB } from '../../src/domain/bytes.ts'
import type { Frame } from '../../src/domain/capture.ts'
import type { WaterfallChart } from '../../src/domain/chart.ts'
import { plain } from '../../src/domain/words.ts'
import { meminfo } from '../../src/parsers/proc/meminfo.ts'
import { asked, contextOf, framesOf, HOSTS } from '../hosts/load.ts'
import { fixture, read } from '../parsers/helpers.ts'
import { findingsOf, frame, said } from './frames.ts'

test.each(HOSTS.filter((host) => framesOf(host).some(({ source }) => source === meminfo.id)))(
  'the parts of MemTotal add up on %s',
  (host) => {
    const mem = contextOf(host).evidence.get(meminfo)
    expect(mem).not.toBeNull()
    if (mem === null) return
    const parts = partsOf(mem)
    expect(parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(mem.memTotalBytes)
    // What no line accounts for is small: the sum really names where the memory is.
    expect(Math.abs(restOf(parts))).toBeLessThan(0.05 * mem.memTotalBytes)
  },
)

test('huge pages of a kernel without a Hugetlb line are counts of their size', () => {
  const { value } = read(
    meminfo,
    'MemTotal: 8388608 kB\nMemFree: 0 kB\nHugePages_Total: 512\nHugepagesize: 2048 kB\nSlab: 300 kB\n',
  )
  const of = (name: string) => partsOf(value).find((part) => part.name === name)?.bytes
  expect(of('huge')).toBe(GIB)
  expect(of('slabFixed')).toBe(300 * 1024)
})

test('lines that overlap are said to, and still add up', () => {
  const { value } = read(meminfo, 'MemTotal: 100 kB\nMemFree: 80 kB\nAnonPages: 30 kB\n')
  expect(partsOf(value).map(({ name, bytes }) => [name, bytes / 1024])).toEqual([
    ['anon', 30],
    ['over', -10],
    ['free', 80],
  ])
})

interface Host {
  readonly totalGib?: number
  readonly anonGib?: number
  readonly freeGib?: number
  readonly availableGib?: number
  readonly arcGib?: number
  readonly balloonPages?: number
  readonly zsPages?: number
}

function host(of: Host) {
  const kb = (gib: number) => `${gib * 1024 * 1024} kB`
  const mem = `MemTotal: ${kb(of.totalGib ?? 32)}\nMemFree: ${kb(of.freeGib ?? 8)}\nMemAvailable: ${kb(of.availableGib ?? 12)}\nCached: ${kb(4)}\nAnonPages: ${kb(of.anonGib ?? 19)}\nSlab: ${kb(0)}`
  const frames: Frame[] = [
    frame('proc/meminfo', mem),
    frame(
      'proc/vmstat',
      `nr_free_pages 2097152\nnr_zspages ${of.zsPages ?? 0}\nballoon_inflate ${of.balloonPages ?? 0}\nballoon_deflate 0`,
    ),
  ]
  if (of.arcGib !== undefined)
    frames.push(frame('zfs/arcstats', `name type data\nsize 4 ${of.arcGib * GIB}`))
  return contextOf('db1', { frames })
}

describe.each<[string, Host, readonly string[]]>([
  ['a gibibyte of drivers on a large host', {}, []],
  ['a small host whose rest is a large share', { totalGib: 2, anonGib: 0.5, freeGib: 0.1 }, []],
  ['an eighth in no line', { anonGib: 16 }, ['info host.unaccounted']],
  ['a third in no line, with room', { anonGib: 8 }, ['info host.unaccounted']],
  [
    'a third in no line, on a host that is short',
    { anonGib: 16, freeGib: 1, availableGib: 2 },
    ['warning host.unaccounted'],
  ],
  ['ZFS has it', { anonGib: 8, arcGib: 10 }, ['info host.unaccounted-arc']],
  ['a small ARC does not explain it', { anonGib: 8, arcGib: 1 }, ['info host.unaccounted']],
  ['a balloon has it', { anonGib: 8, balloonPages: 2_621_440 }, ['info host.unaccounted-balloon']],
  ['compressed swap is accounted for', { anonGib: 8, zsPages: 2_621_440 }, []],
])('%s', (_, of, expected) => {
  test(expected.join(', ') || 'nothing to say', () => {
    expect(said(accounting, host(of))).toEqual(expected)
  })
})

test('a meminfo that free told, or that was cut, leaves nothing over', () => {
  const free = 'MemTotal: 33554432 kB\nMemFree: 1048576 kB\nMemAvailable: 8388608 kB'
  expect(said(accounting, contextOf('db1', { frames: [frame('proc/meminfo', free)] }))).toEqual([])
  const whole = host({ anonGib: 8 }).evidence.text('proc/meminfo') ?? ''
  const cut: Frame = {
    ...frame('proc/meminfo', ''),
    raw: { kind: 'ok', text: `${whole}Huge`, cut: 'cap' },
  }
  expect(said(accounting, contextOf('db1', { frames: [cut] }))).toEqual([])
})

test('the ARC is asked for only where something is missing', () => {
  const ids = (of: Host) => {
    const { evidence, facts } = host(of)
    return accounting.deeper?.({ evidence, facts, pid: null }).map(({ id }) => id)
  }
  expect(ids({})).toEqual([])
  expect(ids({ anonGib: 8 })).toEqual(['zfs/arcstats'])
})

test('what ZFS holds is told with both numbers, and quoted', () => {
  const [finding] = findingsOf(accounting, host({ anonGib: 8, arcGib: 10 }))
  expect(finding?.numbers).toMatchObject({ restBytes: 12 * GIB, arcBytes: 10 * GIB })
  expect(finding?.evidence[0]).toEqual({ source: 'zfs/arcstats', line: `size 4 ${10 * GIB}` })
})

const drilldown = (name: string) => accounting.drilldowns.find((one) => one.name === name)
const blocks = (name: string, ctx: ReturnType<typeof host>) =>
  drilldown(name)?.answer(asked(ctx, 'en')) ?? []
const chartOf = (ctx: ReturnType<typeof host>): WaterfallChart | null => {
  const [first] = blocks('waterfall', ctx)
  return first?.kind === 'chart' && first.chart.kind === 'waterfall' ? first.chart : null
}

test('waterfall draws the parts in the order of the table, and they lead to the total', () => {
  const chart = chartOf(host({ anonGib: 8 }))
  expect(chart?.steps.map(({ label, bytes, strong }) => [label, bytes / GIB, strong])).toEqual([
    ['Processes', 8, false],
    ['Page cache', 4, false],
    ['Not accounted for', 12, true],
    ['Free', 8, false],
  ])
  expect(chart?.total).toEqual({ label: 'MemTotal', bytes: 32 * GIB })
  expect(chart?.title).toBe('12 GiB (38 %) of 32 GiB not accounted for')
})

test('small kernel parts are one step of the picture', () => {
  const steps = chartOf(contextOf('swap'))?.steps ?? []
  expect(steps.map(({ label }) => label)).toContain('Other kernel')
  expect(steps.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(
    contextOf('swap').evidence.get(meminfo)?.memTotalBytes,
  )
})

test('a host that is mostly free is drawn as that', () => {
  expect(chartOf(contextOf('swap'))?.title).toBe('97 % of 23.5 GiB is free')
})

test('a calm host is drawn calm, a short one in the colour of its fault', () => {
  expect(chartOf(host({}))).toMatchObject({ tone: 'calm' })
  expect(chartOf(host({ anonGib: 26, freeGib: 1, availableGib: 1 }))).toMatchObject({
    tone: 'warning',
    title: 'Largest: processes, 81 % of 32 GiB; 1 GiB available',
  })
})

test('candidates for the rest: what was seen, and what was ruled out', () => {
  const noZfs: Frame = {
    ...frame('zfs/arcstats', ''),
    raw: { kind: 'gap', reason: 'absent', detail: '' },
  }
  const mem = frame('proc/meminfo', 'MemTotal: 33554432 kB\nMemFree: 8388608 kB')
  const ctx = contextOf('db1', { frames: [mem, noZfs] })
  const list = blocks('waterfall', ctx).at(-1)
  expect(list?.kind === 'bullets' ? list.items.map(plain) : []).toEqual([
    'not ZFS: this host has no ARC',
    expect.stringContaining('drivers'),
  ])
})

describe('numbers', () => {
  // A host of 100 kB: free 4, buffers 1, cached 60 (shmem 5 of it), slab 10, available 70, anon 20, inactive file 30.
  const HOST = read(
    meminfo,
    'MemTotal: 100 kB\nMemFree: 4 kB\nMemAvailable: 70 kB\nBuffers: 1 kB\nCached: 60 kB\nInactive(file): 30 kB\nAnonPages: 20 kB\nShmem: 5 kB\nSReclaimable: 10 kB\n',
  ).value

  test('each tool by its own arithmetic, the highest first', () => {
    const percents = toolNumbers(HOST).map(({ tool, usedRatio }) => [
      tool,
      Math.round((usedRatio ?? 0) * 1000) / 10,
    ])
    expect(percents).toEqual([
      ['Zabbix pused', 96],
      ['Datadog used', 96],
      ['free, top (procps to 3.3.9)', 96],
      ['kubelet, cadvisor (node)', 51],
      ['Prometheus, old dashboards', 35],
      ['free, top (procps from 4.0.1)', 30],
      ['htop', 30],
      ['netdata', 30],
      ['Prometheus, node-mixin', 30],
      ['Zabbix utilization', 30],
      ['Datadog 1-pct_usable', 30],
      ['free, top (procps 3.3.10 to 4.0.0)', 25],
      ['Telegraf, CloudWatch agent', 25],
    ])
  })

  test('every formula that is written is the one that is computed', () => {
    const { total, free, available, buffers, cached, slab, shmem, anon, inactiveFile } =
      fieldsOf(HOST)
    const known: Readonly<Record<string, number | null>> = {
      total,
      free,
      available,
      buffers,
      cached,
      slab,
      shmem,
      anon,
      inactive_file: inactiveFile,
    }
    for (const { formula, usedBytes, source } of toolNumbers(HOST)) {
      const terms = [...formula.matchAll(/([+-]?)([a-z_]+)/g)]
      const sum = terms.reduce((acc, [, sign, name = '']) => {
        const bytes = known[name]
        expect(bytes).not.toBeUndefined()
        return acc + (sign === '-' ? -1 : 1) * (bytes ?? 0)
      }, 0)
      expect([formula, sum]).toEqual([formula, usedBytes])
      expect(source).not.toBe('')
    }
  })

  test('free(1) itself agrees on the captured host', () => {
    // `free -m` (procps-ng 4.0.2) said 552 there, from the same /proc/meminfo.
    const mem = contextOf('swap').evidence.get(meminfo)
    expect(mem).not.toBeNull()
    const own = mem === null ? [] : toolNumbers(mem)
    const used = own.find(({ tool }) => tool === 'free, top (procps from 4.0.1)')?.usedBytes ?? 0
    expect(Math.floor(used / MIB)).toBe(552)
  })

  test('a kernel before 3.14 has gaps for what it cannot tell, at the end', () => {
    const old = read(meminfo, fixture('proc/meminfo-2.6.32.txt')).value
    const last = toolNumbers(old).slice(-4)
    expect(last.map(({ usedBytes }) => usedBytes)).toEqual([null, null, null, null])
    const ctx = contextOf('old', {
      frames: [frame('proc/meminfo', fixture('proc/meminfo-2.6.32.txt').trimEnd())],
    })
    const [table, spread] = blocks('numbers', ctx)
    expect(table?.kind === 'table' ? table.rows.at(-1)?.slice(1, 3) : null).toEqual(['–', '–'])
    expect(spread?.kind === 'text' ? plain(spread.text) : '').toContain('before 3.14')
  })

  test('a container that sees more cache than its memory is shown total less free, as free does', () => {
    const lxc = read(meminfo, 'MemTotal: 100 kB\nMemFree: 40 kB\nCached: 90 kB\n').value
    const of = (tool: string) => toolNumbers(lxc).find((one) => one.tool === tool)?.usedBytes
    expect(of('free, top (procps 3.3.10 to 4.0.0)')).toBe(60 * 1024)
  })
})
