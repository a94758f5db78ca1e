/** What follows from what people bring: as from a host's own evidence. */
import { describe, expect, test } from 'vitest'
import { fixture } from '../../parsers/helpers.ts'
import { answer, codes, file, kinds, read } from './house.ts'

const PHP_POOL = fixture('cgroup/stat-v1-php-pool.txt')

test.each([
  ['memory.current', '50286592\n'],
  ['memory.usage_in_bytes', '38060032\n'],
  [
    'vmstat without swap columns',
    `procs -----------memory---------- -----io---- --system-- ----cpu----
 r  b     free    buff    cache     bi   bo    in   cs    us sy id wa
12  5   38747168 484672  9049088    20  4032  1171 13148   1 22 65 12
11 11   38767264 479168  9034304    20  2928  1180 13077   1 28 52 19
`,
  ],
])(
  'regression: %s alone is read and judged by nobody, and so is not called fine',
  async (name, text) => {
    const of = await answer(file(name, text))
    expect(codes(of)).toEqual([])
    expect(of.text).toContain('no rule judges it')
    expect(of.text).not.toContain('fine')
  },
)

describe('one memory.stat of a v1 group', () => {
  test('89.2 % charged, 41.8 % unreclaimable, 51.5 % working set; information only', async () => {
    const of = await read(
      `cgroupv1\ncat /sys/fs/cgroup/memory/memory.stat\n\n${PHP_POOL}\nAnd so on.\n`,
    )
    expect(of.exit).toBe(0)
    expect(codes(of)).toEqual(['info cgroup.snapshot'])
    const part = of.parts.find(({ kind }) => kind === 'cgroup/memory.stat')
    expect(part?.findings[0]?.numbers).toMatchObject({
      chargedPercent: 89.2,
      unreclaimablePercent: 41.8,
      workingSetPercent: 51.5,
      limitBytes: 6_291_456_000,
    })
    expect(part?.findings[0]?.evidence.map(({ line }) => line)).toContain('total_rss 2389835776')
    expect(of.text).toMatch(/89\.2 %.*41\.8 %.*51\.5 %/)
    expect(of.text).toMatch(/can clear a leak/)
    expect(of.text).not.toMatch(/drop_caches/)
  })

  test('its limit none: no level, no zero', async () => {
    const text = PHP_POOL.replaceAll('6291456000', '9223372036854771712')
    const of = await read(text)
    expect(codes(of)).toEqual(['info cgroup.snapshot-no-limit'])
    expect(of.parts[0]?.losses).toEqual([])
  })

  test('regression: without its totals and its limit it quotes the lines that it took the numbers from', async () => {
    const of = await read('cache 3224702976\nrss 2389835776\nmapped_file 194641920\ndirty 0\n')
    expect(codes(of)).toEqual(['info cgroup.snapshot-no-limit'])
    const lines = of.parts[0]?.findings[0]?.evidence.map(({ line }) => line)
    expect(lines).toEqual(['rss 2389835776', 'cache 3224702976'])
  })
})

describe('files of a group by their names', () => {
  test.each([
    ['memory.failcnt', '84\n', { failcnt: 84 }],
    ['usage_in_bytes', '44142592\n', { usageInBytes: 44_142_592 }],
    ['memory.max', 'max\n', { max: null }],
    ['memory.limit_in_bytes.before', '9223372036854771712\n', { limitInBytes: null }],
    ['group/memory.swap.current', '0\n', { swapCurrent: 0 }],
  ])('%s', async (name, text, numbers) => {
    const of = await answer(file(name, text))
    expect(kinds(of)).toEqual(['cgroup/files'])
    expect(of.parts[0]?.value).toMatchObject({ numbers })
  })

  test('a number under a name that says nothing is not read', async () => {
    await expect(answer(file('rc', '137\n'))).rejects.toThrow('file-not-recognised')
  })

  test('the files of one folder are one group', async () => {
    const lines = fixture('cgroup/v2-6.1-high.txt').matchAll(
      /^\/sys\/fs\/cgroup\/app\/high\/(memory\.[a-z.]+):(.*)$/gm,
    )
    const texts = new Map<string, string>()
    for (const [, name = '', line] of lines) texts.set(name, `${texts.get(name) ?? ''}${line}\n`)
    const of = await answer(...[...texts].map(([name, text]) => file(`v2high/${name}`, text)))
    expect(codes(of)).toContain('warning cgroup.throttled')
    expect(of.exit).toBe(1)
    const part = of.parts.find(({ name }) => name === 'v2high/memory.high')
    expect(part?.findings.map(({ code }) => code)).toEqual(['cgroup.throttled'])
  })

  test('a group held by its OOM killer being off is told by its one file', async () => {
    const of = await answer(
      file('oom_control.under_oom', fixture('cgroup/oom_control-v1-held.txt')),
    )
    expect(codes(of)).toEqual(['critical cgroup.oom-hung'])
    expect(of.parts[0]?.findings[0]?.evidence).toEqual([
      { source: 'cgroup/memory.oom_control', line: 'oom_kill_disable 1' },
      { source: 'cgroup/memory.oom_control', line: 'under_oom 1' },
    ])
    expect(of.exit).toBe(1)
  })
})

describe('judged together', () => {
  const meminfo = fixture('proc/meminfo-6.1.txt')
  const pressed =
    'some avg10=70.00 avg60=60.00 avg300=9.00 total=9\nfull avg10=30.00 avg60=25.00 avg300=4.00 total=5\n'

  test('pressure alone could not be checked, with meminfo beside it it is a finding', async () => {
    const alone = await read(pressed)
    expect(alone.exit).toBe(2)
    expect(alone.parts[0]?.gaps).toMatchObject([
      { source: 'proc/meminfo', detail: expect.stringContaining('host-memory') },
    ])
    const both = await answer(file('meminfo', meminfo), file('memory', pressed))
    expect(both.exit).toBe(1)
    const part = both.parts.find(({ kind }) => kind === 'proc/pressure/memory')
    expect(part?.findings.map(({ code }) => code)).toContain('host.pressure-inside')
  })

  test('what is healthy is fine', async () => {
    expect(await read(meminfo)).toMatchObject({ exit: 0 })
    expect(codes(await read(meminfo))).toEqual([])
  })

  test('processes are told apart; what concerns the host is said once', async () => {
    const status = fixture('proc/status-6.18.txt')
    const other = status.replace(/^(Tgid|Pid):\t\d+/gm, '$1:\t77')
    const of = await answer(
      file('meminfo', meminfo),
      file('a', status),
      file('b', other),
      file('psi', pressed),
    )
    expect(codes(of).filter((code) => code.endsWith('pressure-inside'))).toHaveLength(1)
    expect(codes(of).filter((code) => code.endsWith('one-snapshot'))).toHaveLength(2)
  })

  test('counters read twice give a rate: times from the names of the files', async () => {
    const before = fixture('proc/vmstat-6.1.txt')
    const after = before.replace(/^pswpin \d+$/m, 'pswpin 900000')
    const host = 'MemTotal: 8000000 kB\nMemFree: 100000 kB\nMemAvailable: 100000 kB\n'
    const of = await answer(
      file('meminfo.20261120T080000Z', host),
      file('vmstat.20261120T080000Z', before),
      file('meminfo.20261120T080010Z', host),
      file('vmstat.20261120T080010Z', after),
    )
    const rates = of.parts
      .flatMap(({ findings }) => findings)
      .flatMap((one) => Object.entries(one.numbers))
    expect(rates.find(([name]) => /PerSec$/.test(name))?.[1]).toBeGreaterThan(10_000)
  })

  test('readings in order are a history', async () => {
    const status = fixture('proc/status-6.18.txt')
    const files = [0, 1, 2, 3, 4, 5, 6, 7].map((hour) =>
      file(
        `status-2026-11-20T0${hour}:00:00`,
        status.replace(/^RssAnon:.*$/m, `RssAnon:\t  ${100_000 + 50_000 * hour} kB`),
      ),
    )
    expect(codes(await answer(...files.toReversed()))).toContain('warning leak.leaking')
  })
})
