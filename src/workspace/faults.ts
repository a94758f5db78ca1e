/** Faults that Slack finds in blocks: what is wrong, and where, as a JSON pointer. */
import type { Dict, SharedFile } from './model.ts'

export interface Fault {
  readonly pointer: string
  readonly message: string
}

/** Where blocks are shown; each place has blocks that it does not take. */
export type Surface = 'message' | 'modal' | 'home'

/** What the rules must know: which files a block may show, and where the blocks stand (a message by default). */
export interface RuleContext {
  file(id: string): SharedFile | null
  readonly surface?: Surface
  /** Types of blocks that are refused as unknown ones are. */
  readonly refused?: readonly string[]
}

/** Collects faults, with the few checks that all blocks share. Messages are worded as Slack words them. */
export class Faults {
  readonly #found: Fault[] = []

  get all(): readonly Fault[] {
    return this.#found
  }

  add(pointer: string, message: string): void {
    this.#found.push({ pointer, message })
  }

  /** A text that must be there and within bounds. */
  words(value: unknown, maxChars: number, pointer: string): void {
    if (typeof value !== 'string') this.add(pointer, 'must be a string')
    else if (value.length === 0) this.add(pointer, 'must be more than 0 characters')
    else if (value.length > maxChars)
      this.add(pointer, `must be less than ${maxChars + 1} characters`)
  }

  /** A text that may be missing. */
  wordsIfAny(value: unknown, maxChars: number, pointer: string): void {
    if (value !== undefined) this.words(value, maxChars, pointer)
  }

  /** A text object. */
  text(
    value: unknown,
    maxChars: number,
    types: readonly ('plain_text' | 'mrkdwn')[],
    pointer: string,
  ): void {
    const text = dictOf(value)
    if (text === null) {
      this.add(pointer, 'must provide an object')
      return
    }
    if (!types.some((type) => type === text.type)) {
      this.add(`${pointer}/type`, `must be one of: ${types.join(', ')}`)
    }
    this.words(text.text, maxChars, `${pointer}/text`)
  }

  /** A list with at least one and at most so many things; gives those that are objects. */
  items(value: unknown, maxItems: number, pointer: string): readonly (readonly [Dict, string])[] {
    if (!Array.isArray(value)) {
      this.add(pointer, 'must be an array')
      return []
    }
    if (value.length === 0) this.add(pointer, 'no less than 1 items allowed')
    if (value.length > maxItems) this.add(pointer, `no more than ${maxItems} items allowed`)
    return value.flatMap((item: unknown, index): readonly (readonly [Dict, string])[] => {
      const dict = dictOf(item)
      if (dict !== null) return [[dict, `${pointer}/${index}`]]
      this.add(`${pointer}/${index}`, 'must provide an object')
      return []
    })
  }
}

/** The value as an object, or null when it is none. */
export function dictOf(value: unknown): Dict | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Dict)
    : null
}

/** The objects among the values; anything that is no list gives none. */
export function dictsOf(values: unknown): readonly Dict[] {
  if (!Array.isArray(values)) return []
  return values.map(dictOf).filter((dict) => dict !== null)
}
