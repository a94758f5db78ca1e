/** Sessions over segments, asked of real processes: no Greenplum runs here, so they only wear its arguments and titles. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { greenplum } from '../../src/analyzers/greenplum/index.ts'
import type { House } from '../../src/pipeline/house.ts'
import { openLocalHouse, runIn } from '../pipeline/localHouse.ts'
import { GreenplumCluster, type SegmentPlan } from './greenplumCluster.ts'
import { missing, needing } from './needs.ts'

/** Sessions of this test alone: other tests' servers may run beside. */
const [LOADER, READER] = [976_431, 976_432]

const TIB = 1024 ** 4
/** More than any host of tests has. */
const CONF = 'port=6000\ngp_vmem_protect_limit=4194304\t# in MB\n'

const NOW = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}.120 UTC`
const csv = (rest: string): string =>
  `${NOW},"etl","dw",p31337,th-1,"10.0.0.1","52544",${NOW},0,con${READER},cmd3,seg0,slice1,dx9,,sx1,${rest}\n`
/** The reader is refused while the loader holds: a segment's own records. */
const LOG = [
  csv('"LOG","00000","statement: SELECT 1",,,,,,,0,,"postgres.c",1,'),
  csv(`"LOG","00000","session_state: ${LOADER}, 0, 2, 2, -1, 7900, 0, 0\n",,,,,,,0,,,,`),
  csv(`"LOG","00000","session_state: ${READER}, 0, 1, 1, -1, 12, 0, 0\n",,,,,,,0,,,,`),
  csv(
    '"ERROR","53400","Out of memory","VM Protect failed to allocate 4096 bytes, 0 MB available",,,,,"SELECT \'a secret\'",0,,"memprot.c",1,',
  ),
].join('')

function primary(content: number, port: number, mib: number): SegmentPlan {
  const at = `postgres:  ${port},`
  return {
    dir: `primary/gpseg${content}`,
    port,
    args: ['-c', 'gp_role=execute'],
    files: {
      'postgresql.conf': CONF,
      PG_VERSION: '9.4\n',
      'pg_log/gpdb-2026-01-01_000000.csv': LOG,
    },
    children: [
      [1, `${at} checkpointer process`],
      [
        mib,
        `${at} gpadmin dev 10.0.0.1(58558) con${LOADER} seg${content} cmd3 slice1 MPPEXEC INSERT`,
      ],
      [
        4,
        `${at} gpadmin dev 10.0.0.1(58559) con${LOADER} seg${content} cmd3 slice2 MPPEXEC INSERT`,
      ],
      [2, `${at} etl dw 10.0.0.1(58560) con${READER} seg${content} idle`],
    ],
  }
}

const MIRROR: SegmentPlan = {
  dir: 'mirror/gpseg2',
  port: 47_002,
  args: ['--gp_dbid=7', '--silent-mode=true', '-i', '-M', 'mirrorless', '--gp_contentid=2'],
  children: [[1, 'postgres: 47002, wal receiver process   streaming 1/1DF7BB18']],
}

describe.skipIf(missing('cc'))(needing('cc', 'a Greenplum stand-in'), () => {
  const cluster = new GreenplumCluster()
  let house: House
  let close: () => Promise<void>

  beforeAll(async () => {
    ;({ house, close } = await openLocalHouse({ analyzers: [greenplum] }))
    await cluster.start([primary(0, 46_000, 40), primary(1, 46_001, 10), MIRROR])
  })
  afterAll(async () => {
    cluster.stop()
    await close()
  })

  async function rowsOf(words: string): Promise<readonly (readonly string[])[]> {
    const { json } = await runIn(house, words)
    const { blocks } = json as { blocks: { kind: string; rows?: string[][] }[] }
    return blocks.flatMap(({ rows }) => rows ?? [])
  }

  test('sessions are summed over the segments, the largest first', async () => {
    const rows = await rowsOf('local sessions')
    const own = rows.filter(([session]) => session?.startsWith('con9764'))
    expect(own.map(([session, , ...rest]) => [session, ...rest])).toEqual([
      [`con${LOADER}`, '4', '2', '3', '1-2', 'gpadmin', 'dev', 'MPPEXEC INSERT'],
      [`con${READER}`, '2', '2', '', '', 'etl', 'dw', 'idle'],
    ])
    // 40 + 10 + 4 + 4 MiB, and what each program has itself.
    expect(own[0]?.[1]).toMatch(/^58(?:\.\d)? MiB$/)
  })

  test('segments by content, kind and data directory', async () => {
    const rows = await rowsOf('local segments')
    const own = rows.filter((row) => row.at(-1)?.startsWith(cluster.folder))
    expect(
      own.map((row) => [...row.slice(0, 3), row.at(-1)?.slice(cluster.folder.length)]),
    ).toEqual([
      ['seg0', 'primary', '46000', '/primary/gpseg0'],
      ['seg1', 'primary', '46001', '/primary/gpseg1'],
      ['seg2', 'mirror', '47002', '/mirror/gpseg2'],
    ])
  })

  test('data directories tell limits, and who crossed them while another held', async () => {
    const { json } = await runIn(house, 'local')
    const { findings } = json as { findings: { code: string; numbers: Record<string, number> }[] }
    const beyond = findings.find(({ code }) => code === 'greenplum.limit-beyond-host')
    expect(beyond?.numbers['limitBytes']).toBe(4 * TIB)
    expect(beyond?.numbers['primaries']).toBeGreaterThanOrEqual(2)
    const protect = findings.find(({ code }) => code === 'greenplum.vm-protect')
    expect(protect?.numbers).toMatchObject({
      session: `con${READER}`,
      holder: `con${LOADER}`,
      another: 1,
      segments: 2,
    })
    expect(JSON.stringify(json)).not.toContain('a secret')
  })

  test('a check of a process says whose it is', async () => {
    const [[pid] = []] = await rowsOf(`local sessions ${LOADER}`)
    const { json } = await runIn(house, `local ${pid}`)
    const { findings } = json as { findings: { code: string; numbers: object }[] }
    expect(findings.find(({ code }) => code === 'greenplum.of-session')?.numbers).toMatchObject({
      session: `con${LOADER}`,
      segment: 'seg0',
      kind: 'primary',
      dataDir: `${cluster.folder}/primary/gpseg0`,
      slice: '1',
    })
  })
})
