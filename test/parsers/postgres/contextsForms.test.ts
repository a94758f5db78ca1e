/** The other forms: trees of a gdb script, Greenplum's lines, and single structures that gdb printed. */
import { expect, test } from 'vitest'
import { contextsGdb } from '../../../src/parsers/postgres/contextsGdb.ts'
import { contextsGreenplum } from '../../../src/parsers/postgres/contextsGreenplum.ts'
import { gdbPrints } from '../../../src/parsers/postgres/gdbPrints.ts'
import { postgresLog } from '../../../src/parsers/postgres/log.ts'
import { read } from '../helpers.ts'

const SCRIPT = `(gdb)
TopMemoryContext: 149616
 pgstat TabStatusArray lookup hash table: 8192
 TopTransactionContext: 8192
 PortalMemory: 8192
  PortalHeapMemory: 1024
   ExecutorState: 24576
    SRF multi-call context: 1024
    ExprContext: 0
    ExprContext: 0
 CacheMemoryContext: 1040384
  pg_toast_2619_index: 1024
  pg_authid_rolname_index: 1024
 ErrorContext: 8192
`

test('a script’s tree: a column a level, no sum', () => {
  const { value, losses } = read(contextsGdb, SCRIPT)
  expect(losses).toEqual([])
  expect(value.dumps).toMatchObject([
    {
      form: 'gdb',
      contexts: 13,
      totalBytes: 1251440,
      freeBytes: null,
      largest: { name: 'CacheMemoryContext', totalBytes: 1040384 },
      lacks: [],
    },
  ])
  expect(value.dumps[0]?.tree.contexts.map(({ level }) => level)).toEqual([
    0, 1, 1, 1, 2, 3, 4, 4, 4, 1, 2, 2, 1,
  ])
})

test('rows that somebody left out are said to be missing', () => {
  const { value } = read(contextsGdb, SCRIPT.replace('  pg_toast_2619_index: 1024', '  ....'))
  expect(value.dumps[0]?.lacks).toEqual(['rows'])
})

test.each([
  // 12703724688 and 3000000000 through %d.
  [-181177200, 2 ** 32 - 181177200],
  [-1294967296, 3000000000],
])('%d is at least %d, and in no sum', (printed, leastBytes) => {
  const { value } = read(
    contextsGdb,
    SCRIPT.replace('TopMemoryContext: 149616', `TopMemoryContext: ${printed}`),
  )
  expect(value.dumps).toMatchObject([
    {
      totalBytes: 1251440 - 149616,
      largest: { name: 'TopMemoryContext', totalBytes: leastBytes },
      lacks: ['overflowed'],
    },
  ])
  expect(value.dumps[0]?.tree.contexts[0]?.overflowed).toBe(true)
})

const record = (pid: number, message: string) =>
  `2017-03-24 17:09:27.679403 CST,"gpadmin","test",p${pid},th833652800,"10.0.0.7","50074",2017-03-24 16:56:42 CST,0,con549,cmd409985,seg-1,,dx841,,sx1,"LOG","00000","${message}\n",,,,,,,0,,,,\n`

const CONTEXTS = [
  'context: occurrences_count, currently_allocated, currently_available, total_allocated, total_freed, name',
  'context: 1, 8307622344, 15144, 330448773400, 322141151056, .',
  'context: 1, 57344, 3352, 32768, 0, TopTransactionContext',
  'context: 1, 24576, 13352, 24576, 0, TopTransactionContext/Combo CIDs',
  'context: 3, 24576, 300, 24576, 0, PL/pgSQL function context',
  'context: 1, 8192, 8168, 8192, 0, TupSerMemCtxt',
]

test('Greenplum’s records: each counts what is below it, siblings are one line (gpdb#1995)', () => {
  const text = CONTEXTS.map((message) => record(2904, message)).join('')
  const { value, losses } = read(contextsGreenplum, text)
  expect(losses).toEqual([])
  const [dump] = value.dumps
  expect(dump).toMatchObject({
    form: 'greenplum',
    pid: 2904,
    contexts: 7,
    totalBytes: 8307622344,
    largest: { name: 'TopMemoryContext', totalBytes: 8307622344 - 57344 - 24576 - 8192 },
    tree: { inclusive: true },
  })
  expect(dump?.tree.contexts.map(({ name, parent }) => [name, parent])).toEqual([
    ['TopMemoryContext', null],
    ['TopTransactionContext', 0],
    ['Combo CIDs', 1],
    ['PL/pgSQL function context', 0],
    ['TupSerMemCtxt', 0],
  ])
})

test('the same as messages alone, and inside a log of other entries', () => {
  const bare = read(contextsGreenplum, `${CONTEXTS.join('\n')}\n`)
  expect(bare.losses).toEqual([])
  expect(bare.value.dumps).toMatchObject([{ pid: null, totalBytes: 8307622344 }])
  const log = read(
    postgresLog,
    [record(7, 'before'), ...CONTEXTS.map((one) => record(2904, one))].join(''),
  )
  expect(log.value.greenplum?.dumps).toMatchObject([{ pid: 2904, totalBytes: 8307622344 }])
})

test('memory accounts, the process’s own sums among them (gpdb#12184, gpdb#10311)', () => {
  const { value, losses } = read(
    contextsGreenplum,
    `memory: account_name, account_id, parent_account_id, quota, peak, allocated, freed, current
memory: Vmem, -1, -1, 0, 2426404864, 2426404864, 0, 2426404864
memory: Rollover, 3, 1, 0, 4901869064, 3078543256, 3076147544, 2395712
memory: X_Alien, 5, 1, 0, 0, 0, 0, 0
`,
  )
  expect(losses).toEqual([])
  expect(value.accounts?.map(({ name, currentBytes }) => [name, currentBytes])).toEqual([
    ['Vmem', 2426404864],
    ['Rollover', 2395712],
    ['X_Alien', 0],
  ])
})

const PRINTS = `(gdb) p *((AllocChunk)0x75b3ad8)
$2 = {sharedHeader = 0x266a5c8, size = 128}
(gdb) p *((AllocChunk)0x75b3ad8)->sharedHeader
$3 = {context = 0x2669a50, memoryAccountId = 7, balance = 12214020216, prev = 0x0, next = 0x0}
(gdb) p *((AllocChunk)0x75b3ad8)->sharedHeader->context
$4 = {type = T_AllocSetContext, methods = {alloc = 0x93b890 <AllocSetAlloc>, free_p = 0x93af10 <AllocSetFree>, realloc = 0x93b8a0 <AllocSetRealloc>,
    release_accounting = 0x93aa70 <AllocSetReleaseAccountingForAllAllocatedChunks>}, parent = 0x0, firstchild = 0x2698ed8, nextchild = 0x0,
  name = 0x2669b88 "TopMemoryContext", isReset = 0 '\\000', allBytesAlloc = 132719041776, allBytesFreed = 120015349904, maxBytesHeld = 12703724688,
  localMinHeld = 0}
`

test('a chunk, its shared header and its context, printed one by one', () => {
  const { value, losses } = read(gdbPrints, PRINTS)
  expect(losses).toEqual([])
  expect(value).toMatchObject({
    totalBytes: 12703691872,
    prints: [
      {
        name: 'TopMemoryContext',
        heldBytes: 132719041776 - 120015349904,
        heldAtMostBytes: 12703724688,
        balanceBytes: 12214020216,
      },
    ],
    chunks: [{ at: '0x75b3ad8', sizeBytes: 128, owner: '0x266a5c8' }],
  })
})

test('a context of 13 and later says what it took', () => {
  const { value } = read(
    gdbPrints,
    `$1 = {type = T_AllocSetContext, isReset = false, allowInCritSection = false, mem_allocated = 33603672, methods = 0x55d0c8 <AllocSetMethods>, parent = 0x0, firstchild = 0x55d0, prevchild = 0x0, nextchild = 0x0, name = 0x55d0 "TopMemoryContext", ident = 0x0, reset_cbs = 0x0}\n`,
  )
  expect(value.dumps).toMatchObject([{ totalBytes: 33603672 }])
})

test('a structure that is cut says so', () => {
  const { value, losses } = read(gdbPrints, PRINTS.slice(0, PRINTS.indexOf('allBytesFreed')))
  expect(value.prints?.[0]).toMatchObject({ name: 'TopMemoryContext', heldBytes: null })
  expect(losses.map(({ code }) => code)).toEqual(['cut', 'missing-field'])
})
