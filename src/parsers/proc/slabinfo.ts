/**
 * /proc/slabinfo: the kernel's object caches. Format: mm/slab_common.c `slab_show`, slabinfo(5). Readable by root.
 *
 * ```
 * slabinfo - version: 2.1
 * # name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>
 * ext4_inode_cache  126196 126196   1128   14    4 : tunables    0    0    0 : slabdata   9014   9014      0
 * dentry            334152 334152    192   21    1 : tunables    0    0    0 : slabdata  15912  15912      0
 * ```
 *
 * What a cache takes is num_slabs * pagesperslab pages. Columns are read by the header. 1.1 (2.4) has none, and its
 * rows are `name active_objs num_objs objsize active_slabs num_slabs pagesperslab : limit batchcount`; 1.0 (2.2) told
 * objects alone. Kernels built for statistics add `: globalstat ... : cpustat ...`.
 */
import type { LossLog } from '../../domain/parsed.ts'
import type { LineSink, Source } from '../../domain/source.ts'
import { parseBySink } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'
import { ModernRows, type SlabCache } from './slabRow.ts'

export interface Slabinfo {
  /** `2.1`; null where the line is missing. */
  readonly version: string | null
  readonly caches: readonly SlabCache[]
}

const ID = 'proc/slabinfo'

export const slabinfo: Source<Slabinfo> = {
  id: ID,
  scope: 'host',
  at: { kind: 'file', path: '/proc/slabinfo', small: false },
  // Each cache's lists are walked under its lock.
  price: 'cheap',
  class: 'look',
  mask: 'none',
  signs: {
    begins: /^slabinfo - version: \d+\.\d+|^#? *name +<active_objs> /,
    goesOn:
      /^#? *name +<|^\S.{0,150} : tunables +\d.{0,80} : slabdata +\d|^[a-z_]\S*(?: [a-z]\S*)*(?: +\d+){6}(?: :(?: +\d+)+)?\s*$/i,
    names: /slabinfo/,
  },
  limits: { bytes: 1024 * 1024, seconds: 3 },
  counters: false,
  when: 'asked',
  parse: parseBySink(ID, sink),
}

const VERSION = /^slabinfo - version: (\d{1,2}\.\d{1,2})\b/
/** The parts of a row by their labels; the first has none. Each names its columns. */
type Columns = ReadonlyMap<string, readonly string[]>

const FIRST = ''
const MODERN: Columns = new Map([
  [FIRST, ['active_objs', 'num_objs', 'objsize', 'objperslab', 'pagesperslab']],
  ['slabdata', ['active_slabs', 'num_slabs', 'sharedavail']],
])
const OF_2_4: Columns = new Map([
  [FIRST, ['active_objs', 'num_objs', 'objsize', 'active_slabs', 'num_slabs', 'pagesperslab']],
])
const OF_2_2: Columns = new Map([[FIRST, ['active_objs', 'num_objs']]])

function sink(losses: LossLog): LineSink<Slabinfo> {
  const caches: SlabCache[] = []
  let version: string | null = null
  let columns: Columns | null = null
  /** The header that all kernels since 2.6 print: its rows are read by hand. */
  let isModern = false
  const modern = new ModernRows()
  return {
    line(text, number) {
      const plain = isModern && text.length <= ROW_CHARS ? modern.read(text) : null
      if (plain !== null) {
        caches.push(plain)
        return
      }
      const line = text.trimEnd()
      if (line === '') return
      if (line.length > ROW_CHARS) {
        losses.add('bad-line', number, line)
        return
      }
      const [, told] = VERSION.exec(line) ?? []
      if (told !== undefined) {
        version = told
        columns = told === '1.0' ? OF_2_2 : told.startsWith('1.') ? OF_2_4 : MODERN
      } else if (HEADER.test(line)) {
        columns = columnsOf(line)
        isModern = isSame(columns, MODERN)
      } else {
        const cache = readRow(line, number, columns ?? guessed(line), losses)
        if (cache !== null) caches.push(cache)
      }
    },
    end: () => (caches.length === 0 ? null : { version, caches }),
  }
}

/** Rows that were taken out by a grep: their labels tell the form. */
function guessed(line: string): Columns | null {
  return line.includes(' : tunables ') && line.includes(' : slabdata ') ? MODERN : null
}

/** `# name <a> <b> : tunables <c> : slabdata <d>` -> columns by label. */
function columnsOf(line: string): Columns {
  return new Map(
    line.split(' : ', PARTS).map((part, i) => {
      const label = i === 0 ? FIRST : (part.trim().split(/\s/, 1)[0] ?? '')
      return [label, [...part.matchAll(/<(\w+)>/g)].map((match) => match[1] ?? '')]
    }),
  )
}

/** Some paste it without its mark. */
const HEADER = /^#?\s*name\s+</
const PARTS = 16
const WORDS = 64
/** A row with statistics has 300; the expressions below are made for lines of that size. */
const ROW_CHARS = 1000

/** The columns of one form are all there in the other, in the same order. */
function isSame(columns: Columns, form: Columns): boolean {
  return [...form].every(([label, names]) => columns.get(label)?.join(' ') === names.join(' '))
}

function readRow(
  line: string,
  number: number,
  columns: Columns | null,
  losses: LossLog,
): SlabCache | null {
  const [head = '', ...parts] = line.split(/ +: */, PARTS)
  const first = columns?.get(FIRST) ?? []
  // A name may hold blanks: the columns are counted from the right.
  const words = head.split(/\s+/)
  const name = words.slice(0, words.length - first.length).join(' ')
  // A number at the name's end is a column that the header does not name: the others would be shifted by it.
  const shifted = name === '' || /(?:^| )\d+$/.test(name)
  if (columns === null || first.length === 0 || shifted || words.length > WORDS) {
    losses.add('bad-line', number, line)
    return null
  }
  const fields = new Map<string, number>()
  const readable =
    keep(fields, first, words.slice(-first.length)) &&
    parts.every((part) => {
      const [label = '', ...numbers] = part.trim().split(/\s+/, WORDS)
      const names = columns.get(label)
      return names === undefined || keep(fields, names, numbers)
    })
  if (!readable) {
    losses.add('bad-number', number, line)
    return null
  }
  return cacheOf(name, fields, number, losses)
}

/** False where a column has no readable number. */
function keep(
  fields: Map<string, number>,
  names: readonly string[],
  words: readonly string[],
): boolean {
  if (words.length !== names.length) return false
  return names.every((name, i) => {
    const count = wholeNumber(words[i] ?? '')
    if (count === null) return false
    fields.set(name, count)
    return true
  })
}

function cacheOf(
  name: string,
  fields: ReadonlyMap<string, number>,
  line: number,
  losses: LossLog,
): SlabCache | null {
  const activeObjs = fields.get('active_objs')
  const numObjs = fields.get('num_objs')
  if (activeObjs === undefined || numObjs === undefined) {
    losses.add('missing-field', line, name)
    return null
  }
  const numSlabs = fields.get('num_slabs') ?? null
  const pagesPerSlab = fields.get('pagesperslab') ?? null
  // 1.0 has no sizes at all; of any other form they must be there.
  if ((numSlabs === null || pagesPerSlab === null) && fields.size > 2) {
    losses.add('missing-field', line, name)
  }
  return {
    name,
    activeObjs,
    numObjs,
    objsizeBytes: fields.get('objsize') ?? null,
    numSlabs,
    pagesPerSlab,
    sizeBytes: null,
  }
}
