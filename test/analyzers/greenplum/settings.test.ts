import { describe, expect, test } from 'vitest'
import { greenplum } from '../../../src/analyzers/greenplum/index.ts'
import { formulaOf } from '../../../src/analyzers/greenplum/settings.ts'
import { segmentSources } from '../../../src/analyzers/greenplum/sources.ts'
import { GIB } from '../../../src/domain/bytes.ts'
import { plain } from '../../../src/domain/words.ts'
import { asked, contextOf } from '../../hosts/load.ts'
import { findingsOf, frame } from '../frames.ts'
import { hostOf, mirror, primary } from './host.ts'

interface Setup {
  readonly ramGib?: number
  readonly commitGib?: number
  readonly mode?: number
  readonly conf?: string
  readonly version?: string
  /** In place of what the second segment's directory says. */
  readonly second?: string
}

/** Two primaries and two mirrors. */
function host({ ramGib = 64, commitGib, mode = 2, conf = '', version = '9.4', second }: Setup) {
  const dir = (pid: number, name: string): string => `# dir ${pid} ${version} /data/${name}\n`
  const settings = [100, 200, 300, 400]
    .filter((pid) => pid !== 200 || second === undefined)
    .flatMap((pid) =>
      conf === '' ? [] : conf.split('\n').map((line) => `\t${pid}/postgresql.conf:${line}\n`),
    )
  const frames = [
    ...hostOf(
      [
        ...primary(0, 6000, 100),
        ...primary(1, 6001, 200),
        ...mirror(2, 7002, 300),
        ...mirror(3, 7003, 400),
      ],
      ramGib * 1024,
    ).filter(({ source }) => source !== 'proc/meminfo'),
    frame(
      'proc/meminfo',
      `MemTotal: ${ramGib * 1024 ** 2} kB\nSwapTotal: 0 kB\nCommitLimit: ${(commitGib ?? ramGib) * 1024 ** 2} kB`,
    ),
    frame('host/settings', `/proc/sys/vm/overcommit_memory:${mode}`),
    frame(
      'greenplum/data-dirs',
      `${dir(100, 'primary/gpseg0')}${second ?? dir(200, 'primary/gpseg1')}${dir(300, 'mirror/gpseg2')}${dir(400, 'mirror/gpseg3')}# settings\n${settings.join('')}# end`,
    ),
  ]
  return contextOf('sdw3', { frames })
}

const codes = (of: Setup): readonly string[] =>
  findingsOf(greenplum, host(of)).map(({ code, severity }) => `${severity} ${code.slice(10)}`)

const mb = (gib: number): string => `gp_vmem_protect_limit=${gib * 1024}`

describe('limits of all acting primaries', () => {
  test.each<[string, Setup, readonly string[]]>([
    ['fit', { conf: mb(8) }, []],
    [
      'the default of 8 GiB holds where nothing is set',
      { ramGib: 14 },
      ['warning limit-beyond-host'],
    ],
    ['beyond the host', { conf: mb(33) }, ['warning limit-beyond-host']],
    ['by less than the floor', { conf: mb(32), commitGib: 63.5 }, ['info limit-beyond-takeover']],
    ['beyond CommitLimit', { conf: mb(16), commitGib: 30 }, ['warning limit-beyond-host']],
    [
      'CommitLimit is no limit in mode 0',
      { conf: mb(14), commitGib: 20, mode: 0 },
      ['info overcommit-mode'],
    ],
    ['beyond it if all mirrors here take over', { conf: mb(17) }, ['info limit-beyond-takeover']],
    // (64 - (7.5 + 3.2)) / 1.7 = 31.4 GiB, and a tenth.
    ['at the formula', { conf: mb(15.6) }, []],
    ['beyond the formula', { conf: mb(25), commitGib: 128 }, ['info limit-beyond-formula']],
  ])('%s', (_, setup, expected) => {
    expect(codes(setup)).toEqual(expected)
  })

  test('say what each may have by the formula, and quote the setting', () => {
    const [finding] = findingsOf(greenplum, host({ conf: mb(40) }))
    expect(finding?.numbers).toMatchObject({
      primaries: 2,
      mirrors: 2,
      sumBytes: 80 * GIB,
      strict: 1,
    })
    expect(finding?.numbers['safeBytes']).toBe(Math.floor(formulaOf(64 * GIB, 0) / 4))
    expect(finding?.evidence[0]?.line).toBe('100/postgresql.conf:gp_vmem_protect_limit=40960')
  })

  test('formula of the documentation: 8 GB swap, 128 GB; and from 256 GB on', () => {
    expect(formulaOf(128 * GIB, 8 * GIB) / GIB).toBeCloseTo((136 - (7.5 + 6.4)) / 1.7, 6)
    expect(formulaOf(256 * GIB, 0) / GIB).toBeCloseTo((256 - (7.5 + 12.8)) / 1.17, 6)
    expect(formulaOf(4 * GIB, 0)).toBe(0)
  })
})

test('resource groups of 6 bound memory by their own setting; 7 keeps to the limit', () => {
  const conf = `gp_resource_manager = group\ngp_resource_group_memory_limit = 0.9\n${mb(40)}`
  expect(codes({ conf })).toEqual(['info group-limit'])
  expect(codes({ conf, version: '12' })).toEqual(['warning limit-beyond-host'])
  expect(codes({ conf: 'gp_resource_manager = group' })).toEqual([])
})

test.each([
  ['4GB', ['info statement-mem']],
  ['3900MB', []],
])('statement_mem of %s under a limit of 8 GiB', (statement, expected) => {
  expect(codes({ conf: `${mb(8)}\nstatement_mem = ${statement}` })).toEqual(expected)
})

describe('what may not be read', () => {
  test('is said with the right that lacks, and the rest is judged', () => {
    const of = { conf: mb(80), second: '# dir 200 - \n# denied\n' }
    expect(codes(of)).toEqual(['warning limit-beyond-host', 'info settings-unread'])
    const unread = findingsOf(greenplum, host(of)).at(-1)
    expect(unread?.numbers).toMatchObject({ count: 1, segment: 'seg1', uid: '1001' })
  })

  test('nothing read is never fine', () => {
    const frames = hostOf([...primary(0, 6000, 100)])
    const ctx = contextOf('sdw3', {
      frames: [...frames, frame('greenplum/data-dirs', '# dir 100 - \n# denied\n# end')],
    })
    expect(findingsOf(greenplum, ctx).map(({ code }) => code)).toEqual([
      'greenplum.settings-unread',
    ])
  })
})

test('the directories of postmasters are aimed at, and none on a host without Greenplum', () => {
  const [args, dirs] = segmentSources({ ...host({}), pid: null })
  expect(args?.id).toBe('proc/all-args')
  expect(segmentSources({ ...host({}), pid: 110 })).toHaveLength(1)
  expect(dirs?.at).toEqual({ kind: 'data-dirs', pids: [100, 200, 300, 400] })
  expect(
    segmentSources({
      ...contextOf('x', { frames: [frame('proc/first-args', '1/cmdline:init\0')] }),
      pid: null,
    }),
  ).toEqual([])
})

test('segments shows limits and their sums', () => {
  const drilldown = greenplum.drilldowns.find(({ name }) => name === 'segments')
  const blocks = drilldown?.answer(asked(host({ conf: mb(17) }), 'en')) ?? []
  const texts = blocks.flatMap((block) => (block.kind === 'text' ? [plain(block.text)] : []))
  expect(texts.at(-1)).toMatch(/2 primaries 34 GiB; if all 2 mirrors here take over 68 GiB/)
})
