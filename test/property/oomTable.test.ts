/** Task tables with columns permuted, dropped, renamed or added: right values or a stated loss, never a shifted column. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OomTask } from '../../src/parsers/kernel/events.ts'
import { kernelLog } from '../../src/parsers/kernel/log.ts'
import { read } from '../parsers/helpers.ts'

const PAGE = 4096
/** What a task's value is by its column; each number is another one, so that a shift shows. */
const EXPECTED: Readonly<Record<string, (cell: number) => Partial<OomTask>>> = {
  pid: (pid) => ({ pid }),
  uid: (uid) => ({ uid }),
  tgid: (tgid) => ({ tgid }),
  total_vm: (pages) => ({ totalVmBytes: pages * PAGE }),
  rss: (pages) => ({ rssBytes: pages * PAGE }),
  rss_anon: (pages) => ({ rssAnonBytes: pages * PAGE }),
  rss_file: (pages) => ({ rssFileBytes: pages * PAGE }),
  rss_shmem: (pages) => ({ rssShmemBytes: pages * PAGE }),
  pgtables_bytes: (bytes) => ({ pageTablesBytes: bytes }),
  swapents: (pages) => ({ swapBytes: pages * PAGE }),
  oom_score_adj: (adj) => ({ oomScoreAdj: adj }),
  // New in a kernel that is not known yet.
  nr_new: () => ({}),
}
const COLUMNS = Object.keys(EXPECTED)

interface Column {
  readonly name: string
  readonly cell: number
}

/** Names as the kernel prints them, of those that no number stands in at an edge. */
const names = fc.constantFrom(
  'eater',
  'Web Content',
  '(sd-pam)',
  '[a] (b c)',
  'kworker/0:1',
  'x y 7z',
)
const columns: fc.Arbitrary<readonly Column[]> = fc
  .shuffledSubarray(COLUMNS, { minLength: 4 })
  .chain((chosen) =>
    fc
      .uniqueArray(fc.integer({ min: 0, max: 9_999_999 }), {
        minLength: chosen.length,
        maxLength: chosen.length,
      })
      .map((cells) => chosen.map((name, i) => ({ name, cell: cells[i] ?? 0 }))),
  )

function table(header: readonly string[], row: readonly string[]) {
  const lines = [
    'a invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0',
    'Tasks state (memory values in pages):',
    header.join('  '),
    row.join('  '),
    'Out of memory: Killed process 5 (a) total-vm:4kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB',
  ]
  const { value, losses } = read(
    kernelLog,
    lines.map((line) => `[    1.000000] ${line}\n`).join(''),
  )
  return { tasks: value.ooms[0]?.tasks ?? [], losses }
}

function header(of: readonly string[]): readonly string[] {
  return of.map((name) => (name === 'pid' ? '[  pid  ]' : name))
}

function row(of: readonly Column[]): readonly string[] {
  return of.map(({ name, cell }) =>
    name === 'pid' ? `[${String(cell).padStart(7)}]` : String(cell),
  )
}

/** All that was read is what stands under the column's name. */
function holds(task: OomTask, of: readonly Column[], renamed: string | null = null): void {
  for (const { name, cell } of of) {
    const expected = name === renamed ? {} : (EXPECTED[name]?.(cell) ?? {})
    expect(task).toMatchObject(expected)
  }
}

test('columns in any order, some of them missing, the name anywhere', () => {
  fc.assert(
    fc.property(columns, names, fc.nat(), (of, name, at) => {
      const place = at % (of.length + 1)
      const { tasks, losses } = table(
        header(of.map((column) => column.name)).toSpliced(place, 0, 'name'),
        row(of).toSpliced(place, 0, name),
      )
      const [task] = tasks
      if (task === undefined) {
        const whole =
          of.some((column) => column.name === 'pid') && of.some((column) => column.name === 'rss')
        // Without pid or size a row says nothing; without enough known names a header is none.
        expect(whole && losses.length === 0).toBe(false)
        return
      }
      expect(task.name).toBe(name)
      holds(task, of)
    }),
    { numRuns: 300 },
  )
})

test('a header that lacks a column of its rows, or has one more, is never read as if it fitted', () => {
  fc.assert(
    fc.property(columns, names, fc.nat(), fc.boolean(), (of, name, at, more) => {
      const all = [...of.map((column) => column.name), 'name']
      const place = at % of.length
      const other = more ? all.toSpliced(place, 0, 'nr_more') : all.toSpliced(place, 1)
      expect(table(header(other), [...row(of), name]).tasks).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('a renamed column is left out, the others are right', () => {
  fc.assert(
    fc.property(columns, names, fc.nat(), (of, name, at) => {
      const renamed = of[at % of.length]?.name ?? ''
      const all = [
        ...of.map((column) => (column.name === renamed ? `${renamed}_x` : column.name)),
        'name',
      ]
      for (const task of table(header(all), [...row(of), name]).tasks) {
        holds(task, of, renamed)
        expect(task.name).toBe(name)
      }
    }),
    { numRuns: 300 },
  )
})
