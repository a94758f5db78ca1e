import { describe, expect, test } from 'vitest'
import { GIB, KIB } from '../../../src/domain/bytes.ts'
import { sadf } from '../../../src/parsers/tools/sadf.ts'
import { sadfJson } from '../../../src/parsers/tools/sadfJson.ts'
import { sar } from '../../../src/parsers/tools/sar.ts'
import { faultOf, fixture, read } from '../helpers.ts'

describe('sar', () => {
  test('RHEL 7 -r: rows with their times, averages apart', () => {
    const { value, losses } = read(sar, fixture('tools/sar-r-el7.txt'))
    expect(losses).toEqual([])
    expect(value.days).toEqual([
      { release: '3.10.0-1160.25.1.el7.x86_64', host: 'server.example.com', date: '25/05/21' },
    ])
    const [table] = value.tables
    expect(table?.option).toBe('-r')
    expect(table?.rows.map(({ at, values }) => [at, values['memusedPercent']])).toEqual([
      ['16:10:01', 79.01],
      ['16:20:01', 78.81],
      ['16:30:01', 91.49],
      ['16:40:01', 93.88],
      ['16:50:02', 91.55],
    ])
    expect(table?.rows[0]?.values).toEqual({
      memfreeBytes: 212_980 * KIB,
      memusedBytes: 801_800 * KIB,
      memusedPercent: 79.01,
      buffersBytes: 0,
      cachedBytes: 293_512 * KIB,
      commitBytes: 1_247_884 * KIB,
      commitPercent: 122.97,
      activeBytes: 530_056 * KIB,
      inactBytes: 109_360 * KIB,
      dirtyBytes: 0,
    })
    expect(table?.averages).toHaveLength(1)
  })

  test('twelve hours, a zone, a restart, kbavail', () => {
    const { value, losses } = read(sar, fixture('tools/sar-rt-5.13.txt'))
    expect(losses).toEqual([])
    expect(value.restarts).toEqual([{ at: '10:46:25 AM IST', day: 0 }])
    expect(value.tables[0]?.rows.map(({ at, values }) => [at, values['availBytes']])).toEqual([
      ['10:50:01 AM IST', 2_712_424 * KIB],
      ['10:52:02 AM IST', 2_278_172 * KIB],
    ])
  })

  test('-A: what is not about memory is passed over, pages go on', () => {
    const text = [
      'Linux 4.18.0-80.el8.x86_64 (db1) \t03/07/2021 \t_x86_64_\t(2 CPU)',
      '',
      '12:00:01 AM     CPU      %usr     %nice      %sys   %iowait    %steal     %idle',
      '12:10:01 AM     all      4.30      0.09      1.17      0.44      0.00     93.99',
      '',
      '12:00:01 AM  pswpin/s pswpout/s',
      '12:10:01 AM      0.00      1.25',
      '12:00:01 AM  pswpin/s pswpout/s',
      '12:20:01 AM    300.00      0.50',
      'Average:       150.00      0.88',
      '',
      '12:00:01 AM  pgpgin/s pgpgout/s   fault/s  majflt/s  pgfree/s pgscank/s pgscand/s pgsteal/s    %vmeff',
      '12:10:01 AM      0.50      1.81    197.87      2.00     93.78      0.00      0.00      0.00      0.00',
      '12:15:00 AM  COM backup began',
      '',
      '12:00:01 AM     IFACE   rxpck/s   txpck/s    rxkB/s',
      '12:10:01 AM      eth0     15.94     15.94      2.29',
      '',
      '12:00:01 AM kbhugfree kbhugused  %hugused',
      '12:10:01 AM   9437184   7340032     43.75',
      '12:00:01 AM  %smem-10  %smem-60 %smem-300     %smem  %fmem-10  %fmem-60 %fmem-300     %fmem',
      '12:10:01 AM      1.50      0.60      0.10      0.20      0.50      0.40      0.30      0.10',
    ].join('\n')
    const { value, losses } = read(sar, text)
    expect(losses).toEqual([])
    expect(value.tables.map(({ option, rows }) => [option, rows.length])).toEqual([
      ['-W', 2],
      ['-B', 1],
      ['-H', 1],
      ['-q MEM', 1],
    ])
    expect(value.tables[0]?.rows[1]).toEqual({
      at: '12:20:01 AM',
      values: { pswpinPerSec: 300, pswpoutPerSec: 0.5 },
    })
    expect(value.tables[1]?.rows[0]?.values).toMatchObject({
      pgpginBytesPerSec: 512,
      majfltPerSec: 2,
    })
    expect(value.tables[3]?.rows[0]?.values).toMatchObject({
      smem10Percent: 1.5,
      fmem10Percent: 0.5,
    })
  })

  test.each([
    [
      'Chinese',
      '22时14分00秒 kbhugfree kbhugused  %hugused\n22时14分01秒      1024         0      0.00\n平均时间:      1024         0      0.00\n',
      'hugfreeBytes',
      1024 * KIB,
    ],
    [
      'a comma for the point',
      '01:00:00    kbswpfree kbswpused  %swpused  kbswpcad   %swpcad\n01:10:00      2097148         0      0,50         0      0,00\nMédia:        2097148         0      0,50         0      0,00\n',
      'swpusedPercent',
      0.5,
    ],
    [
      '--human',
      '01:00:00    kbmemfree   kbavail kbmemused  %memused\n01:10:00         7.6G      9.5G      2.0G     12.5%\n',
      'availBytes',
      9.5 * GIB,
    ],
    [
      'sysstat 5, swap in the same table',
      '01:00:00 AM kbmemfree kbmemused  %memused kbmemshrd kbbuffers  kbcached kbswpfree kbswpused  %swpused\n01:10:00 AM     9012    247000     96.48         0     51000     99000    522104       100      0.02\n',
      'swpfreeBytes',
      522_104 * KIB,
    ],
  ])('%s', (_, text, name, expected) => {
    const { value, losses } = read(sar, text)
    expect(losses).toEqual([])
    expect(value.tables[0]?.rows[0]?.values[name]).toBe(expected)
  })

  test('a row of another length or without its half of the day is a loss', () => {
    const header = '12:00:01 AM  pswpin/s pswpout/s\n'
    const { value, losses } = read(
      sar,
      `${header}12:10:01 AM      0.00      1.25\n12:20:01      0.00      1.25\n12:30:01 AM      0.00\n12:40:01 AM 1 2 3\n`,
    )
    expect(value.tables[0]?.rows).toHaveLength(1)
    expect(losses).toMatchObject([{ code: 'bad-line', line: 3, count: 3 }])
  })

  test('text of iostat is refused', () => {
    expect(
      faultOf(
        sar,
        'Linux 3.10.0-957.el7.x86_64 (db1) \t03/11/2020 \t_x86_64_\t(1 CPU)\n\navg-cpu:  %user   %nice %system\n           0.12    0.00    0.07\n',
      ),
    ).toBe('not-this-format')
  })
})

describe('sadf', () => {
  test('-d: tables of one time become one row', () => {
    const { value, losses } = read(sadf, fixture('tools/sadf-d.txt'))
    expect(losses).toEqual([])
    expect(value.rows).toHaveLength(1)
    expect(value.rows[0]).toMatchObject({
      at: '2020-10-01 21:30:01',
      intervalSeconds: 601,
      values: {
        pswpinPerSec: 0,
        memfreeBytes: 681_924 * KIB,
        frmpgPerSec: -6.55,
        swpfreeBytes: 2_097_148 * KIB,
      },
    })
  })

  test('-p, and a restart', () => {
    const { value, losses } = read(
      sadf,
      [
        'db1\t600\t1593280200\t-\tkbmemfree\t681924',
        'db1\t600\t1593280200\t-\t%memused\t63.12',
        'db1\t600\t1593280200\tall\t%user\t4.30',
        'db1\t600\t1593280800\t-\tkbmemfree\t681000',
      ].join('\n'),
    )
    expect(losses).toEqual([])
    expect(value.rows.map(({ at, values }) => [at, values['memfreeBytes']])).toEqual([
      ['1593280200', 681_924 * KIB],
      ['1593280800', 681_000 * KIB],
    ])
    const restarted = read(
      sadf,
      '# hostname;interval;timestamp;pswpin/s;pswpout/s\ndb1;-1;2026-02-06 23:12:01 UTC;LINUX-RESTART\t(4 CPU)\ndb1;600;2026-02-06 23:20:01 UTC;0,50;1.00\n',
    ).value
    expect(restarted).toMatchObject({
      restarts: [{ host: 'db1', at: '2026-02-06 23:12:01 UTC' }],
      rows: [{ values: { pswpinPerSec: 0.5 } }],
    })
  })

  test('a row with a field too few or too many is a loss', () => {
    const { value, losses } = read(
      sadf,
      '# hostname;interval;timestamp;pswpin/s;pswpout/s\ndb1;600;1;1;2\ndb1;600;2;1\ndb1;600;3;1;2;3\n',
    )
    expect(value.rows).toHaveLength(1)
    expect(losses).toMatchObject([{ code: 'bad-line', line: 3, count: 2 }])
  })

  test('-j says the same as -d', () => {
    const json = JSON.stringify({
      sysstat: {
        hosts: [
          {
            nodename: 'db1',
            statistics: [
              {
                timestamp: { date: '2020-10-01', time: '21:30:01', utc: 1, interval: 601 },
                'swap-pages': { pswpin: 0, pswpout: 1.25 },
                paging: { pgpgin: 0.5, vmeff: 98.5 },
                memory: {
                  memfree: 681_924,
                  inactive: 342_068,
                  'memused-percent': 63.12,
                  wobble: 1,
                },
                hugepages: { hugfree: 1024, hugused: 2 ** 60 },
              },
              { timestamp: { date: '2020-10-01', time: '21:40:01', utc: 1, interval: 600 } },
            ],
            restarts: [{ boot: { date: '2020-10-01', time: '20:00:00', utc: 1 } }],
          },
        ],
      },
    })
    const { value, losses } = read(sadfJson, json)
    expect(value).toEqual({
      rows: [
        {
          host: 'db1',
          at: '2020-10-01 21:30:01 UTC',
          intervalSeconds: 601,
          values: {
            pswpinPerSec: 0,
            pswpoutPerSec: 1.25,
            pgpginBytesPerSec: 512,
            vmeffPercent: 98.5,
            memfreeBytes: 681_924 * KIB,
            inactBytes: 342_068 * KIB,
            memusedPercent: 63.12,
            hugfreeBytes: 1024 * KIB,
          },
        },
      ],
      restarts: [{ host: 'db1', at: '2020-10-01 20:00:00 UTC' }],
    })
    expect(losses.map(({ code, sample }) => [code, sample])).toEqual([
      ['missing-field', 'memory.wobble'],
      ['bad-number', 'hugepages.hugused'],
    ])
    expect(faultOf(sadfJson, '{"sysstat": {"hosts": [')).toBe('not-this-format')
    expect(faultOf(sadfJson, '{"sysstat": 1}')).toBe('not-this-format')
  })
})
