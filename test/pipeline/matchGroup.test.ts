/** Units, containers and paths against process tables with the cgroups of each manager. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Frame } from '../../src/domain/capture.ts'
import type { GroupWord } from '../../src/domain/meant.ts'
import { FORMATS } from '../../src/parsers/index.ts'
import { matchGroup } from '../../src/pipeline/matchGroup.ts'
import { parseFrames } from '../../src/pipeline/parse.ts'

const ID = '34dc0b5e626f2c5c4c5170e34b10e7654ce36f0fcd532739f4445baabea03376'
const SECOND = `34d${ID.slice(3).split('').reverse().join('')}`
const UID = '74c13223-5a00-11e9-b385-42010a80018d'
const POD = `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${UID.replaceAll('-', '_')}.slice`

interface Process {
  readonly pid: number
  readonly comm: string
  readonly group: string
  readonly anonKib?: number
  readonly state?: string
  readonly unit?: string
}

function frame(source: string, text: string): Frame {
  const raw = { kind: 'ok', text, cut: null } as const
  return { seq: 0, round: 0, source, reading: 1, pid: null, raw, hostUptimeSec: 1, atMs: 1 }
}

function host(rows: readonly Process[], args: Readonly<Record<number, readonly string[]>> = {}) {
  const table = rows
    .map(({ pid, comm, group, anonKib = 100, state = 'S', unit }) =>
      [
        `${pid}/stat:${pid} (${comm}) ${state} 1 0 0 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 ${pid} 4096 10 18446744073709551615 0 0`,
        ...(state === 'Z' ? [] : [`${pid}/status:RssAnon:\t${anonKib} kB`]),
        unit === undefined ? `${pid}/cgroup:0::${group}` : `${pid}/cgroup:4:memory:${group}`,
        ...(unit === undefined ? [] : [`${pid}/cgroup:1:name=systemd:${unit}`]),
      ].join('\n'),
    )
    .join('\n')
  const told = Object.entries(args).flatMap(([pid, words]) =>
    words.map((word) => `${pid}/cmdline:${word}\0`),
  )
  const frames = [frame('proc/processes', `${table}\n`)]
  if (told.length > 0) frames.push(frame('proc/all-args', told.join('')))
  return parseFrames(frames, FORMATS)
}

const HOST = host(
  [
    { pid: 10, comm: 'php-fpm8.2', group: '/system.slice/php8.2-fpm.service', anonKib: 9 },
    { pid: 11, comm: 'php-fpm8.2', group: '/system.slice/php8.2-fpm.service/www', anonKib: 700 },
    {
      pid: 20,
      comm: 'postgres',
      group: '/system.slice/system-postgresql.slice/postgresql@15-main.service',
    },
    { pid: 30, comm: 'nginx', group: `/docker/${ID}`, anonKib: 5000 },
    { pid: 31, comm: 'cron', group: `/docker/${ID}/system.slice/cron.service` },
    { pid: 40, comm: 'pause', group: `${POD}/cri-containerd-${SECOND}.scope`, anonKib: 1 },
    {
      pid: 41,
      comm: 'java',
      group: `${POD}/crio-${ID.replace('34dc', 'aaaa')}.scope`,
      anonKib: 9000,
    },
    {
      pid: 50,
      comm: 'conmon',
      group: `/machine.slice/libpod-conmon-${ID.replace('34dc', 'bbbb')}.scope`,
    },
    {
      pid: 51,
      comm: 'redis-server',
      group: `/machine.slice/libpod-${ID.replace('34dc', 'bbbb')}.scope/container`,
    },
    { pid: 60, comm: 'mysqld', group: '/lxc.payload.web1/system.slice/mysql.service' },
    { pid: 70, comm: 'cron', group: '/system.slice/cron.service' },
    { pid: 80, comm: 'gone', group: '/system.slice/gone.service', state: 'Z' },
    { pid: 90, comm: 'bash', group: '/user.slice/user-1000.slice/session-3.scope' },
    { pid: 95, comm: 'old', group: '/', unit: '/system.slice/old.service' },
  ],
  { 50: ['/usr/bin/conmon', '-c', ID.replace('34dc', 'bbbb'), '-n', 'Cache-1'] },
)

describe('one is meant', () => {
  test.each<[GroupWord, string, string, number]>([
    ['unit', 'php8.2-fpm', '/system.slice/php8.2-fpm.service', 10],
    ['unit', 'php8.2-fpm.service', '/system.slice/php8.2-fpm.service', 10],
    ['unit', 'fpm', '/system.slice/php8.2-fpm.service', 10],
    ['unit', 'postgresql', '/system.slice/system-postgresql.slice/postgresql@15-main.service', 20],
    ['unit', 'system.slice', '/system.slice', 10],
    ['unit', 'user-1000.slice', '/user.slice/user-1000.slice', 90],
    // The host's own, not the one inside of a container.
    ['unit', 'cron', '/system.slice/cron.service', 70],
    ['unit', 'mysql', '/lxc.payload.web1/system.slice/mysql.service', 60],
    ['unit', 'old', '/system.slice/old.service', 95],
    ['container', ID, `/docker/${ID}`, 30],
    ['container', ID.slice(0, 12), `/docker/${ID}`, 30],
    ['container', ID.slice(0, 12).toUpperCase(), `/docker/${ID}`, 30],
    ['container', '74c13223', POD, 40],
    ['container', UID, POD, 40],
    ['container', 'java', `${POD}/crio-${ID.replace('34dc', 'aaaa')}.scope`, 41],
    ['container', 'ngin', `/docker/${ID}`, 30],
    ['container', 'cache-1', `/machine.slice/libpod-${ID.replace('34dc', 'bbbb')}.scope`, 51],
    ['container', 'web1', '/lxc.payload.web1', 60],
    ['cgroup', POD, POD, 40],
    ['cgroup', `/sys/fs/cgroup${POD}/`, POD, 40],
    ['cgroup', '/sys/fs/cgroup/memory/docker', '/docker', 30],
    ['cgroup', 'php8.2-fpm.service/www', '/system.slice/php8.2-fpm.service/www', 11],
  ])('%s:%s', (by, word, path, pid) => {
    expect(matchGroup(HOST, by, word)).toEqual({ kind: 'one', path, pid })
  })
})

describe('several are a choice, the largest first', () => {
  test.each<[GroupWord, string, readonly string[]]>([
    ['container', '34d', [`container:${ID.slice(0, 12)}`, `container:${SECOND.slice(0, 12)}`]],
    ['cgroup', 'cron.service', ['cgroup:/docker', 'unit:cron.service']],
  ])('%s:%s', (by, word, words) => {
    const match = matchGroup(HOST, by, word)
    expect(match.kind).toBe('several')
    const choices = match.kind === 'one' ? [] : match.choices.map((one) => one.word)
    expect(choices).toHaveLength(words.length)
    for (const [i, begin] of words.entries()) expect(choices[i]).toContain(begin)
  })

  test('a word alone lists what there is, with its main process and memory', () => {
    const match = matchGroup(HOST, 'container', '')
    expect(match).toMatchObject({ kind: 'several' })
    expect(
      match.kind === 'one' ? [] : match.choices.map((one) => Object.values(one).join(' ')),
    ).toEqual(
      expect.arrayContaining([
        `container:${ID.slice(0, 12)} 2 × nginx, 4.98 MiB`,
        `container:${ID.replace('34dc', 'bbbb').slice(0, 12)} cache-1, 1 × redis-server, 100 KiB`,
      ]),
    )
  })
})

describe('nothing is meant', () => {
  test.each<[GroupWord, string]>([
    ['unit', 'nothing'],
    ['unit', 'gone'],
    ['container', '34'],
    ['container', 'web-7f'],
    ['cgroup', '/'],
    ['cgroup', '/etc'],
  ])('%s:%s names those there', (by, word) => {
    const match = matchGroup(HOST, by, word)
    expect(match.kind).toBe('none')
    expect(match.kind === 'one' ? [] : match.choices.length).toBeGreaterThan(0)
  })

  test('a host of which no table was read', () => {
    expect(matchGroup(parseFrames([], FORMATS), 'unit', 'x')).toEqual({ kind: 'none', choices: [] })
  })
})

test('whatever a path holds, what is offered to be typed is no more than letters, digits and plain signs', () => {
  const part = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .map((text) => text.replace(/[\n/\0]/g, '_'))
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
      const match = matchGroup(
        host([{ pid: 7, comm: 'x', group: `/${parts.join('/')}` }]),
        'cgroup',
        '',
      )
      for (const { word } of match.kind === 'one' ? [] : match.choices)
        expect(word).toMatch(/^(?:unit|container|cgroup):[A-Za-z0-9/@._:-]+$/)
    }),
    { numRuns: 200 },
  )
})
