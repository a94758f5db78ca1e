/** The forms of cgroup files: one number, one limit, named numbers, pressure. */
import type { LossLog } from '../../domain/parsed.ts'
import { type Pressure, readPressure } from '../proc/pressure.ts'
import { camelCase } from '../text/names.ts'
import { wholeNumber } from '../text/numbers.ts'
import type { GroupFiles } from './files.ts'
import { limitOf } from './numbers.ts'

/** Reads the files of one group, each by its form; what is there but unreadable is a loss. */
export class GroupReader {
  readonly #group: GroupFiles
  readonly #losses: LossLog

  constructor(group: GroupFiles, losses: LossLog) {
    this.#group = group
    this.#losses = losses
  }

  /** A file of one number; null when it is missing or unreadable. */
  count(name: string): number | null {
    return this.#one(name, (text) => wholeNumber(text.trim()) ?? undefined) ?? null
  }

  /** A file of one limit: null is no limit, undefined is not known. */
  limit(name: string): number | null | undefined {
    return this.#one(name, limitOf)
  }

  /** A limit that every such group has: when it is not known, that is a loss. */
  expectedLimit(name: string): number | null {
    const bytes = this.limit(name)
    if (bytes === undefined) this.#losses.add('missing-field', this.#group.line, this.#name(name))
    return bytes ?? null
  }

  /** A file of `name number` lines; null when it is missing. */
  fields(name: string): Readonly<Record<string, number>> | null {
    const lines = this.#group.files.get(name)
    if (lines === undefined) return null
    const fields: Record<string, number> = {}
    for (const { line, number } of lines) {
      const [, field, digits] = FIELD.exec(line) ?? []
      const count = wholeNumber(digits ?? '')
      if (field !== undefined && count !== null) fields[camelCase(field)] = count
      else if (!isNoLimit(field, digits)) this.#losses.add('bad-line', number, line)
    }
    return fields
  }

  /** A limit among the fields of a file: null is no limit, undefined is not known. */
  limitField(file: string, field: string): number | null | undefined {
    const found = this.#group.files.get(file)?.find(({ line }) => line.startsWith(`${field} `))
    return found === undefined ? undefined : limitOf(found.line.slice(field.length))
  }

  pressure(): Pressure | null {
    return readPressure(this.#group.files.get('memory.pressure') ?? [], this.#losses)
  }

  /** Notes that the group cannot be told without its usage or limit. */
  leaveOut(): null {
    this.#losses.add('missing-field', this.#group.line, this.#group.path)
    return null
  }

  #one<T>(name: string, read: (text: string) => T | undefined): T | undefined {
    const first = this.#group.files.get(name)?.[0]
    if (first === undefined) return undefined
    const found = read(first.line)
    if (found === undefined) this.#losses.add('bad-number', first.number, this.#name(name))
    return found
  }

  #name(file: string): string {
    return `${this.#group.path} ${file}`
  }
}

const FIELD = /^([a-z]\w*) (\d+)\s*$/

/** v1 memory.stat repeats the limits as numbers above 2^53 when there is none: no value, and no loss. */
function isNoLimit(field: string | undefined, digits: string | undefined): boolean {
  return field?.startsWith('hierarchical_') === true && limitOf(digits ?? '') === null
}
