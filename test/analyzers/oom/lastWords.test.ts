import { describe, expect, test } from 'vitest'
import { oom } from '../../../src/analyzers/oom/index.ts'
import { lastWordsOf } from '../../../src/analyzers/oom/lastWords.ts'
import { victimLogOf } from '../../../src/analyzers/oom/peers.ts'
import { told } from '../../../src/analyzers/oom/recurrence.ts'
import type { Place } from '../../../src/domain/source.ts'
import type { VictimLog } from '../../../src/parsers/log/victim.ts'
import type { ProcessRow } from '../../../src/parsers/proc/processes.ts'
import { contextOf } from '../../hosts/load.ts'
import { at, event, group, victim } from './events.ts'

/** 03:14:07 UTC, a quarter past four on a host one hour east. */
const KILLED_AT_MS = Date.UTC(2024, 10, 20, 3, 14, 7)
const CLOCKS = { bootAtMs: 0, offsetSec: 3600, nowMs: KILLED_AT_MS + 60_000, last: null }

const file = (found: readonly string[], last: readonly string[] = found): VictimLog => ({
  via: 'file',
  name: '/var/log/postgresql/postgresql-15-main.log',
  pid: 812,
  found,
  last,
  refused: null,
})

const of = (log: VictimLog) => lastWordsOf(log, 4242, KILLED_AT_MS, CLOCKS)

describe('last words', () => {
  test('PostgreSQL: what the backend ran, and what its parent says of its end', () => {
    const words = of(
      file([
        '2024-11-20 03:01:00.000 UTC [4242] LOG:  statement: SELECT too_old',
        '2024-11-20 03:14:05.120 UTC [4242] LOG:  statement: SELECT * FROM orders',
        '\tJOIN lines USING (id)',
        '2024-11-20 03:14:06.000 UTC [900] LOG:  checkpoint starting: time',
        '2024-11-20 03:14:08.001 UTC [812] LOG:  server process (PID 4242) was terminated by signal 9: Killed',
        '2024-11-20 03:14:08.001 UTC [812] DETAIL:  Failed process was running: SELECT * FROM orders',
        '2024-11-20 03:30:00.000 UTC [812] LOG:  process 4242 too late',
      ]),
    )
    expect(words?.timed).toBe(true)
    expect(words?.named.map((line) => line.slice(0, 60))).toEqual([
      '2024-11-20 03:14:05.120 UTC [4242] LOG:  statement: SELECT *',
      '\tJOIN lines USING (id)',
      '2024-11-20 03:14:08.001 UTC [812] LOG:  server process (PID ',
      '2024-11-20 03:14:08.001 UTC [812] DETAIL:  Failed process wa',
    ])
    expect(words?.others).toEqual([
      '2024-11-20 03:14:06.000 UTC [900] LOG:  checkpoint starting: time',
    ])
  })

  test.each([
    ['PHP-FPM', '[20-Nov-2024 04:13:59] WARNING: [pool www] child 4242 exited on signal 9'],
    ['PHP, with its zone', '[20-Nov-2024 03:13:59 UTC] PHP Fatal error in 4242'],
    ['syslog', 'Nov 20 04:13:59 db1 app[4242]: working'],
    ['nginx', '2024/11/20 04:13:59 [notice] 4242#4242: exit'],
    ['Java', '2024-11-20 04:13:59,123 [worker-1] INFO pid=4242 begins'],
    ['RFC 3339', '2024-11-20T03:13:59.5Z 4242 begins'],
    ['journal', '2024-11-20T04:13:59+0100 db1 app[4242]: begins'],
    ['access log', '10.0.0.1 - - [20/Nov/2024:04:13:59 +0100] "GET /4242 HTTP/1.1"'],
    ['Apache', '[Wed Nov 20 04:13:59.123456 2024] [mpm] [pid 4242] notice'],
    ['Redis', '4242:M 20 Nov 2024 04:13:59.123 * Background saving'],
  ])('%s: in the host’s time or its own', (_, line) => {
    expect(of(file([line]))).toEqual({ named: [line], others: [], timed: true })
    expect(of(file([line.replace(/0[34]:13:59/, '00:13:59')]))).toBeNull()
  })

  test('a number that merely holds the pid is not the victim', () => {
    const lines = ['142425 rows', '10.0.4242.1', '4242.5 ms'].map(
      (text) => `2024-11-20T03:14:00Z ${text}`,
    )
    expect(of(file(lines))).toMatchObject({ named: [], others: lines })
  })

  test('times that cannot be read: the last lines, and said to be that', () => {
    const lines = ['GC pause 12 ms', 'allocating 4 GiB']
    expect(of(file([], lines))).toEqual({ named: [], others: lines, timed: false })
  })

  test('a log that was silent in those minutes has no last words', () => {
    expect(of(file([], ['2024-11-20T01:00:00Z earlier', '2024-11-20T05:00:00Z later']))).toBeNull()
  })

  test('control characters are no words', () => {
    expect(of(file(['2024-11-20T03:14:00Z \0\x01binary']))).toBeNull()
  })
})

describe('where they are looked for', () => {
  const row = (pid: number, comm: string, cgroup: string, startTicks = pid): ProcessRow => ({
    pid,
    comm,
    state: 'S',
    pPid: 1,
    uid: 0,
    startTicks,
    threads: 1,
    rssBytes: 0,
    anonBytes: 0,
    shmemBytes: 0,
    swapBytes: 0,
    cgroup,
    unitGroup: null,
    innerPid: null,
    kernelThread: false,
  })

  const aimedAt = (path: string, rows: readonly ProcessRow[]): OpenLogs | null => {
    const one = told(
      [event({ ...group(path), at: at(KILLED_AT_MS), victims: [victim(4242, 'postgres')] })],
      CLOCKS,
    )[0]
    const place = one === undefined ? null : (victimLogOf([one], rows, 3600)?.at ?? null)
    return place?.kind === 'open-logs' ? place : null
  }
  type OpenLogs = Extract<Place, { readonly kind: 'open-logs' }>

  test('the living of its group, the oldest first, and its unit', () => {
    const path = '/system.slice/system-postgresql.slice/postgresql@15-main.service'
    const place = aimedAt(path, [
      row(900, 'postgres', path, 50),
      row(812, 'postgres', path, 10),
      row(77, 'postgres', '/elsewhere'),
    ])
    expect(place).toMatchObject({
      pids: [812, 900],
      victim: 4242,
      unit: 'postgresql@15-main.service',
      window: { fromSec: KILLED_AT_MS / 1000 - 600, toSec: KILLED_AT_MS / 1000 + 60 },
    })
    expect(place?.minutes).toContain('04:14')
    expect(place?.minutes).toContain('03:14')
    expect(place?.minutes).not.toContain('03:03')
  })

  test('without a group of its own, the living of its name', () => {
    const rows = [row(10, 'postgres', '/'), row(11, 'nginx', '/')]
    expect(aimedAt('/', rows)).toMatchObject({ pids: [10], unit: null })
  })

  test('a name that systemd would not take is not asked for, nor is a user’s manager', () => {
    expect(aimedAt("/system.slice/a'b.service", [])).toBeNull()
    expect(aimedAt('/user.slice/user@1000.service/app.slice', [])).toBeNull()
  })

  test('the question aims it at the kill that was asked for, by evidence of the first round', () => {
    const { facts, evidence } = contextOf('oomglobal')
    const question = oom.drilldowns.find(({ name }) => name === 'oom')
    const aimed = (args: readonly string[]) =>
      question?.deeper?.({ facts, evidence, pid: null, args }).map(({ id, at }) => [id, at]) ?? []
    expect(aimed([])).toEqual([
      ['log/victim', expect.objectContaining({ pids: [221], victim: 224, unit: null })],
    ])
    expect(aimed(['9'])).toEqual([])
  })

  test('a check reads the scores only while a kill is news', () => {
    const { facts, evidence } = contextOf('oomglobal')
    const bootAtMs = (facts.bootAtMs ?? 0) - 3 * 86_400_000
    const asked = (boot: number | null) =>
      oom.deeper?.({ facts: { ...facts, bootAtMs: boot }, evidence, pid: null }).map(({ id }) => id)
    expect(asked(facts.bootAtMs)).toEqual(['proc/oom-scores'])
    expect(asked(bootAtMs)).toEqual([])
  })
})

test('kills of several logs, which come newest first, stand in the order of their time', () => {
  const [first, second] = told(
    [
      event({ line: 1, at: at(KILLED_AT_MS), victims: [victim(2, 'later')] }),
      event({ line: 90, at: at(KILLED_AT_MS - 1000), victims: [victim(1, 'earlier')] }),
    ],
    CLOCKS,
  )
  expect([first?.number, first?.event.victims[0]?.name]).toEqual([1, 'earlier'])
  expect([second?.number, second?.event.victims[0]?.name]).toEqual([2, 'later'])
})
