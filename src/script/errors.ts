/** Standard error, told apart by section: the script writes each section's marks there too. */
import { maskText } from '../domain/secrets.ts'
import { decode, joined, type Token } from './marks.ts'

/** A section's own errors are one line each; the rest of a flood is of no use. */
const ERR_BYTES = 16 * 1024

interface Said {
  readonly chunks: Uint8Array[]
  bytes: number
  ended: boolean
}

export class SectionErrors {
  readonly #names: ReadonlySet<string>
  readonly #said = new Map<string, Said>()
  #current = ''

  /** What belongs to none of these sections (a refusing login shell) is kept under the empty name. */
  constructor(names: ReadonlySet<string>) {
    this.#names = names
  }

  take(token: Token): void {
    if (token.kind === 'text') {
      const of = this.#of(this.#current)
      if (of.bytes < ERR_BYTES) of.chunks.push(token.bytes.slice(0, ERR_BYTES - of.bytes))
      of.bytes += token.bytes.length
      return
    }
    const [verb, name = ''] = token.line.split(' ')
    if (verb === 'B') this.#current = name
    if (verb !== 'E') return
    this.#of(name).ended = true
    this.#current = ''
  }

  /** True when all that a section had to say has come. */
  ended(name: string): boolean {
    return this.#said.get(name)?.ended === true
  }

  /** What a section said, masked: errors quote arguments. */
  text(name: string): string {
    return maskText(decode(joined(this.#said.get(name)?.chunks ?? [])))
  }

  #of(name: string): Said {
    // Only known sections are held apart: a host cannot make this map grow.
    const key = this.#names.has(name) ? name : ''
    const known = this.#said.get(key)
    if (known !== undefined) return known
    const made = { chunks: [], bytes: 0, ended: false }
    this.#said.set(key, made)
    return made
  }
}
