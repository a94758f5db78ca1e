/**
 * /sys/kernel/mm/hugepages: the pools of huge pages that are set aside, by page size; each line as `path:value`, as
 * `grep -r . /sys/kernel/mm/hugepages` prints it. Format: Documentation/admin-guide/mm/hugetlbpage.rst.
 *
 * ```
 * /sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages:1000
 * /sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages:1024
 * /sys/kernel/mm/hugepages/hugepages-2048kB/nr_overcommit_hugepages:0
 * /sys/kernel/mm/hugepages/hugepages-2048kB/resv_hugepages:8
 * /sys/kernel/mm/hugepages/hugepages-2048kB/surplus_hugepages:0
 * ```
 *
 * The same under /sys/devices/system/node/nodeN/hugepages is one node's part of the pools. Free pages that are
 * reserved are promised to a mapping already. A pool whose size or free pages were not read is left out with a loss.
 */
import { KIB } from '../../domain/bytes.ts'
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'

export interface HugePool {
  readonly sizeBytes: number
  /** Null for the pool of all nodes. */
  readonly node: number | null
  /** Pages in the pool, surplus ones included. */
  readonly nrHugepages: number
  readonly freeHugepages: number
  readonly resvHugepages: number | null
  readonly surplusHugepages: number | null
  readonly nrOvercommitHugepages: number | null
}

interface Hugepages {
  readonly pools: readonly HugePool[]
}

const ID = 'sys/hugepages'
const DIR = '/sys/kernel/mm/hugepages'
/** x86 and arm64 with pages of 4, 16 and 64 KiB, and POWER; sizes that a host does not have are left out. */
const SIZES_KB = [64, 2048, 16_384, 32_768, 524_288, 1_048_576]
const FILES = [
  'nr_hugepages',
  'free_hugepages',
  'resv_hugepages',
  'surplus_hugepages',
  'nr_overcommit_hugepages',
]

export const hugepages: Source<Hugepages> = {
  id: ID,
  scope: 'host',
  at: {
    kind: 'files',
    paths: SIZES_KB.flatMap((kb) => FILES.map((file) => `${DIR}/hugepages-${kb}kB/${file}`)),
  },
  price: 'free',
  class: 'look',
  mask: 'none',
  signs: {
    begins: /hugepages-\d+kB\/[a-z_]+:\d+\s*$/,
    goesOn: /hugepages-\d+kB\/[a-z_]+:\S*\s*$/,
    names: /hugepages/,
  },
  limits: { bytes: 16 * 1024, seconds: 2 },
  counters: false,
  when: 'always',
  parse,
}

const LINE = /(?:\/node(\d{1,4})\/(?:hugepages\/)?|^|\/)hugepages-(\d{1,9})kB\/([a-z_]{1,40}):(.*)$/

interface Draft {
  readonly node: number | null
  readonly kb: number
  readonly line: number
  readonly files: Map<string, number>
}

function parse(text: string, told: Told): Parsed<Hugepages> {
  const losses = new LossLog(ID)
  const drafts = new Map<string, Draft>()
  eachLine(text, told, losses, (line, number) => {
    if (line.trim() === '') return
    const [, node, kb, file, rest] = LINE.exec(line) ?? []
    if (kb === undefined || file === undefined || rest === undefined) {
      losses.add('bad-line', number, line)
      return
    }
    const key = `${node ?? ''}:${kb}`
    const draft = drafts.get(key) ?? {
      node: node === undefined ? null : Number(node),
      kb: Number(kb),
      line: number,
      files: new Map<string, number>(),
    }
    drafts.set(key, draft)
    // demote is written only, demote_size is a size: neither is a count of pages.
    if (!FILES.includes(file)) return
    const count = wholeNumber(rest.trim())
    if (count === null) losses.add('bad-number', number, line)
    else draft.files.set(file, count)
  })
  const pools = [...drafts.values()].flatMap((draft) => poolOf(draft, losses))
  return pools.length === 0 ? noValue(ID, text, told) : value({ pools }, losses.all())
}

function poolOf({ node, kb, line, files }: Draft, losses: LossLog): readonly HugePool[] {
  const nrHugepages = files.get('nr_hugepages')
  const freeHugepages = files.get('free_hugepages')
  if (nrHugepages === undefined || freeHugepages === undefined) {
    losses.add('missing-field', line, `hugepages-${kb}kB`)
    return []
  }
  return [
    {
      sizeBytes: kb * KIB,
      node,
      nrHugepages,
      freeHugepages,
      resvHugepages: files.get('resv_hugepages') ?? null,
      surplusHugepages: files.get('surplus_hugepages') ?? null,
      nrOvercommitHugepages: files.get('nr_overcommit_hugepages') ?? null,
    },
  ]
}
