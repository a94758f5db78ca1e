import { describe, expect, test } from 'vitest'
import { KIB, MIB } from '../../../src/domain/bytes.ts'
import { processes } from '../../../src/parsers/proc/processes.ts'
import { smem } from '../../../src/parsers/tools/smem.ts'
import { faultOf, fixture, read } from '../helpers.ts'

describe('smem', () => {
  test('commands have blanks, sizes stand at the end', () => {
    const { value, losses } = read(smem, fixture('tools/smem-apache.txt'))
    expect(losses).toEqual([])
    expect(value.rows[0]).toEqual({
      pid: 10_171,
      user: 'root',
      command: '/usr/sbin/apache2 -k start',
      swapBytes: 348 * KIB,
      ussBytes: 144 * KIB,
      pssBytes: 248 * KIB,
      rssBytes: 1328 * KIB,
    })
    expect(smem.also?.(value)).toMatchObject([
      {
        format: processes,
        value: {
          processes: [
            { pid: 10_171, comm: 'apache2', rssBytes: 1328 * KIB, swapBytes: 348 * KIB },
            {},
            {},
          ],
        },
      },
    ])
  })

  test('-k -t', () => {
    const { value, losses } = read(
      smem,
      [
        '  PID User     Command                         Swap      USS      PSS      RSS ',
        '  122 0        /usr/sbin/dropbear -F -R           0   304.0K   453.0K     1.2M ',
        '   73 0        /usr/lib/systemd/systemd-jo        0   716.0K     1,4M     3.2M ',
        '-------------------------------------------------------------------------------',
        '    2 1                                           0     1.0M     1.8M     4.4M ',
      ].join('\n'),
    )
    expect(losses).toEqual([])
    expect(value.rows.map((row) => row['pssBytes'])).toEqual([453 * KIB, Math.round(1.4 * MIB)])
    expect(value.totals).toMatchObject({ count: 2, users: 1, ussBytes: MIB })
  })

  test('users, mappings and the whole system', () => {
    expect(
      read(
        smem,
        'User     Count     Swap      USS      PSS      RSS\nwww-data     9   33.12%   0.50%  1.20%  4.00%\n',
      ).value.rows,
    ).toEqual([
      {
        user: 'www-data',
        count: 9,
        swapPercent: 33.12,
        ussPercent: 0.5,
        pssPercent: 1.2,
        rssPercent: 4,
      },
    ])
    const maps = read(
      smem,
      'Map                                       PIDs   AVGPSS      PSS\n[heap]                                      12      250     3000\n<anonymous>  12 250 3000\n',
    ).value
    expect(maps.rows[0]).toEqual({
      map: '[heap]',
      pids: 12,
      avgpssBytes: 250 * KIB,
      pssBytes: 3000 * KIB,
    })
    expect(smem.also?.(maps)).toEqual([])
    expect(
      read(
        smem,
        'Area                           Used      Cache   Noncache\nkernel dynamic memory       1234        1000        234\n',
      ).value.rows,
    ).toEqual([
      {
        area: 'kernel dynamic memory',
        usedBytes: 1234 * KIB,
        cacheBytes: 1000 * KIB,
        noncacheBytes: 234 * KIB,
      },
    ])
  })

  test('a row that is short of a number is a loss', () => {
    const { value, losses } = read(
      smem,
      '  PID User     Command      Swap      USS      PSS      RSS\n 1 root init 0 4 4 4\n 2 root sh 0 4 4\n',
    )
    expect(value.rows).toHaveLength(1)
    expect(losses).toMatchObject([{ code: 'bad-line', line: 3 }])
    expect(faultOf(smem, ' 1 root init 0 4 4 4\n')).toBe('not-this-format')
  })
})
