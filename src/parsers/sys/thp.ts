/**
 * /sys/kernel/mm/transparent_hugepage: whether and how memory is put into huge pages unasked; each line as
 * `path:value`. What is chosen stands in brackets. Format: Documentation/admin-guide/mm/transhuge.rst.
 *
 * ```
 * /sys/kernel/mm/transparent_hugepage/enabled:always [madvise] never
 * /sys/kernel/mm/transparent_hugepage/defrag:always defer defer+madvise [madvise] never
 * /sys/kernel/mm/transparent_hugepage/shmem_enabled:always within_size advise [never] deny force
 * /sys/kernel/mm/transparent_hugepage/khugepaged/defrag:1
 * /sys/kernel/mm/transparent_hugepage/khugepaged/max_ptes_none:511
 * /sys/kernel/mm/transparent_hugepage/hugepages-64kB/enabled:always inherit madvise [never]
 * ```
 *
 * RHEL 6 has it under redhat_transparent_hugepage, with `yes [no]` for khugepaged. `cat enabled` alone is read too;
 * before 4.6 `defrag` has the same three words.
 */
import { KIB } from '../../domain/bytes.ts'
import type { LossLog } from '../../domain/parsed.ts'
import type { LineSink, Source } from '../../domain/source.ts'
import { parseBySink } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'

interface Thp {
  /** `always`, `madvise`, `never`. */
  readonly enabled: string | null
  readonly defrag: string | null
  readonly shmemEnabled: string | null
  readonly khugepagedDefrag: boolean | null
  /** Empty small pages that khugepaged may fill up to make a huge one: 511 of 512 is the default. */
  readonly maxPtesNone: number | null
  /** Sizes below a huge page (6.8). */
  readonly sizes: readonly { readonly sizeBytes: number; readonly enabled: string }[]
}

const ID = 'sys/thp'
const DIR = '/sys/kernel/mm/transparent_hugepage'
const OLD_DIR = '/sys/kernel/mm/redhat_transparent_hugepage'

export const thp: Source<Thp> = {
  id: ID,
  scope: 'host',
  at: {
    kind: 'files',
    paths: [
      `${DIR}/enabled`,
      `${DIR}/defrag`,
      `${DIR}/shmem_enabled`,
      `${DIR}/khugepaged/defrag`,
      `${DIR}/khugepaged/max_ptes_none`,
      `${OLD_DIR}/enabled`,
      `${OLD_DIR}/defrag`,
      `${OLD_DIR}/khugepaged/defrag`,
    ],
  },
  price: 'free',
  class: 'look',
  mask: 'none',
  signs: {
    begins:
      /(?:^|transparent_hugepage\/(?:[\w-]{1,40}\/){0,3}\w{1,40}:)\[?always\]? .{0,80}\[?never\]?/,
    goesOn: /transparent_hugepage\/(?:[\w-]{1,40}\/){0,3}\w{1,40}:/,
    names: /^thp_|transparent_hugepage/,
  },
  limits: { bytes: 16 * 1024, seconds: 2 },
  counters: false,
  when: 'always',
  parse: parseBySink(ID, sink),
}

const LINE = /transparent_hugepage\/((?:[\w-]{1,40}\/){0,3}\w{1,40}):(.*)$/
const CHOICES = /^\[?[a-z][a-z_+]{1,20}\]?(?: \[?[a-z][a-z_+]{1,20}\]?){1,7}$/
const SIZE = /^hugepages-(\d{1,8})kB\/enabled$/
/** Files with a choice or a number that are of use here; the others of the folder are known and left. */
const KNOWN: Readonly<Record<string, keyof Thp>> = {
  enabled: 'enabled',
  defrag: 'defrag',
  shmem_enabled: 'shmemEnabled',
  'khugepaged/defrag': 'khugepagedDefrag',
  'khugepaged/max_ptes_none': 'maxPtesNone',
}

function sink(losses: LossLog): LineSink<Thp> {
  const told = new Map<keyof Thp, string>()
  const sizes: { readonly sizeBytes: number; readonly enabled: string }[] = []
  let known = false
  return {
    line(line, number) {
      const text = line.trim()
      if (text === '') return
      const [, file = bareFile(text), rest = text] = LINE.exec(text) ?? []
      if (file === null) {
        losses.add('bad-line', number, line)
        return
      }
      known = true
      const kb = SIZE.exec(file)?.[1]
      const field = KNOWN[file]
      if (field === undefined && kb === undefined) return
      const choice = choiceOf(rest)
      if (choice === null) losses.add('bad-line', number, line)
      else if (field !== undefined) told.set(field, choice)
      else sizes.push({ sizeBytes: Number(kb) * KIB, enabled: choice })
    },
    end: () => (known ? { ...valuesOf(told, losses), sizes } : null),
  }
}

/** The file of a line without a path, by the choices that only it has. */
function bareFile(text: string): string | null {
  if (!CHOICES.test(text) || choiceOf(text) === null) return null
  const words = text.replace(/[[\]]/g, '').split(' ')
  if (!words.includes('always') || !words.includes('never')) return null
  if (words.includes('within_size')) return 'shmem_enabled'
  if (words.includes('defer')) return 'defrag'
  return words.length === 3 && words.includes('madvise') ? 'enabled' : null
}

/** The word in brackets, else a number or the only word; null when nothing is chosen. */
function choiceOf(text: string): string | null {
  const chosen = /\[([a-z_+]{1,20})\]/.exec(text)?.[1]
  return chosen ?? /^\s*(\d{1,10})\s*$/.exec(text)?.[1] ?? null
}

function valuesOf(told: ReadonlyMap<keyof Thp, string>, losses: LossLog): Omit<Thp, 'sizes'> {
  const pages = told.get('maxPtesNone')
  const maxPtesNone = pages === undefined ? null : wholeNumber(pages)
  if (pages !== undefined && maxPtesNone === null) losses.add('bad-number', null, pages)
  const defrag = told.get('khugepagedDefrag')
  return {
    enabled: told.get('enabled') ?? null,
    defrag: told.get('defrag') ?? null,
    shmemEnabled: told.get('shmemEnabled') ?? null,
    khugepagedDefrag: defrag === undefined ? null : defrag === '1' || defrag === 'yes',
    maxPtesNone,
  }
}
