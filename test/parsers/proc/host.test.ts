import { describe, expect, test } from 'vitest'
import { bootId } from '../../../src/parsers/proc/bootId.ts'
import { meminfo } from '../../../src/parsers/proc/meminfo.ts'
import { osrelease } from '../../../src/parsers/proc/osrelease.ts'
import { pageSize } from '../../../src/parsers/proc/pageSize.ts'
import { pressureMemory } from '../../../src/parsers/proc/pressure.ts'
import { uptime } from '../../../src/parsers/proc/uptime.ts'
import { vmstat } from '../../../src/parsers/proc/vmstat.ts'
import { CUT, faultOf, fixture, read } from '../helpers.ts'

describe('meminfo', () => {
  test('kB become bytes, counts of pages stay counts', () => {
    const text = [
      'MemTotal:       24684084 kB',
      'Active(anon):       1560 kB',
      'SReclaimable:      73492 kB',
      'Committed_AS:      69944 kB',
      'HugePages_Total:       4',
      'NFS_Unstable:          0 kB',
      'DirectMap2M:     2070528 kB',
    ].join('\n')
    expect(read(meminfo, text)).toEqual({
      value: {
        memTotalBytes: 24_684_084 * 1024,
        activeAnonBytes: 1560 * 1024,
        sReclaimableBytes: 73_492 * 1024,
        committedAsBytes: 69_944 * 1024,
        hugePagesTotal: 4,
        nfsUnstableBytes: 0,
        directMap2MBytes: 2_070_528 * 1024,
      },
      losses: [],
    })
  })

  test.each([
    [
      'proc/meminfo-6.18.txt',
      [
        'memAvailableBytes',
        'anonPagesBytes',
        'sUnreclaimBytes',
        'kReclaimableBytes',
        'hugepagesizeBytes',
      ],
    ],
    [
      'proc/meminfo-6.1.txt',
      ['memAvailableBytes', 'pageTablesBytes', 'kernelStackBytes', 'swapTotalBytes', 'dirtyBytes'],
    ],
    [
      'proc/meminfo-2.6.32.txt',
      ['cachedBytes', 'shmemBytes', 'slabBytes', 'swapFreeBytes', 'activeFileBytes'],
    ],
  ])('%s has the fields that rules use', (file, names) => {
    const { value } = read(meminfo, fixture(file))
    for (const name of names) expect(value[name]).toBeTypeOf('number')
  })

  test('what a kernel does not print is not there, not zero', () => {
    expect(
      read(meminfo, fixture('proc/meminfo-2.6.32.txt')).value.memAvailableBytes,
    ).toBeUndefined()
  })

  test('five-level page tables: VmallocTotal is beyond 2^53 bytes, which is no loss of memory figures', () => {
    const { value, losses } = read(meminfo, fixture('proc/meminfo-6.18.txt'))
    expect(value.vmallocTotalBytes).toBeUndefined()
    expect(losses).toEqual([])
  })

  test.each([
    ['negative', 'Cached: -5 kB', 'bad-number'],
    ['beyond 2^53', 'Cached: 9007199254740993 kB', 'bad-number'],
    ['another unit', 'Cached: 5 MB', 'bad-line'],
    ['another language', 'Mémoire totale : 5 ko', 'bad-line'],
  ])('%s is a loss, not a value', (_, line, code) => {
    const { value, losses } = read(meminfo, `MemTotal: 100 kB\n${line}\n`)
    expect(value).toEqual({ memTotalBytes: 102_400 })
    expect(losses).toEqual([{ code, source: 'proc/meminfo', line: 2, count: 1, sample: line }])
  })

  test('without MemTotal it is another format; the cut line is not half a number', () => {
    expect(faultOf(meminfo, 'MemFree: 5 kB\n')).toBe('not-this-format')
    expect(faultOf(meminfo, '')).toBe('empty')
    expect(faultOf(meminfo, 'MemTotal:   246', CUT)).toBe('cut-before-value')
    const { value, losses } = read(meminfo, 'MemTotal: 100 kB\nMemFree: 12', CUT)
    expect(value).toEqual({ memTotalBytes: 102_400 })
    expect(losses).toMatchObject([{ code: 'cut', line: 2, sample: 'MemFree: 12' }])
  })
})

describe('vmstat', () => {
  test('counters by their names', () => {
    const { value } = read(vmstat, fixture('proc/vmstat-6.1.txt'))
    expect(value).toMatchObject({
      nrFreePages: 40_185,
      workingsetRefaultAnon: 34_866,
      workingsetRefaultFile: 0,
    })
    expect(value.oomKill).toBeTypeOf('number')
    expect(value.pswpin).toBeTypeOf('number')
  })

  test('the single refault counter of kernels before 5.9', () => {
    expect(read(vmstat, 'workingset_refault 7\n').value).toEqual({ workingsetRefault: 7 })
  })

  test('a counter that wrapped below zero is a loss', () => {
    const { value, losses } = read(vmstat, 'nr_isolated_anon 18446744073709551615\npswpin 3\n')
    expect(value).toEqual({ pswpin: 3 })
    expect(losses).toMatchObject([{ code: 'bad-number', line: 1 }])
  })
})

describe('pressure', () => {
  test('both lines', () => {
    expect(read(pressureMemory, fixture('proc/pressure-6.18.txt')).value.some.avg10Percent).toBe(
      14.13,
    )
    const line = 'avg10=42.82 avg60=8.94 avg300=1.91 total=5727858'
    const full = {
      avg10Percent: 42.82,
      avg60Percent: 8.94,
      avg300Percent: 1.91,
      totalMicros: 5_727_858,
    }
    expect(read(pressureMemory, `full ${line}\nsome ${line}\n`).value).toEqual({ some: full, full })
  })

  test('no full line is null; no some line is a fault', () => {
    const line = 'avg10=0.00 avg60=0.00 avg300=0.00 total=0'
    expect(read(pressureMemory, `some ${line}\n`).value.full).toBeNull()
    expect(faultOf(pressureMemory, `full ${line}\n`)).toBe('not-this-format')
  })
})

describe('formats of one line', () => {
  test('values', () => {
    expect(read(uptime, '1374.30 2570.20\n').value).toEqual({
      uptimeSeconds: 1374.3,
      idleSeconds: 2570.2,
    })
    expect(read(bootId, '52c977a0-ff2f-4da7-846f-59f60042a679\n').value).toEqual({
      bootId: '52c977a0-ff2f-4da7-846f-59f60042a679',
    })
    expect(read(osrelease, '3.10.0-1160.el7.x86_64\n').value).toEqual({
      osrelease: '3.10.0-1160.el7.x86_64',
    })
    expect(read(pageSize, '65536\n').value).toEqual({ pageBytes: 65_536 })
  })

  test('a page size that is no power of two, or no page size, is refused', () => {
    for (const text of ['4097\n', '512\n', '4096 kB\n', 'undefined\n'])
      expect(faultOf(pageSize, text)).toBe('not-this-format')
  })

  test('text before the value is a loss, and half a value is none', () => {
    const { value, losses } = read(uptime, 'Welcome to db1!\n1374.30 2570.20\n')
    expect(value.uptimeSeconds).toBe(1374.3)
    expect(losses).toMatchObject([{ code: 'bad-line', line: 1, sample: 'Welcome to db1!' }])
    expect(faultOf(uptime, '1374.30 25', CUT)).toBe('cut-before-value')
  })
})
