/**
 * /proc/PID/numa_maps: each mapping's policy and its pages by node. Format: Documentation/filesystems/proc.rst,
 * fs/proc/task_mmu.c (`show_numa_map`). Only kernels with NUMA have it.
 *
 * ```
 * 55d10d5f4000 default file=/usr/bin/cat mapped=2 N0=2 kernelpagesize_kB=4
 * 55d74e76d000 default heap anon=471 dirty=471 active=0 N0=471 kernelpagesize_kB=4
 * 7f3bcfe69000 interleave:0-1 anon=524289 dirty=524289 active=0 N0=257944 N1=266345 kernelpagesize_kB=4
 * 7f4dc1200000 default file=/anon_hugepage\040(deleted) huge anon=1 dirty=1 N3=1 kernelpagesize_kB=2048
 * 7ffa302ab000 prefer (many):0-1
 * 7ffd73c90000 default stack anon=3 dirty=3 active=1 N0=3 kernelpagesize_kB=4
 * ```
 *
 * A mapping without pages has its policy alone. Before 3.13 the page's size is not told; bytes are null then.
 */
import { KIB } from '../../domain/bytes.ts'
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { wholeNumber } from '../text/numbers.ts'
import { NodeBytes } from './nodeBytes.ts'
import { type NumaMapping, NumaRows, unescaped } from './numaRow.ts'

interface NumaMaps {
  readonly mappings: readonly NumaMapping[]
  /** Of all mappings whose page size is known. */
  readonly bytesByNode: Readonly<Record<string, number>>
}

const ID = 'proc/PID/numa_maps'

export const numaMaps: Source<NumaMaps> = {
  id: ID,
  scope: 'process',
  at: { kind: 'file', path: '/proc/PID/numa_maps', small: false },
  // Holds the memory lock while it walks all pages.
  price: 'locks-mm',
  class: 'look',
  mask: 'paths',
  signs: {
    begins:
      /^[0-9a-f]{4,16} (?:default|local|bind|prefer|interleave|weighted)[^ ]*(?: \(many\)\S*)?(?: |$)/,
    goesOn: /^[0-9a-f]{4,16} (?:default|local|bind|prefer|interleave|weighted)/,
    names: /^numa_maps/,
    repeats: true,
  },
  limits: { bytes: 8 * 1024 * 1024, seconds: 10 },
  counters: false,
  when: 'asked',
  parse,
}

function parse(text: string, told: Told): Parsed<NumaMaps> {
  const losses = new LossLog(ID)
  const mappings: NumaMapping[] = []
  const bytes = new NodeBytes()
  const plain = new NumaRows(bytes)
  const keep = (mapping: NumaMapping | null): boolean => {
    if (mapping !== null) mappings.push(mapping)
    return mapping !== null
  }
  const quick = (of: string, from: number, to: number): boolean => keep(plain.read(of, from, to))
  const visit = (line: string, number: number): void => {
    const kept = keep(anyMapping(line.trimEnd(), number, losses, bytes))
    if (!kept && line.trim() !== '') losses.add('bad-line', number, line)
  }
  eachLine(text, told, losses, visit, quick)
  if (mappings.length === 0) return noValue(ID, text, told)
  return value({ mappings, bytesByNode: bytes.byNode() }, losses.all())
}

const LINE =
  /^([0-9a-f]{4,16}) ((?:default|local|bind|prefer|interleave|weighted)[^ ]{0,200}(?: \(many\)[^ ]{0,200})?)(?: (.*))?$/

function anyMapping(
  line: string,
  number: number,
  losses: LossLog,
  bytes: NodeBytes,
): NumaMapping | null {
  const [, start, policy, rest = ''] = LINE.exec(line) ?? []
  if (start === undefined || policy === undefined) return null
  const pages = new Map<string, number>()
  const flags: string[] = []
  let file: string | null = null
  for (const word of rest.split(' ').filter((one) => one !== '')) {
    const equals = word.indexOf('=')
    const name = equals < 0 ? word : word.slice(0, equals)
    if (equals < 0) flags.push(word)
    else if (name === 'file') file = unescaped(word.slice(equals + 1))
    else {
      const count = wholeNumber(word.slice(equals + 1))
      if (count === null) losses.add('bad-number', number, word)
      else pages.set(name, count)
    }
  }
  const kib = pages.get('kernelpagesize_kB') ?? null
  pages.delete('kernelpagesize_kB')
  const pageBytes = kib === null || !Number.isSafeInteger(kib * KIB) ? null : kib * KIB
  for (const [name, count] of pages) {
    const node = /^N(\d{1,4})$/.exec(name)?.[1]
    if (node !== undefined) bytes.add(Number(node), count, pageBytes)
  }
  return {
    start,
    policy,
    file,
    flags,
    pages: Object.fromEntries(pages),
    pageBytes,
  }
}
