/** What names tell: of files, of commands in markers, of folders. A hint only; the content decides. Pure. */
import { baseName } from '../../domain/subject.ts'
import { instantIn } from './markers.ts'

/** True when a name fits a format's pattern of names: its last part, without endings that packing adds. */
export function hintOf(title: string, names: RegExp | null): boolean {
  return names !== null && wordsOf(title).some((word) => names.test(word))
}

/** The last parts of the paths in a name or command: `sudo cat /proc/meminfo` -> cat, meminfo. */
function wordsOf(title: string): readonly string[] {
  return title
    .split(/\s+/)
    .filter((word) => word !== '' && !word.startsWith('-'))
    .map((word) => baseName(word.replace(/[:;,)]+$/, '')).replace(/\.(?:gz|txt|log|out)$/, ''))
}

/** The process that a path tells: `/proc/4242/smaps`, `proc/4242/status`. */
export function pidIn(title: string): number | null {
  const found =
    /(?:^|[/\s])proc\/(\d{1,7})\//.exec(title)?.[1] ??
    /(?:\s-p\s*|\bpid[ =:]+)(\d{1,7})\b/i.exec(title)?.[1]
  return found === undefined ? null : Number(found)
}

/** Where a reading stands among others of its kind, as its file's name tells. */
export interface Order {
  /** The name without what orders it. */
  readonly stem: string
  readonly atMs: number | null
  /** `before` < none < `during` < `after`; numbers as they count. */
  readonly rank: number
}

const WORDS: Readonly<Record<string, number>> = {
  before: -3,
  baseline: -2.9,
  start: -2.8,
  first: -2.7,
  old: -2.6,
  pre: -2.5,
  during: 1,
  after: 2,
  post: 2.1,
  freed: 2.2,
  settled: 2.3,
  last: 2.4,
  end: 2.5,
  new: 2.6,
}
const WORD =
  /(?<![a-z])(before|baseline|start|first|old|pre|during|after|post|freed|settled|last|end|new)(?![a-z])[-._a-z0-9]*/i
const DATE =
  /(\d{4})-?([01]\d)-?([0-3]\d)(?:[T_ .-]?([0-2]\d)[-:.h]?([0-5]\d)(?:[-:.m]?([0-5]\d))?)?/
const EPOCH = /(?<!\d)(1\d{9})(\d{3})?(?!\d)/
const NUMBER = /[._-](\d{1,6})(?:-[a-z0-9-]*)?(?=$|\.)|(?<=[a-z])(\d{1,4})$/i

/** Reads a file's name, its last folder included where that is what orders it. */
export function orderOf(path: string): Order {
  const name = path.replace(/\.(?:gz|txt|log|out|json|zip|tgz|tar)$/gi, '')
  const epoch = EPOCH.exec(name)
  if (epoch !== null) {
    const atMs = instantIn(epoch[1] ?? '')
    return { stem: name.replace(EPOCH, ''), atMs, rank: 0 }
  }
  const date = DATE.exec(name)
  if (date !== null && plausible(date)) {
    const [, y, mo, d, h = '00', mi = '00', s = '00'] = date
    const atMs = Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`)
    return { stem: name.replace(DATE, ''), atMs: Number.isFinite(atMs) ? atMs : null, rank: 0 }
  }
  const number = NUMBER.exec(name)
  if (number !== null) {
    const rank = Number(number[1] ?? number[2])
    return { stem: name.replace(NUMBER, ''), atMs: null, rank: rank + NUMBERED }
  }
  const word = WORD.exec(name)
  if (word !== null) {
    const stem = name
      .replace(WORD, '')
      .replace(/[._-]+(?=$|\/)/g, '')
      .replace(/[._-]{2,}/g, '.')
    return { stem, atMs: null, rank: WORDS[(word[1] ?? '').toLowerCase()] ?? 0 }
  }
  return { stem: name, atMs: null, rank: 0 }
}

/** Numbered readings come after one that bears no number. */
const NUMBERED = 10

function plausible(date: RegExpExecArray): boolean {
  const year = Number(date[1])
  return (
    year >= 1990 &&
    year <= 2200 &&
    Number(date[2]) >= 1 &&
    Number(date[2]) <= 12 &&
    Number(date[3]) >= 1
  )
}
