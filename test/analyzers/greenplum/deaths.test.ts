import { describe, expect, test } from 'vitest'
import { greenplum } from '../../../src/analyzers/greenplum/index.ts'
import { WORDS } from '../../../src/analyzers/greenplum/words.ts'
import { MIB } from '../../../src/domain/bytes.ts'
import type { Finding } from '../../../src/domain/finding.ts'
import { plain, sayWhy } from '../../../src/domain/words.ts'
import { contextOf } from '../../hosts/load.ts'
import { findingsOf, frame } from '../frames.ts'
import { hostOf, primary } from './host.ts'

/** An hour before the captured hosts are "checked", and three days. */
const NOW = '2026-11-20 07:00:00.120 UTC'
const OLD = '2026-11-17 07:00:00.120 UTC'

const csv = (at: string, pid: number, session: number, rest: string): string =>
  `\t${at},"gpadmin","dev",p${pid},th-1,"10.0.0.1","52544",${at},0,con${session},cmd3,seg0,slice1,dx9,,sx1,${rest}\n`

const refused = (at: string, pid: number, session: number, detail: string): string =>
  csv(at, pid, session, `"ERROR","53400","Out of memory","${detail}",,,,,,0,,"memprot.c",1,`)

const state = (pid: number, of: number, mb: number): string =>
  csv(NOW, pid, 12, `"LOG","00000","session_state: ${of}, 0, 2, 1, -1, ${mb}, 0, 0`)

const PROTECT = 'VM Protect failed to allocate 4096 bytes, 0 MB available'
const KILLED = csv(
  NOW,
  100,
  0,
  '"LOG","00000","server process (PID 16249) was terminated by signal 9: Killed",,,,,,,0,,"postmaster.c",1,',
)

function check(lines: string, kernel: string | null = null): readonly Finding[] {
  const frames = [
    ...hostOf([...primary(0, 6000, 100), ...primary(1, 6001, 200)]),
    frame(
      'greenplum/data-dirs',
      `# dir 100 9.4 /data/primary/gpseg0\n# settings\n# log 100 pg_log/gpdb-2026-11-20_000000.csv\n${lines}# end`,
    ),
    ...(kernel === null ? [] : [frame('kernel/log', kernel)]),
  ]
  return findingsOf(greenplum, contextOf('sdw3', { frames }))
}

/** Why it matters, as people read it. */
function why(finding: Finding | undefined): string {
  const words = Object.entries(WORDS).find(([code]) => code === finding?.code)?.[1]
  return words === undefined ? '' : plain(sayWhy(words, finding?.numbers ?? {}, 'en'))
}

describe('VM protect', () => {
  test('the session that crossed is not the session that holds', () => {
    const [one, ...rest] = check(
      state(7, 12, 40) + state(7, 649, 7900) + refused(NOW, 7, 12, PROTECT),
    )
    expect(rest).toEqual([])
    expect(one).toMatchObject({
      code: 'greenplum.vm-protect',
      severity: 'warning',
      numbers: {
        session: 'con12',
        segment: 'seg0',
        holder: 'con649',
        holderBytes: 7900 * MIB,
        crossedBytes: 40 * MIB,
        another: 1,
      },
    })
    expect(why(one)).toContain('con649 had 7.71 GiB in 2 process(es) of this segment, con12 40 MiB')
    expect(one?.evidence[0]?.line).toContain('p7')
  })

  test('where it held the most itself, that is said', () => {
    const [one] = check(state(7, 12, 7000) + state(7, 649, 10) + refused(NOW, 7, 12, PROTECT))
    expect(one?.numbers).toMatchObject({ itself: 1, holder: 'con12' })
    expect(why(one)).toContain('con12 also held the most')
  })

  test('where no session was listed, neither is claimed', () => {
    const [one] = check(refused(NOW, 7, 12, PROTECT))
    expect(one?.numbers).toMatchObject({ unlisted: 1 })
    expect(why(one)).toContain('who crossed need not be who holds')
  })

  test('several are one finding, of the last', () => {
    const [one] = check(refused(NOW, 7, 12, PROTECT) + refused(NOW, 8, 13, PROTECT))
    expect(one?.numbers).toMatchObject({ count: 2, segments: 1, session: 'con13' })
  })

  test('of days ago it is history', () => {
    expect(check(refused(OLD, 7, 12, PROTECT))).toEqual([])
  })
})

test.each([
  [
    'VM protect failed to allocate 9 bytes from system, VM Protect 7303 MB available',
    'system-memory',
  ],
  ['Resource group memory limit reached', 'group-memory'],
  [
    'Per-query memory limit reached: current limit is 9 kB, requested 9 bytes, has 0 MB',
    'query-limit',
  ],
])('%s', (detail, code) => {
  expect(check(refused(NOW, 7, 12, detail)).map((of) => of.code)).toEqual([`greenplum.${code}`])
})

describe('killed from outside', () => {
  test.each<[string, string | null, string]>([
    [
      'the kernel',
      '[1.0] Out of memory: Killed process 16249 (postgres) total-vm:1kB, anon-rss:1kB, file-rss:0kB, shmem-rss:0kB, UID:1001 pgtables:1kB oom_score_adj:0',
      'byKernel',
    ],
    [
      'not the kernel, as far as its log reaches',
      '[1.0] Out of memory: Killed process 77 (java) total-vm:1kB, anon-rss:1kB, file-rss:0kB, shmem-rss:0kB, UID:1001 pgtables:1kB oom_score_adj:0',
      'notByKernel',
    ],
    ['not known', null, 'noKernelLog'],
  ])('by %s', (_, kernel, by) => {
    const [one] = check(KILLED, kernel)
    expect(one?.code).toBe('greenplum.killed')
    expect(one?.numbers).toMatchObject({ pid: '16249', segment: 'seg0', [by]: 1 })
  })
})

test('all of them at once are told apart', () => {
  const runaway = csv(
    NOW,
    9,
    649,
    '"ERROR","XX000","Canceling query because of high VMEM usage. Used: 4694MB, available 818MB, red zone: 7372MB (runaway_cleaner.c:202)",,,,,,,0,,"runaway_cleaner.c",202,',
  )
  expect(check(refused(NOW, 7, 12, PROTECT) + runaway + KILLED).map(({ code }) => code)).toEqual([
    'greenplum.vm-protect',
    'greenplum.runaway',
    'greenplum.killed',
  ])
})

test('what people bring is judged whatever its age, without a host', () => {
  const text =
    'ERROR:  Out of memory  (seg27 host.example.com pid=47093)\nDETAIL:  VM Protect failed to allocate 4096 bytes, 0 MB available'
  const ctx = contextOf('pasted', { frames: [frame('greenplum/ended', text)] })
  expect(findingsOf(greenplum, ctx)).toMatchObject([
    { code: 'greenplum.vm-protect', numbers: { segment: 'seg27', pid: '47093', session: '–' } },
  ])
})
