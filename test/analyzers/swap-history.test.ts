import { describe, expect, test } from 'vitest'
import { swapHistory } from '../../src/analyzers/swap-history/index.ts'
import { KIB } from '../../src/domain/bytes.ts'
import type { Finding } from '../../src/domain/finding.ts'
import { contextOf } from '../hosts/load.ts'
import { fixture } from '../parsers/helpers.ts'

function said(source: string, text: string): readonly Finding[] | 'skipped' {
  const raw = { kind: 'ok', text, cut: null } as const
  const frame = {
    seq: 0,
    round: 0,
    source,
    reading: 1,
    pid: null,
    raw,
    hostUptimeSec: null,
    atMs: 0,
  } as const
  const outcome = swapHistory.run(contextOf('file', { frames: [frame] }))
  return outcome.kind === 'ran' ? outcome.findings : 'skipped'
}

describe('sysstat', () => {
  const SAR =
    '12:00:01 AM  pswpin/s pswpout/s\n12:10:01 AM    900.00    800.50\n12:20:01 AM    300.00    120.00\n12:30:01 AM      0.00      0.00\n'

  test('sar: who waited is not known', () => {
    expect(said('sar', SAR)).toMatchObject([
      {
        code: 'swap.rows-both',
        numbers: { busyRows: 2, allRows: 3, inMostBytesPerSec: 900 * 4 * KIB },
        evidence: [{ source: 'sar', line: '12:10:01 AM    900.00    800.50' }],
      },
    ])
  })

  test('sadf -d and -j', () => {
    const d =
      '# hostname;interval;timestamp;pswpin/s;pswpout/s\ndb1;600;2026-02-06 23:10:35 UTC;900.00;800.50\ndb1;600;2026-02-06 23:20:35 UTC;300.00;120.00\n'
    expect(said('sadf', d)).toMatchObject([
      {
        code: 'swap.rows-both',
        evidence: [{ line: 'db1;600;2026-02-06 23:10:35 UTC;900.00;800.50' }],
      },
    ])
    const statistics = [900.25, 300].map((pswpin, i) => ({
      timestamp: { date: '2026-02-06', time: `23:${i}0:35`, utc: 1, interval: 600 },
      'swap-pages': { pswpin, pswpout: 120 },
    }))
    const json = JSON.stringify({ sysstat: { hosts: [{ nodename: 'db1', statistics }] } }, null, 1)
    expect(said('sadf-json', json)).toMatchObject([
      { code: 'swap.rows-both', evidence: [{ line: '"pswpin": 900.25,' }] },
    ])
  })

  test.each([
    ['swap in use without traffic', ['0.00 0.00', '0.00 0.00'], []],
    ['pages that only go out', ['0.00 900.00', '0.00 900.00'], []],
    ['one row both ways', ['900.00 900.00', '0.00 0.00'], ['info swap.rows-in']],
    ['pages that only come back', ['900.00 0.00', '900.00 1.00'], ['info swap.rows-in']],
    ['less than is worth a word', ['200.00 200.00', '200.00 200.00'], []],
  ])('%s', (_, rows, expected) => {
    const lines = rows.map((row, i) => `12:${i}0:01 AM  ${row}`)
    const text = ['12:00:01 AM  pswpin/s pswpout/s', ...lines].join('\n')
    const found = said('sar', text)
    expect(found === 'skipped' ? [] : found.map((one) => `${one.severity} ${one.code}`)).toEqual(
      expected,
    )
  })

  test('records without swap are not judged, and calm ones give no finding', () => {
    expect(said('sar', fixture('tools/sar-r-el7.txt'))).toBe('skipped')
    expect(said('sadf', fixture('tools/sadf-d.txt'))).toEqual([])
  })
})
