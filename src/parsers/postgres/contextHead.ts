/**
 * What stands before a row's figures -> name and depth, without what logs, containers and grep put in front. Indentation
 * is depth, so it is counted from where the row itself begins.
 */
import type { ContextKind } from '../../domain/contexts.ts'
import type { Stamp } from '../kernel/events.ts'
import { lineTime } from '../log/lineTime.ts'
import { pidIn } from './plain.ts'

export interface RowHead {
  readonly name: string
  /** Columns before the name. */
  readonly indent: number
  /** `level: 3; ` of the log form. */
  readonly logLevel: number | null
  readonly at: Stamp | null
  readonly pid: number | null
  /** 9.6 and 10 print a slab's name so. */
  readonly kind: ContextKind | null
}

const LEVEL = /^(.*?)\blevel: (\d{1,5}); (.*)$/s
const KIND = /^(Slab|Generation): /
/** What is put in front of a row, each once and in this order. */
const PREFIXES: readonly RegExp[] = [
  // grep -H, grep -n: `postgresql.log:123:`, `123-`.
  /^(?:[\w./@+-]{1,200}\.(?:log|txt|csv|out|err|json|dump)(?:\.\d+)?[:-])?(?:\d{1,9}[:-])?(?=\s|[A-Z(])/,
  // docker compose, kubectl logs --prefix: `db-1  | `, `[pod/x/y] `.
  /^(?:[\w.-]{1,80}\s*\| |\[pod\/[^\]\s]{1,200}\] )/,
  // Times: ISO as logs, containers and people write them, syslog's; then what a log's prefix adds up to its colon.
  /^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?(?:Z|[A-Z]{3,5}|[+-]\d\d(?::?\d\d)?))?\]?(?: (?:stderr|stdout) [FP])?(?: ?\[\d{1,10}(?:-\d{1,9})?\])?(?::(?= )| ?[-|](?= ))? ?/,
  /^[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d \S{1,100} [\w@./-]{1,80}(?:\[\d{1,10}\])?: /,
  /^\[\d\d:\d\d:\d\d(?:\.\d{1,6})?\] |^\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:: | - | )/,
]
/** A log's prefix holds one of these; most rows hold none. */
const MAY_HAVE_PREFIX = /\d:|\||:\d|\d-|\]|\.\w{2,4}[:-]/

export function headOf(head: string): RowHead {
  // Looked for as a plain text first: a pattern that begins anywhere tries each place of a million rows.
  const [, before, level, rest] = head.includes('level: ') ? (LEVEL.exec(head) ?? []) : []
  if (level !== undefined && rest !== undefined) {
    const prefix = before ?? ''
    const { name, kind } = named(rest)
    return {
      name,
      kind,
      indent: 0,
      logLevel: Number(level),
      at: prefix === '' ? null : lineTime(prefix),
      pid: pidIn(prefix),
    }
  }
  const prefix = MAY_HAVE_PREFIX.test(head) ? prefixOf(head) : ''
  const own = head.slice(prefix.length)
  const indent = own.length - own.trimStart().length
  // Written out: a copy of the name's object that more is added to takes ten times as long as all else here.
  const { name, kind } = named(own.trim())
  return {
    name,
    kind,
    indent,
    logLevel: null,
    at: prefix === '' ? null : lineTime(prefix),
    pid: prefix === '' ? null : pidIn(prefix),
  }
}

function prefixOf(head: string): string {
  let at = 0
  for (const pattern of PREFIXES) at += pattern.exec(head.slice(at))?.[0].length ?? 0
  return head.slice(0, at)
}

function named(text: string): Pick<RowHead, 'name' | 'kind'> {
  const kind = KIND.exec(text)?.[1]
  const name = kind === undefined ? text : text.slice(kind.length + ': '.length)
  return {
    name: name.slice(0, NAME_CHARS),
    kind: kind === 'Slab' || kind === 'Generation' ? kind : null,
  }
}

const NAME_CHARS = 200
