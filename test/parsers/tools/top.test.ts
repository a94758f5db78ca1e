import { describe, expect, test } from 'vitest'
import { GIB, KIB, MIB } from '../../../src/domain/bytes.ts'
import { meminfo } from '../../../src/parsers/proc/meminfo.ts'
import { processes } from '../../../src/parsers/proc/processes.ts'
import { top } from '../../../src/parsers/tools/top.ts'
import { faultOf, fixture, read } from '../helpers.ts'

const HEADER = '  PID USER      PR  NI  VIRT  RES  SHR S %CPU %MEM    TIME+  COMMAND'

describe('top', () => {
  test('CentOS 7', () => {
    const { value, losses } = read(top, fixture('tools/top-centos7.txt'))
    expect(losses).toEqual([])
    expect(value.iterations).toHaveLength(1)
    const [one] = value.iterations
    expect(one?.at).toBe('20:37:52')
    expect(one?.memory).toEqual({
      memTotalBytes: 1_882_220 * KIB,
      memFreeBytes: 147_296 * KIB,
      memUsedBytes: 261_576 * KIB,
      memBuffCacheBytes: 1_473_348 * KIB,
      swapTotalBytes: 0,
      swapFreeBytes: 0,
      swapUsedBytes: 0,
      memAvailableBytes: 1_414_716 * KIB,
    })
    expect(one?.processes[3]).toMatchObject({
      pid: 12_569,
      virtBytes: Math.round(2.495 * 1024 * GIB),
      resBytes: Math.round(0.051 * 1024 * GIB),
      cpuPercent: 484.7,
      time: '13276:02',
      command: 'java',
    })
    expect(one?.processes[4]?.['command']).toBe('tmux: server')
  })

  test('several iterations: the last one is what the other formats are told', () => {
    const text = fixture('tools/top-4.0.2.txt')
    const { value, losses } = read(top, text)
    expect(losses).toEqual([])
    expect(value.iterations.map((one) => one.processes.length)).toEqual([4, 4])
    const later = text.replace(/ 22681\.2 avail Mem(?![\s\S]*avail Mem)/, ' 100.5 avail Mem')
    const also = top.also?.(read(top, later).value) ?? []
    expect(also.map(({ format }) => format)).toEqual([meminfo, processes])
    expect(also[0]?.value).toEqual({
      memTotalBytes: Math.round(24_105.1 * MIB),
      memFreeBytes: Math.round(21_543.6 * MIB),
      memAvailableBytes: 100.5 * MIB,
      swapTotalBytes: 0,
      swapFreeBytes: 0,
    })
    expect(also[1]?.value).toMatchObject({
      processes: [{ pid: 5984, rssBytes: 257_004 * KIB }, {}, {}, {}],
    })
  })

  test('RHEL 6: letters on the summary, cached on the swap line', () => {
    const text = [
      'top - 10:01:02 up 1 day,  2 users,  load average: 0.1, 0.2, 0.3',
      'Tasks:  83 total,   1 running,  82 sleeping,   0 stopped,   0 zombie',
      'Cpu(s):  1.0%us,  0.5%sy,  0.0%ni, 98.5%id,  0.0%wa,  0.0%hi,  0.0%si,  0.0%st',
      'Mem:   8162236k total,  7841120k used,   321116k free,   186044k buffers',
      'Swap:  2096440k total,      128k used,  2096312k free,  5123404k cached',
      '',
      HEADER,
      ' 2817 oracle    20   0 1.2g 512m  98m S  0.7  6.4   3:23.94 oracle',
    ].join('\n')
    const { value, losses } = read(top, text)
    expect(losses).toEqual([])
    expect(value.iterations[0]).toMatchObject({
      memory: {
        memTotalBytes: 8_162_236 * KIB,
        memCachedBytes: 5_123_404 * KIB,
        swapUsedBytes: 128 * KIB,
      },
      processes: [{ resBytes: 512 * MIB, virtBytes: Math.round(1.2 * GIB) }],
    })
  })

  test('busybox: what is available is not told, so nothing is said of the host', () => {
    const text = fixture('tools/top-busybox.txt')
    const { value, losses } = read(top, text)
    expect(losses).toEqual([])
    expect(value.iterations[0]?.processes[1]).toMatchObject({
      vszBytes: 632 * MIB,
      vszPercent: 38,
      command: 'PM2 v2.10.3: God Daemon (/root/.pm2)',
    })
    expect(value.iterations[0]?.memory).toMatchObject({
      memUsedBytes: 1_578_756 * KIB,
      memShrdBytes: 8744 * KIB,
      memCachedBytes: 341_348 * KIB,
    })
    expect(top.also?.(value).map(({ format }) => format)).toEqual([processes])
  })

  test('a figure that lost its last digits is a loss, not a number', () => {
    const { value, losses } = read(
      top,
      'KiB Mem : 12582137+total,  3159704 free, 40109716 used, 82551960 buff/cache\n',
    )
    expect(losses).toMatchObject([{ code: 'bad-number', sample: '12582137+total' }])
    expect(value.iterations[0]?.memory.memTotalBytes).toBeUndefined()
    expect(top.also?.(value)).toEqual([])
  })

  test.each([
    [
      'a comma for the point',
      'MiB Mem :  15936,2 total,   1061,3 free,   9876,5 used,   4998,4 buff/cache',
      { memTotalBytes: Math.round(15_936.2 * MIB), memFreeBytes: Math.round(1061.3 * MIB) },
    ],
    [
      'German',
      'MiB Spch:  31967,1 gesamt,   1234,5 frei,   5678,9 benutzt,  25053,7 Puffer/Cache',
      { memTotalBytes: Math.round(31_967.1 * MIB), memBuffCacheBytes: Math.round(25_053.7 * MIB) },
    ],
    [
      'a bar',
      'MiB Mem : 45.3/7823.9   [||||||||    ]',
      { memTotalBytes: Math.round(7823.9 * MIB) },
    ],
    [
      'procps 3.3.9',
      'KiB Swap:  2096440 total,      128 used,  2096312 free.  5123404 cached Mem',
      { swapFreeBytes: 2_096_312 * KIB, memCachedBytes: 5_123_404 * KIB },
    ],
    [
      'cut by the terminal',
      'KiB Swap:  2097152 total,  2097152 free,        0 used.  6175056 avai',
      { memAvailableBytes: 6_175_056 * KIB },
    ],
  ])('%s', (_, line, expected) => {
    const { value, losses } = read(top, `${line}\n`)
    expect(losses).toEqual([])
    expect(value.iterations[0]?.memory).toMatchObject(expected)
  })

  test('other columns: swap, and resident memory by kind', () => {
    const text = [
      '    PID USER        SWAP   RSan   RSfd nTH COMMAND',
      '    812 postgres   1204k   9.5m   2048   3 postgres: checkpointer',
    ].join('\n')
    const { value } = read(top, text)
    expect(top.also?.(value)).toMatchObject([
      {
        value: {
          processes: [
            { swapBytes: 1204 * KIB, anonBytes: 9.5 * MIB, threads: 3, comm: 'postgres' },
          ],
        },
      },
    ])
  })

  test('a translated header', () => {
    const text = [
      '    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     ZEIT+ BEFEHL',
      '  17142 marko     20   0   12,4g 511408 160888 S  12,3   6,4 102:03.11 Isolated Web Co',
    ].join('\n')
    const { value, losses } = read(top, text)
    expect(losses).toEqual([])
    expect(value.iterations[0]?.processes).toMatchObject([
      { virtBytes: Math.round(12.4 * GIB), cpuPercent: 12.3, command: 'Isolated Web Co' },
    ])
  })

  test('htop, atop and ps are not this', () => {
    for (const line of [
      '  PID USER      PRI  NI  VIRT   RES   SHR S  CPU% MEM%   TIME+  Command',
      'ATOP - db1     2026/11/26  02:23:55     -----     10s elapsed',
      'USER       PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND',
    ]) {
      expect([line, top.signs?.begins.test(line)]).toEqual([line, false])
    }
    expect(faultOf(top, 'ATOP - db1  2026/11/26  02:23:55  10s elapsed\n')).toBe('not-this-format')
  })
})
