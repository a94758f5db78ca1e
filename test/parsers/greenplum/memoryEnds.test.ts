/**
 * Records as people show them: gpdb#10311 (runaway), #8411 (sessions listed), #11174 (pgbench), aliyun/rds_dbsync#106, the
 * documentation's "Resolving Out of Memory Errors", tinc's runaway tests; the words since gpdb#12971 are its source's.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MIB } from '../../../src/domain/bytes.ts'
import { endedMemory } from '../../../src/parsers/greenplum/ended.ts'
import { endsOfLines } from '../../../src/parsers/greenplum/endRecords.ts'
import { postgresLog } from '../../../src/parsers/postgres/log.ts'
import { read } from '../helpers.ts'

/** gpdb#10311, its statement left out. */
const RUNAWAY =
  '2020-06-17 08:40:06.622513 CST,"study","study",p12769,th525641856,"172.17.207.160","56944",2020-06-16 16:02:55 CST,0,con115145,cmd11308848,seg-1,,dx458067,,sx1,"ERROR","XX000","Canceling query because of high VMEM usage. Used: 4694MB, available 818MB, red zone: 7372MB (runaway_cleaner.c:202)",,,,,,"UPDATE t",0,,"runaway_cleaner.c",202,'

const csv = (pid: number, session: string, segment: string, rest: string): string =>
  `2019-08-22 12:13:00.388623 CST,"gpmon","gpperfmon",p${pid},th-301467520,"[local]",,2019-08-22 12:13:00 CST,0,${session},cmd2,${segment},slice1,dx26788,,sx1,${rest}`

const LOG = '"LOG","00000",'
const ERROR = '"ERROR","53400",'
const REST = ',,,,,,,0,,"memprot.c",1,'

/** Sessions are listed before the error of the same process; their records go on in a line of their own. */
const listed = (pid: number, session: string, detail: string): readonly string[] => [
  csv(pid, session, 'seg3', `${LOG}"Logging memory usage for reaching Vmem limit"${REST}`),
  csv(pid, session, 'seg3', `${LOG}"session_state: 24739, 0, 1, 1, -1, 34, 0, 0`),
  '",,,,,,,0,,,,',
  csv(pid, session, 'seg3', `${LOG}"session_state: 649, 0, 3, 2, -1, 7900, 0, 0`),
  '",,,,,,,0,,,,',
  csv(pid, session, 'seg3', `${ERROR}"Out of memory","${detail}",,,,,,0,,"memprot.c",1,`),
]

describe('records of a segment’s log', () => {
  test('a runaway session', () => {
    expect(endsOfLines([RUNAWAY])).toMatchObject([
      {
        kind: 'runaway',
        session: 115_145,
        content: -1,
        pid: 12_769,
        user: 'study',
        usedBytes: 4694 * MIB,
        availableBytes: 818 * MIB,
        redZoneBytes: 7372 * MIB,
        at: { wall: { year: 2020, month: 6, day: 17 } },
      },
    ])
  })

  test.each<[detail: string, kind: string, request: number | null, availableMib: number | null]>([
    ['VM Protect failed to allocate 4096 bytes, 0 MB available', 'vm-protect', 4096, 0],
    [
      'Vmem limit reached, failed to allocate 8388608 bytes from tracker, which has 3 MB available',
      'vm-protect',
      8_388_608,
      3,
    ],
    [
      'VM protect failed to allocate 3145776 bytes from system, VM Protect 7303 MB available',
      'system',
      3_145_776,
      7303,
    ],
    [
      'System memory limit reached, failed to allocate 4096 bytes from system',
      'system',
      4096,
      null,
    ],
    [
      'Per-query VM protect limit reached: current limit is 102400 kB, requested 1048576 bytes, available 0 MB',
      'query',
      1_048_576,
      0,
    ],
    [
      'Per-query memory limit reached: current limit is 102400 kB, requested 1048576 bytes, has 2 MB available for this query',
      'query',
      1_048_576,
      2,
    ],
    ['Resource group memory limit reached', 'group', null, null],
  ])('%s', (detail, kind, requestBytes, availableMib) => {
    const availableBytes = availableMib === null ? null : availableMib * MIB
    expect(endsOfLines(listed(7, 'con12', detail))).toMatchObject([
      { kind, requestBytes, availableBytes, session: 12, content: 3, slice: 1 },
    ])
  })

  test('sessions listed before it are held with it, the largest first, and once', () => {
    const [first, second] = endsOfLines([
      ...listed(7, 'con12', 'VM Protect failed to allocate 1 bytes, 0 MB available'),
      csv(7, 'con12', 'seg3', `${ERROR}"Out of memory","Resource group memory limit reached",,,,`),
    ])
    expect(first?.holders).toEqual([
      { session: 649, processes: 3, vmemBytes: 7900 * MIB },
      { session: 24_739, processes: 1, vmemBytes: 34 * MIB },
    ])
    expect(second?.holders).toEqual([])
  })

  test('what another process listed is not its own', () => {
    const lines = listed(7, 'con12', 'Resource group memory limit reached')
    const of = lines.map((line, i) =>
      i === lines.length - 1 ? line.replace(',p7,', ',p8,') : line,
    )
    expect(endsOfLines(of)[0]?.holders).toEqual([])
  })

  test('a process that was killed', () => {
    const line = csv(
      99936,
      '',
      'seg-10000',
      `${LOG}"server process (PID 182362) was terminated by signal 9: Killed"${REST}`,
    )
    expect(endsOfLines([line])).toMatchObject([
      { kind: 'killed', killedPid: 182_362, content: null },
    ])
  })

  test('other records, other servers and signal 11 are none', () => {
    expect(
      endsOfLines([
        csv(1, 'con1', 'seg1', `${LOG}"server process (PID 1) was terminated by signal 11"`),
        csv(1, 'con1', 'seg1', `${ERROR}"out of disk","VM Protect"`),
        csv(1, 'con1', 'seg1', `${ERROR}"Out of memory","Failed on request of size 8."`),
        '2024-11-20 03:14:05.120 UTC,"a","b",1,"Out of memory"',
        'Out of memory',
        '',
      ]),
    ).toEqual([])
  })

  test('a whole log tells the same', () => {
    const text = [RUNAWAY, ...listed(7, 'con12', 'Resource group memory limit reached')].join('\n')
    const { value } = read(postgresLog, `${text}\n`)
    const also = postgresLog.also?.(value).find(({ format }) => format.id === endedMemory.id)
    expect(also?.value).toMatchObject({
      ends: [
        { kind: 'runaway', session: 115_145 },
        { kind: 'group', holders: [{ session: 649 }, { session: 24_739 }] },
      ],
    })
  })
})

describe('what a client or the coordinator shows', () => {
  test.each<[string, readonly object[]]>([
    [
      'COPY failed for table "t": ERROR:  Out of memory  (seg0 172.31.170.152:40000 pid=28918)\nDETAIL:  VM protect failed to allocate 3145776 bytes from system, VM Protect 7303 MB available',
      [{ kind: 'system', content: 0, pid: 28_918, requestBytes: 3_145_776 }],
    ],
    [
      'Out of memory (seg27 host.example.com pid=47093)\nVM Protect failed to allocate 4096 bytes, 0 MB available',
      [{ kind: 'vm-protect', content: 27, pid: 47_093, availableBytes: 0 }],
    ],
    [
      'client 37 script 0 aborted in command 0 query 0: ERROR:  Out of memory    \nDETAIL:  VM protect failed to allocate 9438384 bytes from system, VM Protect 6666 MB available              ',
      [{ kind: 'system', content: null }],
    ],
    [
      'ERROR:  Canceling query because of high VMEM usage. Used: 122MB, available 978MB, red zone: 110MB (runaway_cleaner.c:112)  (seg0 slice2 qpvm4:40000 pid=6853) (cdbdisp.c:1526)\nCONTEXT:  SQL function "f" statement 1',
      [{ kind: 'runaway', content: 0, slice: 2, pid: 6853, usedBytes: 122 * MIB }],
    ],
    [
      'DETAIL:  Vmem limit reached, failed to allocate 1 bytes from tracker, which has 0 MB available',
      [{ kind: 'vm-protect', content: null }],
    ],
  ])('%s', (text, ends) => {
    const { value, losses } = read(endedMemory, `${text}\n`)
    expect(losses).toEqual([])
    expect(value.ends).toMatchObject(ends)
  })
})

test('any lines give ends and never throw', () => {
  const part = fc.oneof(
    fc.string(),
    fc.constantFrom(
      RUNAWAY,
      ...listed(7, 'con1', 'VM Protect failed to allocate 1 bytes, 0 MB available'),
      'ERROR:  Out of memory  (seg0 h:1 pid=2)',
      'DETAIL:  VM protect failed to allocate 1 bytes from system',
      '"',
      ',',
    ),
  )
  fc.assert(
    fc.property(fc.array(part), fc.boolean(), (lines, cut) => {
      for (const { pid, holders } of endsOfLines(lines)) {
        expect(pid === null || Number.isSafeInteger(pid)).toBe(true)
        expect(holders.every(({ vmemBytes }) => Number.isSafeInteger(vmemBytes))).toBe(true)
      }
      const parsed = endedMemory.parse(lines.join('\n'), { cut })
      expect('value' in parsed || 'error' in parsed).toBe(true)
    }),
  )
})
