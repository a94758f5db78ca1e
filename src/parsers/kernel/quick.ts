/**
 * The common prefixes, by hand: a log of 500 MB has millions of lines inside of reports, and of those only the message
 * is kept. What is not one of these forms is read by prefix.ts.
 */

export interface QuickLine {
  /** Empty where the form has none. */
  readonly host: string
  readonly message: string
}

const TAG = ' kernel: '
/** Time and host in front of a tag are shorter than this. */
const MAX_HEAD = 300
const [BRACKET, COLON, DOT, SPACE] = [91, 58, 46, 32]

/** Takes `Nov 20 03:14:07 db1 kernel: [  174.712345] ` or `[  174.712345] ` off; null for all other forms. */
export function quickLine(text: string): QuickLine | null {
  if (text.charCodeAt(0) === BRACKET) {
    const from = afterUptime(text, 0)
    return from === 0 || text.indexOf(TAG) >= 0 ? null : { host: '', message: trimmed(text, from) }
  }
  const tag = text.indexOf(TAG)
  if (tag <= 0 || tag > MAX_HEAD) return null
  const colon = text.indexOf(': ')
  if (colon < tag) return null
  const host = text.slice(text.lastIndexOf(' ', tag - 1) + 1, tag)
  // busybox writes `kern.info` there, and some forms have a clock or nothing.
  if (host.charCodeAt(2) === COLON || /\.[a-z]{3,7}$/.test(host)) return null
  if (text.includes('#012')) return null
  const from = tag + TAG.length
  const inner = text.charCodeAt(from) === BRACKET ? afterUptime(text, from) : from
  return { host, message: trimmed(text, inner === 0 ? from : inner) }
}

/** Where the message begins behind `[  174.712345] `; 0 when no such time stands here. */
function afterUptime(text: string, from: number): number {
  const end = text.indexOf('] ', from)
  if (end < from + 3 || end > from + 32 || text.charCodeAt(end - 7) !== DOT) return 0
  // A second bracket may name the printing task.
  return text.charCodeAt(end + 2) === BRACKET && /^\[ *[TC]\d/.test(text.slice(end + 2, end + 12))
    ? 0
    : end + 2
}

function trimmed(text: string, from: number): string {
  let end = text.length
  while (end > from && text.charCodeAt(end - 1) === SPACE) end -= 1
  let start = from
  while (start < end && text.charCodeAt(start) === SPACE) start += 1
  return text.slice(start, end)
}

/** A copy of its own: a slice keeps all of the chunk alive that its line was read in. */
export function detached(text: string): string {
  return ` ${text}`.slice(1)
}
