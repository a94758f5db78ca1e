/**
 * A lone memory.stat of a cgroup, as people paste it: v1 or v2, told apart by its names. Sizes are bytes, counters
 * are events. Formats: Documentation/admin-guide/cgroup-v1/memory.rst section 5.2, cgroup-v2.rst "memory.stat".
 *
 * ```
 * cache 3224702976
 * rss 2389835776
 * shmem 237355008
 * inactive_file 2374172672
 * hierarchical_memory_limit 6291456000
 * total_cache 3224702976
 * total_rss 2389835776
 * total_shmem 237355008
 * total_inactive_file 2374172672
 * ```
 *
 * v1 has the group's own numbers and, as `total_`, those of its subtree, and repeats the limit that binds it; v2
 * has the subtree's alone and no limit. A limit above 2^53 is none, and is left out.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Format } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { camelCase } from '../text/names.ts'
import { wholeNumber } from '../text/numbers.ts'
import { limitOf } from './numbers.ts'

/** The kernel's names in camel case, and which version has such names. */
export type CgroupStat = Readonly<Record<string, number | string>> & {
  readonly version: 'v1' | 'v2'
}

const ID = 'cgroup/memory.stat'

export const cgroupStat: Format<CgroupStat> = {
  id: ID,
  mask: 'names',
  signs: {
    begins: /^(?:anon|cache) \d+\s*$/,
    goesOn:
      /^(?:total_(?:cache|rss)|(?:total_)?(?:file|rss|kernel|page_?tables|sec_pagetables|percpu|sock|vmalloc|shmem|z?swap|slab|unevictable|dirty|writeback|mapped_file|bytes|pg[a-z_]+|thp_[a-z_]+|workingset_[a-z_]+|hierarchical_[a-z_]+|(?:in)?active_(?:anon|file)|recent_[a-z_]+|(?:anon|file|shmem|rss|kernel|slab|swap|zswp|zsw|numa|hugetlb|mem)[a-z_]*)) \d+\s*$/,
    names: /memory\.stat/,
  },
  parse,
}

/** What each version always prints. */
const V1_NAMES = ['cache', 'rss'] as const
const V2_NAMES = ['anon', 'file'] as const
const LINE = /^([a-z]\w*) (-?\d+)\s*$/

function parse(text: string, told: Told): Parsed<CgroupStat> {
  const losses = new LossLog(ID)
  const fields: Record<string, number> = {}
  eachLine(text, told, losses, (line, number) => {
    const [, name, digits] = LINE.exec(line) ?? []
    if (name === undefined || digits === undefined) {
      if (line.trim() !== '') losses.add('bad-line', number, line)
      return
    }
    const count = wholeNumber(digits)
    if (count !== null) fields[camelCase(name)] = count
    else if (!name.startsWith('hierarchical_') || limitOf(digits) !== null)
      losses.add('bad-number', number, line)
  })
  const version = V1_NAMES.every((name) => name in fields)
    ? 'v1'
    : V2_NAMES.every((name) => name in fields)
      ? 'v2'
      : null
  return version === null ? noValue(ID, text, told) : value({ ...fields, version }, losses.all())
}
