/** Tags of simple XML that a program prints: names and attributes, no entities, no text between. Linear, bounded. */
import type { LossLog } from '../../domain/parsed.ts'

export interface Tag {
  /** `heap`, `/heap`; an empty element (`<a/>`) is its name alone. */
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly line: number
}

/** Longer is no tag of such a program. */
const TAG_CHARS = 1000
const SHAPE = /^(\/?[A-Za-z][\w-]*)((?:\s+[\w-]+="[^"<]*")*)\s*\/?$/
const ATTRIBUTE = /([\w-]+)="([^"<]*)"/g

/** Every tag in order. Text between tags and what is no tag are losses, blanks are not. */
export function* tagsOf(text: string, losses: LossLog): Generator<Tag> {
  let line = 1
  let at = 0
  const skip = (to: number): void => {
    const between = text.slice(at, to)
    if (between.trim() !== '') losses.add('bad-line', line, between.trim())
    line += newlines(between)
    at = to
  }
  while (at < text.length) {
    const open = text.indexOf('<', at)
    skip(open < 0 ? text.length : open)
    if (open < 0) return
    const near = text.slice(open + 1, open + 1 + TAG_CHARS)
    const length = near.indexOf('>')
    const inner = length < 0 ? near : near.slice(0, length)
    const tag = length < 0 ? null : readTag(inner, line)
    if (tag === null) {
      losses.add('bad-line', line, inner)
      // What stands behind a bracket that opens no tag may still hold one.
      at = open + 1
      const next = text.indexOf('<', at)
      line += newlines(text.slice(at, next < 0 ? text.length : next))
      at = next < 0 ? text.length : next
      continue
    }
    yield tag
    line += newlines(inner)
    at = open + 1 + length + 1
  }
}

function readTag(inner: string, line: number): Tag | null {
  const [, name, attributes] = SHAPE.exec(inner.replaceAll('\r', ' ')) ?? []
  if (name === undefined) return null
  const found = [...(attributes ?? '').matchAll(ATTRIBUTE)]
  return { name, attributes: new Map(found.map(([, key, of]) => [key ?? '', of ?? ''])), line }
}

function newlines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1
  return count
}
