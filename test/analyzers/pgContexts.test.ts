/** Findings from dumps of MemoryContexts: on both sides of each threshold, and on healthy ones. */
import { expect, test } from 'vitest'
import { pgContexts } from '../../src/analyzers/pg-contexts/index.ts'
import { suspectsAmong } from '../../src/analyzers/pg-contexts/suspects.ts'
import { unreadCore } from '../../src/domain/core.ts'
import type { Drilldown } from '../../src/domain/drilldown.ts'
import { takesArgs } from '../../src/domain/drilldown.ts'
import type { Finding } from '../../src/domain/finding.ts'
import { HOUR_MS } from '../../src/domain/time.ts'
import { type Lang, plain } from '../../src/domain/words.ts'
import { coreText } from '../../src/parsers/core/coreFile.ts'
import { NOW_MS } from '../growth/rows.ts'
import { asked, contextOf } from '../hosts/load.ts'
import { fixture } from '../parsers/helpers.ts'
import { findingsOf, frame } from './frames.ts'

const MIB = 1024 ** 2

interface Row {
  readonly name: string
  readonly bytes: number
  readonly free?: number
  readonly chunks?: number
  readonly level?: number
}

/** A whole tree as the server prints it. */
function tree(...rows: readonly Row[]): string {
  const all: readonly Row[] = [
    { name: 'TopMemoryContext', bytes: 97680 },
    ...rows,
    { name: 'ErrorContext', bytes: 8192 },
  ]
  const lines = all.map(({ name, bytes, free = 0, chunks = 0, level = 1 }) => {
    const indent = name === 'TopMemoryContext' ? 0 : level
    return `${'  '.repeat(indent)}${name}: ${bytes} total in 1 blocks; ${free} free (${chunks} chunks); ${bytes - free} used`
  })
  const sum = (of: (row: Row) => number): number => all.reduce((total, row) => total + of(row), 0)
  const [bytes, free] = [sum((row) => row.bytes), sum((row) => row.free ?? 0)]
  return `${lines.join('\n')}\nGrand total: ${bytes} bytes in ${all.length} blocks; ${free} free (${sum((row) => row.chunks ?? 0)} chunks); ${bytes - free} used\n`
}

function judged(text: string, more: readonly (readonly [source: string, text: string])[] = []) {
  const frames = [frame('postgres/contexts', text), ...more.map(([id, said]) => frame(id, said))]
  return findingsOf(pgContexts, contextOf('db1', { frames }))
}

function codes(findings: readonly Finding[]): readonly string[] {
  return findings
    .filter(({ code }) => code !== 'contexts.held')
    .map(({ severity, code, numbers }) => `${severity} ${code} ${numbers['context'] ?? ''}`.trim())
}

test('a healthy backend: who holds what, and nothing else', () => {
  const findings = judged(tree({ name: 'CacheMemoryContext', bytes: MIB }))
  expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
    'info contexts.held',
  ])
  expect(findings[0]?.numbers).toMatchObject({
    contexts: 3,
    totalBytes: 97680 + MIB + 8192,
    largest: 'CacheMemoryContext',
    largestBytes: MIB,
  })
  expect(findings[0]?.evidence[0]?.line).toMatch(/^CacheMemoryContext: 1048576 total/)
})

test('the real one with 250 prepared statements: a quarter is folded', () => {
  expect(codes(judged(fixture('postgres/contexts-stderr-15.txt')))).toEqual([
    'info contexts.folded',
  ])
})

test.each([
  ['TopTransactionContext of 3 GiB', 'TopTransactionContext', 3072, ['warning']],
  ['TopTransactionContext of 70 MiB', 'TopTransactionContext', 70, ['info']],
  ['TopTransactionContext of 60 MiB', 'TopTransactionContext', 60, []],
  ['CacheMemoryContext of 300 MiB', 'CacheMemoryContext', 300, []],
  ['CacheMemoryContext of 600 MiB', 'CacheMemoryContext', 600, ['info']],
  ['a hash table as large as its work', 'HashBatchContext', 3072, []],
  ['a context that nobody knows', 'my_extension', 3072, []],
])('%s', (_, name, mib, severities) => {
  expect(codes(judged(tree({ name, bytes: mib * MIB })))).toEqual(
    severities.map((severity) => `${severity} contexts.unusual ${name}`),
  )
})

test('what should be empty in an idle session is not', () => {
  const text = tree({ name: 'TopTransactionContext', bytes: 70 * MIB })
  const [idle] = judged(text, [['proc/PID/cmdline', 'postgres: app shop 10.0.0.7(5432) idle']])
  expect(idle).toMatchObject({ severity: 'warning', numbers: { idle: 'idle' } })
  const [open] = judged(text, [
    ['proc/PID/cmdline', 'postgres: app shop 10.0.0.7(5432) idle in transaction'],
  ])
  expect(open).toMatchObject({ severity: 'info' })
})

test('what a core of an idle session holds is told of that moment', () => {
  const told = {
    ...unreadCore('/var/tmp/core.4242'),
    pid: 4242,
    title: 'postgres: app shop [local] idle',
  }
  const ctx = contextOf('db1', {
    frames: [
      frame('core/file', coreText(told)),
      frame('postgres/contexts', tree({ name: 'TopTransactionContext', bytes: 70 * MIB })),
    ],
  })
  expect(ctx.subject).toEqual({ kind: 'core', host: 'db1', name: '/var/tmp/core.4242' })
  const [idle] = findingsOf(pgContexts, ctx)
  expect(idle).toMatchObject({
    severity: 'warning',
    numbers: {
      wasIdle: 'idle',
      contextsCommand: 'memcheck db1 core:/var/tmp/core.4242 contexts',
    },
  })
  expect(idle?.numbers).not.toHaveProperty('idle')
  expect(idle?.numbers).not.toHaveProperty('diffCommand')
})

test('ten thousand plans, each small', () => {
  const plans = (count: number) =>
    tree(
      ...Array.from({ length: count }, () => ({
        name: 'CachedPlanSource',
        bytes: 16384,
        level: 2,
      })),
    )
  expect(codes(judged(plans(10_000)))).toEqual(['info contexts.siblings CachedPlanSource'])
  expect(codes(judged(plans(900)))).toEqual([])
})

test.each([
  ['half of it free', { bytes: 200 * MIB, free: 120 * MIB, chunks: 10 }, true],
  ['half of a small one free', { bytes: 100 * MIB, free: 60 * MIB, chunks: 10 }, false],
  ['half a million free chunks', { bytes: 234954896, free: 14989952, chunks: 524059 }, true],
  ['some free chunks', { bytes: 234954896, free: 14989952, chunks: 9000 }, false],
])('%s', (_, row, told) => {
  expect(codes(judged(tree({ name: 'ExecutorState', ...row })))).toEqual(
    told ? ['info contexts.fragmented ExecutorState'] : [],
  )
})

const STATUS = (anonMib: number) =>
  `Name:\tpostgres\nState:\tS (sleeping)\nTgid:\t1\nPid:\t1\nPPid:\t1\nRssAnon:\t${anonMib * 1024} kB\nVmSwap:\t0 kB`

test('memory that is in no context is said to be', () => {
  const text = tree({ name: 'CacheMemoryContext', bytes: 10 * MIB })
  const maps =
    '7f1700000000-7f17030de000 r-xp 00000000 fe:00 7 /usr/lib/postgresql/18/lib/pg_stat_monitor.so'
  const findings = judged(text, [
    ['proc/PID/status', STATUS(3000)],
    ['proc/PID/maps', maps],
  ])
  expect(codes(findings)).toEqual(['warning contexts.unaccounted'])
  expect(findings[0]?.numbers['suspects']).toBe('pg_stat_monitor.so')
  expect(codes(judged(text, [['proc/PID/status', STATUS(20)]]))).toEqual([])
  const [held] = judged(text, [['proc/PID/status', STATUS(20)]])
  expect(held?.numbers['explainedRatio']).toBeCloseTo(0.505, 2)
})

test.each([
  ['/usr/lib/postgresql/15/lib/postgis-3.so', 'postgis-3.so'],
  ['/usr/pgsql-15/lib/pg_hint_plan.so (deleted)', 'pg_hint_plan.so'],
  ['/usr/local/greenplum-db-6.20/lib/postgresql/gp_inject_fault.so', 'gp_inject_fault.so'],
  ['/opt/acme/leaky.so', 'leaky.so'],
  ['/tmp/build/leaky-15.so', 'leaky-15.so'],
  ['/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0', 'libpython3.11.so.1.0'],
  ['/usr/lib/x86_64-linux-gnu/libLLVM-14.so.1', 'libLLVM-14.so.1'],
  ['/usr/lib/postgresql/15/lib/plpgsql.so', null],
  ['/usr/lib/postgresql/15/bin/postgres', null],
  ['/opt/pg/lib/libpq.so.5.15', null],
  ['/opt/pg/lib/libicuuc.so.60', null],
  ['/lib/x86_64-linux-gnu/libc.so.6', null],
  ['/usr/lib/x86_64-linux-gnu/libnss_files.so', null],
  ['/usr/local/lib/libjemalloc.so', null],
  ['[heap]', null],
])('%s is a suspect for memory outside contexts: %s', (path, suspect) => {
  const told = suspectsAmong([{ path }])
  expect(told).toEqual(suspect === null ? { noSuspects: 1 } : { suspects: suspect })
})

test('mappings that were not read clear nobody', () => {
  expect(suspectsAmong(null)).toEqual({})
  expect(suspectsAmong([])).toEqual({})
})

test('a cut dump is said to be cut, and its rest is not held for unaccounted', () => {
  const whole = tree({ name: 'CacheMemoryContext', bytes: 300 * MIB })
  const cut = whole.slice(0, whole.indexOf('  ErrorContext'))
  expect(codes(judged(cut, [['proc/PID/status', STATUS(3000)]]))).toEqual(['info contexts.partial'])
  const lost = whole.replace(/ {2}CacheMemoryContext.*\n/, '')
  expect(judged(lost).find(({ code }) => code === 'contexts.partial')?.numbers).toMatchObject({
    missingBytes: 300 * MIB,
  })
})

test('two dumps give candidates, five name one', () => {
  const dump = (i: number) =>
    tree(
      { name: 'CacheMemoryContext', bytes: MIB },
      { name: 'GddContext', bytes: (40 + 20 * i) * MIB },
    )
  expect(codes(judged(dump(0) + dump(1)))).toContain('info contexts.differ')
  const five = judged([0, 1, 2, 3, 4].map(dump).join(''))
  expect(five.find(({ code }) => code === 'contexts.grows')?.numbers).toMatchObject({
    context: 'GddContext',
    firstBytes: 40 * MIB,
    lastBytes: 120 * MIB,
    snapshots: 5,
  })
  expect(five.find(({ code }) => code === 'contexts.grows')?.numbers).not.toHaveProperty(
    'slopeBytesPerDay',
  )
  expect(codes(judged(dump(0) + dump(0)))).toEqual([])
})

const named = (name: string): Drilldown => {
  const found = pgContexts.drilldowns.find((one) => one.name === name)
  if (found === undefined) throw new Error(name)
  return found
}

function answer(
  name: string,
  args: readonly string[],
  dumpText: string,
  lang: Lang = 'en',
): string {
  const ctx = contextOf('db1', { frames: [frame('postgres/contexts', dumpText)] })
  return JSON.stringify(named(name).answer({ ...asked(ctx, lang), args }))
}

test.each([
  ['contexts', [], true],
  ['contexts', ['5'], true],
  ['contexts', ['5', 'under', 'Portal', 'hash'], true],
  ['contexts', ['under', 'CacheMemoryContext'], true],
  ['contexts', ['diff'], true],
  ['contexts', ['diff', '7d'], true],
  ['contexts', ['are', 'what'], false],
  ['contexts', ['diff', 'please'], false],
  ['contexts', ['diff', '0d'], false],
  ['contexts', ['diff', '7d', '8d'], false],
  ['context', ['Portal', 'hash'], true],
  ['context', ['GddContext'], true],
  ['context', ['switch'], false],
  ['tree', ['house'], false],
])('%s %j is a question: %s', (name, args, is) => {
  expect(takesArgs(named(name), args)).toBe(is)
})

test('contexts answers in tables, of all, of some, below one, and of what grew', () => {
  const text = fixture('postgres/contexts-stderr-15.txt')
  expect(answer('contexts', ['3'], text)).toMatch(
    /"479"\},\{"said":" MemoryContexts.*CacheMemoryContext/,
  )
  const below = answer('contexts', ['under', 'cachememorycontext'], text)
  expect(below).toContain('CachedPlanSource')
  expect(below).not.toContain('Caller tuples')
  expect(answer('contexts', ['under', 'Nowhere'], text)).toContain('There is no context named')
  expect(answer('contexts', ['diff'], text)).toContain('There is one tree')
  const grown = [1, 2].map((i) => tree({ name: 'GddContext', bytes: i * 20 * MIB })).join('')
  expect(answer('contexts', ['diff'], grown)).toMatch(/candidates.*GddContext/)
  expect(answer('context', ['CachedPlanSource'], text)).toContain('DEALLOCATE ALL')
  expect(answer('tree', [], text, 'zh')).toMatch(/CachedPlanSource × \d/)
})

test('without a tree the ways that stop or write are offered, with their price', () => {
  const ctx = contextOf('db1', { frames: [] })
  const said = JSON.stringify(named('contexts').answer(asked(ctx, 'en')))
  expect(said).toContain('pg_log_backend_memory_contexts')
  expect(said).not.toContain('MemoryContextStats')
})

test('a size that did not fit 32 bits is a lower bound, and no sum is told', () => {
  const text =
    '(gdb)\nTopMemoryContext: -181177200\n CacheMemoryContext: 1040384\n ErrorContext: 8192\n'
  const ctx = contextOf('db1', { frames: [frame('postgres/contexts-gdb', text)] })
  const findings = findingsOf(pgContexts, ctx)
  expect(findings.map(({ code }) => code)).toEqual(['contexts.overflowed'])
  expect(findings[0]).toMatchObject({
    numbers: { context: 'TopMemoryContext', leastBytes: 4113790096, restBytes: 1048576 },
    evidence: [{ line: 'TopMemoryContext: -181177200' }],
  })
})

test('Greenplum’s root may count too much; the balance of its chunks decides', () => {
  const gp =
    'context: 1, 8307622344, 15144, 330448773400, 322141151056, .\ncontext: 1, 8192, 0, 8192, 0, X\nmemory: X_Hash, 8, 7, 0, 900, 900, 0, 800'
  const ctx = contextOf('db1', { frames: [frame('postgres/contexts-greenplum', gp)] })
  expect(codes(findingsOf(pgContexts, ctx))).toEqual([
    'warning contexts.unusual TopMemoryContext',
    'info contexts.overcounted TopMemoryContext',
    'info contexts.accounts',
  ])
  const prints = `(gdb) p *h
$3 = {context = 0x2669a50, memoryAccountId = 7, balance = 12214020216, prev = 0x0, next = 0x0}
(gdb) p *h->context
$4 = {type = T_AllocSetContext, name = 0x2669b88 "TopMemoryContext", allBytesAlloc = 132719041776, allBytesFreed = 120015349904}`
  const found = findingsOf(
    pgContexts,
    contextOf('db1', { frames: [frame('postgres/gdb-prints', prints)] }),
  )
  expect(found.find(({ code }) => code === 'contexts.balance')?.numbers).toMatchObject({
    balanceBytes: 12214020216,
    heldBytes: 12703691872,
  })
})

test('a walk over Greenplum 6 gives balance, blocks and allocated less freed of seed 001 side by side', () => {
  const walk = (
    balanceBytes: number,
  ) => `{"kind":"memcheck-contexts","version":1,"pid":1,"way":"perl","tries":1,"swappedPages":0,"spent":null,
"layout":{"id":"greenplum-6","version":"9.4","greenplum":true,"verified":false},
"torn":[],"tornDetails":[],"damaged":[],"accounting":[{"context":0,"allocatedBytes":132719041776,"freedBytes":120015349904,"heldAtMostBytes":12703724688,"balanceBytes":${balanceBytes}}],"complete":true,"contexts":[
["TopMemoryContext",null,0,null,"AllocSet",12703691872,5,11632,6,1]]}`
  const found = (balanceBytes: number) => {
    const frames = [frame('memory/contexts', walk(balanceBytes))]
    return findingsOf(pgContexts, contextOf('db1', { frames })).find(
      ({ code }) => code === 'contexts.balance',
    )
  }
  const seed = found(12_214_020_216)
  expect(seed?.numbers).toMatchObject({
    context: 'TopMemoryContext',
    balanceBytes: 12_214_020_216,
    heldBytes: 12_703_691_872,
    blocksBytes: 12_703_691_872,
    fromSource: 1,
  })
  expect(seed?.numbers['agreesRatio']).toBeCloseTo(0.961, 3)
  // What the chunks hold that the seed counted by their text: 84812936 of 144 bytes.
  expect((84_812_936 * 144) / Number(seed?.numbers['balanceBytes'])).toBeCloseTo(0.9999, 4)
  expect(seed?.evidence[0]?.line).toContain('"accounting"')
  expect(found(64 * MIB)?.numbers).not.toHaveProperty('agreesRatio')
  expect(found(64 * MIB - 1)).toBe(undefined)
})

test('a walk over the process’s memory is judged as any dump, with what only it can tell', () => {
  const text = `{"kind":"memcheck-contexts","version":1,"pid":1,"way":"perl","tries":1,"swappedPages":0,"spent":null,
"layout":{"id":"gp6","version":"9.4","greenplum":true,"verified":false},
"torn":[],"tornDetails":[],"damaged":[{"context":0,"at":"75b3ad8"}],"accounting":[],"complete":true,"contexts":[
["TopMemoryContext",null,0,null,"AllocSet",12703691872,5,11632,6,1],
["CachedPlanSource","select * from t where id = ?",1,0,"AllocSet",4096,3,1512,0,1]]}`
  const findings = findingsOf(
    pgContexts,
    contextOf('db1', { frames: [frame('memory/contexts', text)] }),
  )
  expect(codes(findings)).toEqual([
    'warning contexts.unusual TopMemoryContext',
    'warning contexts.damaged TopMemoryContext',
    'info contexts.unverified',
  ])
  expect(findings.find(({ code }) => code === 'contexts.held')?.numbers).toMatchObject({
    contexts: 2,
    totalBytes: 12703691872 + 4096,
  })
})

test.each([
  ['proc/PID/comm', 'sleep', true],
  ['proc/PID/exe', '/usr/bin/redis-server', true],
  ['proc/PID/comm', 'postgres', false],
  ['proc/PID/exe', '/usr/lib/postgresql/15/bin/postgres', false],
  ['proc/PID/exe', '/opt/greenplum-db/bin/postgres (deleted)', false],
])('what %s says is another program is refused in words: %s', (source, text, refused) => {
  const ctx = contextOf('db1', { frames: [frame(source, text)] })
  const said = JSON.stringify(named('contexts').answer(asked(ctx, 'en')))
  expect(said.includes('is no process of PostgreSQL')).toBe(refused)
  expect(said.includes('pg_log_backend_memory_contexts')).toBe(!refused)
})

const WALK = `{"kind":"memcheck-contexts","version":1,"pid":1,"way":"perl","tries":1,"swappedPages":0,"spent":null,
"layout":{"id":"pg15","version":"15","greenplum":false,"verified":true},
"torn":[],"tornDetails":[],"damaged":[],"accounting":[],"complete":true,"contexts":[
["TopMemoryContext",null,0,null,"AllocSet",104857600,5,11632,6,1]]}`

/** Looks of a walked process, each so many hours before the last. */
function diffOf(args: readonly string[], hoursBefore: readonly number[], lang: Lang = 'en') {
  const components = hoursBefore.map((hours, i) => ({
    atMs: NOW_MS - hours * HOUR_MS,
    complete: true,
    totalBytes: (i + 1) * 20 * MIB,
    parts: [{ path: ['TopMemoryContext'], bytes: (i + 1) * 20 * MIB, count: 1 }],
  }))
  const ctx = { ...contextOf('db1', { frames: [frame('memory/contexts', WALK)] }), components }
  const blocks = named('contexts').answer({ ...asked(ctx, lang), args: ['diff', ...args] })
  return {
    text: blocks.flatMap((block) => (block.kind === 'text' ? [plain(block.text)] : [])).join('\n'),
    charts: blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : [])),
  }
}

test('diff compares the looks of the span that was asked for, and says from when to when', () => {
  const { text, charts } = diffOf(['7d'], [400, 165, 100, 50, 20, 0])
  expect(text).toMatch(
    /^From .* to .*: 6 d 21 h, 5 looks\. All contexts together: 40 MiB then, 120 MiB now\.$/,
  )
  expect(charts[0]).toMatchObject({
    kind: 'stack',
    title: 'TopMemoryContext explains 100 % of the growth',
  })
  expect(diffOf([], [400, 165, 100, 50, 20, 0]).text).toContain('16 d 16 h, 6 looks')
})

test('a history that is shorter than asked says how far back it reaches', () => {
  expect(diffOf(['7d'], [30, 20, 10, 0]).text).toMatch(/Asked were 7 d; .* reach back 1 d 6 h, to /)
  expect(diffOf(['7d'], [30, 20, 10, 0], 'zh').text).toContain('只能追溯 1 d 6 h')
  const alone = diffOf(['1h'], [30, 20, 10, 0])
  expect(alone.text).toMatch(/Asked were 1 h; no earlier look/)
  expect(alone.charts).toEqual([])
})

test('trees without times are all compared, and that is said', () => {
  const grown = [1, 2].map((i) => tree({ name: 'GddContext', bytes: i * 20 * MIB })).join('')
  expect(answer('contexts', ['diff', '7d'], grown)).toMatch(/do not tell their times.*GddContext/)
})
