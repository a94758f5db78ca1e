import { expect, test } from 'vitest'
import { pgWho } from '../../src/analyzers/pg-who/index.ts'
import { usualOf } from '../../src/analyzers/pg-who/usual.ts'
import { KIB, MIB } from '../../src/domain/bytes.ts'
import { contextOf } from '../hosts/load.ts'
import { findingsOf, frame, said } from './frames.ts'

/** Processes with these titles and sizes; the first is the one that is checked. */
function checked(titles: readonly (readonly [title: string, mib: number])[], anon = true) {
  const rows = titles.map(([, mib], i) => {
    const pid = 10 + i
    const kib = mib * 1024
    const stat = `${pid} (postgres) S 1 ${pid} ${pid} 0 -1 4194560 4010 0 3 0 12 8 0 0 20 0 1 0 ${pid} 221184000 3300 18446744073709551615 1 1 0 0`
    const sizes = [`VmRSS:\t${kib} kB`, ...(anon ? [`RssAnon:\t${kib} kB`] : [])]
    return [`${pid}/stat:${stat}`, ...sizes.map((line) => `${pid}/status:${line}`)].join('\n')
  })
  const stat = rows[0]?.split('\n')[0]?.replace(/^\d+\/stat:/, '') ?? ''
  return contextOf('db1', {
    frames: [
      frame('proc/processes', rows.join('\n')),
      frame('proc/first-args', titles.map(([title], i) => `${10 + i}/cmdline:${title}`).join('\0')),
      frame('proc/PID/stat', stat),
      frame('proc/PID/cmdline', titles[0]?.[0] ?? ''),
    ],
  })
}

const numbersOf = (ctx: ReturnType<typeof checked>) => findingsOf(pgWho, ctx)[0]?.numbers

test('a session: whose it is, from where, what it does, and its place among its like', () => {
  const ctx = checked([
    ['postgres: 15/main: ana shop 10.0.0.7(43512) idle in transaction', 40],
    ['postgres: 15/main: bob shop [local] idle', 4],
    ['postgres: 15/main: bob shop [local] SELECT', 90],
    ['postgres: 15/main: checkpointer ', 300],
  ])
  expect(said(pgWho, ctx)).toEqual(['info who.session'])
  expect(numbersOf(ctx)).toEqual({
    pid: '10',
    process: 'backend ana@shop',
    role: 'backend',
    cluster: '15/main',
    user: 'ana',
    database: 'shop',
    client: '10.0.0.7(43512)',
    doing: 'idle in transaction',
    heldBytes: 40 * MIB,
    count: 3,
    rank: 2,
    medianBytes: 47 * MIB,
    largest: '12',
    largestBytes: 90 * MIB,
    usualLowBytes: 2100 * KIB,
    usualHighBytes: 14_864 * KIB,
    backendsCommand: 'memcheck db1 10 backends',
  })
  // What it does at the moment is no part of its name, or each command would begin another history.
  expect(ctx.subject.name).toBe('postgres: backend ana@shop')
})

test('a process of the server itself', () => {
  const ctx = checked([['postgres: startup recovering 000000010000000000000003', 3]])
  expect(said(pgWho, ctx)).toEqual(['info who.server'])
  expect(numbersOf(ctx)).toMatchObject({
    process: 'startup',
    doing: 'recovering 000000010000000000000003',
  })
  expect(numbersOf(ctx)).not.toHaveProperty('rank')
  expect(ctx.subject.name).toBe('postgres: startup')
})

test('whom a parallel worker works for', () => {
  const ctx = checked([['postgres: parallel worker for PID 4242 ', 3]])
  expect(numbersOf(ctx)).toMatchObject({ process: 'parallel worker', leader: '4242' })
})

test('names with blanks are shown as they stand, and none is guessed', () => {
  const numbers = numbersOf(checked([['postgres: a b my shop [local] SELECT', 3]]))
  expect(numbers).toMatchObject({ process: 'backend a b my shop' })
  expect(numbers).not.toHaveProperty('user')
})

test.each([
  ['another program', checked([['/usr/bin/psql', 3]])],
  ['the postmaster', checked([['/usr/lib/postgresql/15/bin/postgres', 3]])],
  ['a kernel that does not tell private memory', checked([['postgres: logger ', 3]], false)],
])('nothing of %s', (_, ctx) => {
  expect(said(pgWho, ctx)).toEqual([])
})

test('what was not measured is not told', () => {
  expect(usualOf('autovacuum worker')).toBeNull()
  expect(numbersOf(checked([['postgres: autovacuum worker shop', 3]]))).not.toHaveProperty(
    'usualHighBytes',
  )
})
