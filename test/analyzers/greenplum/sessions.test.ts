import { describe, expect, test } from 'vitest'
import { greenplum } from '../../../src/analyzers/greenplum/index.ts'
import { segmentName, segmentsOf } from '../../../src/analyzers/greenplum/segments.ts'
import type { AnalyzeContext } from '../../../src/domain/analyzer.ts'
import { MIB } from '../../../src/domain/bytes.ts'
import type { Block } from '../../../src/domain/report.ts'
import { asked, contextOf } from '../../hosts/load.ts'
import { findingsOf, frame, said } from '../frames.ts'
import { hostOf, mirror, type Process, primary, titled } from './host.ts'

const qe = (pid: number, parent: number, port: number, rest: string, anonMib: number): Process =>
  titled(pid, parent, `${port}, gpadmin dev 10.0.0.1(58558) ${rest}`, anonMib)

/** con649 holds 17 GiB in seg0, 1 GiB in seg1 and in seg2; con12 is idle. */
const LOADED: readonly Process[] = [
  ...primary(0, 6000, 100),
  ...primary(1, 6001, 200),
  ...primary(2, 6002, 300),
  ...mirror(7, 7001, 400),
  qe(110, 100, 6000, 'con649 seg0 cmd3 slice1 MPPEXEC SELECT', 15 * 1024),
  qe(111, 100, 6000, 'con649 seg0 cmd3 slice2 MPPEXEC SELECT', 2 * 1024),
  qe(210, 200, 6001, 'con649 seg1 cmd3 slice1 MPPEXEC SELECT', 1024),
  qe(310, 300, 6002, 'con649 seg2 cmd4 slice4 MPPEXEC SELECT', 1024),
  qe(112, 100, 6000, 'con12 seg0 idle', 20),
]

function host(of: readonly Process[], pid: number | null = null, ramMib = 65_536): AnalyzeContext {
  const ctx = contextOf('sdw3', { frames: hostOf(of, ramMib) })
  if (pid === null) return ctx
  const incarnation = { key: 'k', pid, startedAtMs: null, exe: null, argsHash: null }
  return { ...ctx, incarnation, subject: { ...ctx.subject, kind: 'process' } }
}

function ask(name: string, of: readonly Process[], ...args: readonly string[]): readonly Block[] {
  const drilldown = greenplum.drilldowns.find((one) => one.name === name)
  return drilldown?.answer({ ...asked(host(of), 'en'), args }) ?? []
}

const rowsOf = (blocks: readonly Block[]): readonly (readonly string[])[] =>
  blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []))

describe('segments', () => {
  test('by content, port, kind and directory; shared memory of each is counted once', () => {
    const all = segmentsOf(host(LOADED).evidence)
    expect(all.map((one) => [segmentName(one), one.port, one.kind, one.dataDir])).toEqual([
      ['seg0', 6000, 'primary', '/data/primary/gpseg0'],
      ['seg1', 6001, 'primary', '/data/primary/gpseg1'],
      ['seg2', 6002, 'primary', '/data/primary/gpseg2'],
      ['seg7', 7001, 'mirror', '/data/mirror/gpseg7'],
    ])
    expect(all[0]?.heldBytes).toBe((4 + 3 + 17 * 1024 + 20) * MIB)
    expect(all[0]?.sharedBytes).toBe(131 * MIB)
    expect(all.map(({ rows }) => rows.length)).toEqual([7, 5, 5, 3])
  })

  test('the coordinator is known by its sessions, which name no segment', () => {
    const coordinator = [
      titled(501, 500, '5432, ftsprobe process'),
      titled(502, 500, '5432, gpadmin gpadmin [local] con46 cmd172 idle'),
    ]
    const [one] = segmentsOf(host(coordinator).evidence)
    expect(one).toMatchObject({ kind: 'coordinator', content: -1, postmasterPid: null })
  })

  test('before 6 mirrors say so themselves', () => {
    const five = [
      titled(601, 600, 'port 50000, mirror process').pid,
      { ...titled(601, 600, ''), args: ['postgres: port 50000, mirror process'] },
    ].slice(1) as Process[]
    expect(segmentsOf(host(five).evidence).map(({ kind }) => kind)).toEqual(['mirror'])
  })
})

describe('sessions', () => {
  test('by what they hold over all segments', () => {
    expect(rowsOf(ask('sessions', LOADED))).toEqual([
      ['con649', '19 GiB', '4', '3', '4', '1-2,4', 'gpadmin', 'dev', 'MPPEXEC SELECT'],
      ['con12', '20 MiB', '1', '1', '', '', 'gpadmin', 'dev', 'idle'],
    ])
  })

  test.each(['649', 'con649'])('one by its processes: %s', (word) => {
    expect(rowsOf(ask('sessions', LOADED, word))).toEqual([
      ['110', 'seg0', '1', '15 GiB', '3', 'MPPEXEC SELECT'],
      ['111', 'seg0', '2', '2 GiB', '3', 'MPPEXEC SELECT'],
      ['210', 'seg1', '1', '1 GiB', '3', 'MPPEXEC SELECT'],
      ['310', 'seg2', '4', '1 GiB', '4', 'MPPEXEC SELECT'],
    ])
  })

  test('one that is not here is said, with those that are', () => {
    const [told, ...rest] = ask('sessions', LOADED, '77')
    expect(JSON.stringify(told)).toContain('con77')
    expect(rowsOf(rest)).toHaveLength(2)
  })

  test('of a plain PostgreSQL they are its client backends', () => {
    const plain: readonly Process[] = [
      { pid: 11, parent: 10, anonMib: 1, args: ['postgres: checkpointer '] },
      { pid: 12, parent: 10, anonMib: 7, args: ['postgres: ana shop [local] idle'] },
      { pid: 13, parent: 10, anonMib: 9, swapMib: 1, args: ['postgres: bob crm ::1(4000) SELECT'] },
    ]
    expect(rowsOf(ask('sessions', plain))).toEqual([
      ['13', '10 MiB', '1 MiB', 'bob', 'crm', '::1(4000)', 'SELECT'],
      ['12', '7 MiB', '0 B', 'ana', 'shop', '[local]', 'idle'],
    ])
    expect(rowsOf(ask('sessions', plain, '12'))).toHaveLength(1)
    expect(said(greenplum, host(plain))).toEqual([])
  })

  test('what could not be read is never nothing', () => {
    const ctx = contextOf('sdw3', { frames: [frame('proc/meminfo', 'MemTotal: 1 kB')] })
    const [sessions] = greenplum.drilldowns
    const blocks = sessions?.answer(asked(ctx, 'en')) ?? []
    expect(JSON.stringify(blocks)).toMatch(/Could not read/)
  })
})

describe('findings', () => {
  test('a session that holds much, and more in one segment than in the others', () => {
    expect(said(greenplum, host(LOADED))).toEqual([
      'info greenplum.session-holds',
      'info greenplum.session-skew',
    ])
    expect(findingsOf(greenplum, host(LOADED))[0]?.numbers).toMatchObject({
      session: 'con649',
      segments: 3,
      segment: 'seg0',
      segmentBytes: 17 * 1024 * MIB,
      sessionCommand: 'memcheck sdw3 sessions 649',
    })
  })

  test.each([
    ['half of the host', 38 * 1024, 'warning greenplum.session-holds'],
    ['a fifth', 95 * 1024, 'info greenplum.session-holds'],
    ['less', 96 * 1024, undefined],
  ])('%s', (_, ramMib, expected) => {
    expect(said(greenplum, host(LOADED, null, ramMib)).find((one) => /holds/.test(one))).toBe(
      expected,
    )
  })

  test('little is not told of, however small the host', () => {
    const little = [...primary(0, 6000, 100), qe(110, 100, 6000, 'con1 seg0 idle', 900)]
    expect(said(greenplum, host(little, null, 1024))).toEqual([])
  })

  test('whose a process is', () => {
    const [session, ...rest] = findingsOf(greenplum, host(LOADED, 310))
    expect(rest).toEqual([])
    expect(session).toMatchObject({
      code: 'greenplum.of-session',
      numbers: { session: 'con649', segment: 'seg2', kind: 'primary', command: '4', slice: '4' },
    })
    expect(session?.evidence[1]?.line).toContain('con649 seg2 cmd4 slice4')
    expect(findingsOf(greenplum, host(LOADED, 402))).toMatchObject([
      { code: 'greenplum.of-segment', numbers: { role: 'walreceiver', segment: 'seg7' } },
    ])
    expect(findingsOf(greenplum, host(LOADED, 200))).toMatchObject([
      { code: 'greenplum.of-segment', numbers: { role: 'postmaster', port: 6001 } },
    ])
    expect(findingsOf(greenplum, host(LOADED, 999))).toEqual([])
  })
})
