/** Reading JSON of unknown shape: blocks arrive over the wire and nothing about them may be assumed. */

export type Node = Readonly<Record<string, unknown>>

/** The value as an object; an empty one when it is none. */
export function nodeOf(value: unknown): Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {}
}

/** The value as a list of objects; an empty one when it is none. */
export function listOf(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.map(nodeOf) : []
}

/** The value as a string; empty when it is none. */
export function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
