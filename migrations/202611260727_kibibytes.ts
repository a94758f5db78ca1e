/**
 * Sizes in kibibytes: the kernel counts memory in pages, and a gigabyte takes three or four bytes so where it took six (a
 * row of thirty metrics: 7.4 bytes a value before, 5.9 now). What is no whole number of them is kept exactly, as
 * bytes below zero.
 */
import { type QueryExecutorProvider, sql } from 'kysely'

const KINDS = ['process', 'host', 'cgroup'] as const

const SIZES = {
  process: ['rss', 'pss', 'anon', 'file', 'shmem', 'swap', 'heap', 'stack', 'virtual', 'peakRss'],
  host: [
    'memTotal',
    'memFree',
    'memAvailable',
    'anon',
    'cached',
    'shmem',
    'slab',
    'slabReclaimable',
    'dirty',
    'swapTotal',
    'swapFree',
    'buffers',
    'mapped',
    'activeAnon',
    'inactiveAnon',
    'activeFile',
    'inactiveFile',
    'unevictable',
    'kernelStack',
    'pageTables',
    'committed',
    'percpu',
  ],
  cgroup: [
    'charged',
    'limit',
    'unreclaimable',
    'workingSet',
    'anon',
    'file',
    'shmem',
    'kernel',
    'swap',
    'inactiveAnon',
    'activeFile',
    'inactiveFile',
  ],
} as const

const JUDGED = ['judgedFloor', 'judgedLeast', 'judgedMost'] as const

function converted(
  table: string,
  names: readonly string[],
  packed: (column: string) => string,
): readonly string[] {
  return [
    ...names.map((name) => `alter table ${table} rename column ${name}Bytes to ${name}Kib`),
    `update ${table} set ${names.map((name) => `${name}Kib = ${packed(`${name}Kib`)}`).join(', ')}`,
  ]
}

const exact = (column: string): string =>
  `case when ${column} % 1024 = 0 then ${column} / 1024 else -${column} end`
/** Floors are means: nothing is told by what is below a kibibyte. */
const rounded = (column: string): string => `(${column} + 512) / 1024`

const STATEMENTS = KINDS.flatMap((kind) => [
  ...converted(`${kind}_sample`, SIZES[kind], exact),
  ...converted(`${kind}_hour`, [...JUDGED, ...SIZES[kind]], rounded),
  ...converted(`${kind}_day`, [...JUDGED, ...SIZES[kind]], rounded),
])

/** Renames and converts every size. */
export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
