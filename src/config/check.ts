/** Holds a part of the file to its shape, and tells what zod finds wrong in our codes, with the line. */
import type { z } from 'zod'
import { LIMITS } from '../domain/limits.ts'
import { type Document, type Path, spoken } from './document.ts'
import { nearest } from './near.ts'
import type { ConfigFault, FaultCode } from './words.ts'

type Issue = z.core.$ZodIssue

/** The part as its shape has it, or null with its faults. Keys are those that may stand there, for hints. */
export interface Checked<T> {
  readonly value: T | null
  readonly faults: readonly ConfigFault[]
}

export function check<T>(
  shape: z.ZodType<T> & { readonly shape?: Readonly<Record<string, unknown>> },
  value: unknown,
  path: Path,
  document: Document,
): Checked<T> {
  const read = shape.safeParse(value)
  if (read.success) return { value: read.data, faults: [] }
  const keys = Object.keys(shape.shape ?? {})
  return {
    value: null,
    faults: read.error.issues.flatMap((issue) => faultsOf(issue, { value, path, document, keys })),
  }
}

interface Part {
  readonly value: unknown
  readonly path: Path
  readonly document: Document
  readonly keys: readonly string[]
}

function faultsOf(issue: Issue, part: Part): readonly ConfigFault[] {
  const { document } = part
  const inner = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
  const path = [...part.path, ...inner]
  const where = spoken(path)
  const at = (code: FaultCode, params: ConfigFault['params'] = {}): readonly ConfigFault[] => [
    document.at(path, code, { where, ...params }),
  ]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) =>
        document.atKey(path, key, 'unknown-key', { where, key, ...hint(nearest(key, part.keys)) }),
      )
    case 'invalid_type':
      return wrongType(issue.expected, inner, part, at)
    case 'too_small':
      if (issue.origin === 'string') return at('empty-value')
      if (issue.origin === 'array') return at('empty-list')
      return at('out-of-range', rangeOf(path))
    case 'too_big':
      return issue.origin === 'string'
        ? at('too-long', { limit: Number(issue.maximum) })
        : at('out-of-range', rangeOf(path))
    case 'invalid_value': {
      const given = valueAt(part.value, inner)
      // Of a list the value in the file may be one word, so that nothing is at its place.
      if (given === undefined && typeof inner.at(-1) === 'string')
        return wrongType('string', inner, part, at)
      const choices = issue.values.map(String)
      const near = typeof given === 'string' ? nearest(given, choices) : null
      return given === null
        ? at('empty-value')
        : at('bad-choice', { choices: choices.join(', '), ...hint(near) })
    }
    case 'custom':
      return at('bad-url')
    default:
      return at('bad-name', { value: String(valueAt(part.value, inner)) })
  }
}

/** The numbers with a range are ports, and days of the past. */
function rangeOf(path: Path): { readonly lo: number; readonly hi: number } {
  return { lo: 1, hi: path.at(-1) === 'days' ? LIMITS.importDays : 65_535 }
}

const WANTED: Readonly<Record<string, FaultCode>> = {
  string: 'want-text',
  number: 'want-number',
  int: 'want-number',
  boolean: 'want-boolean',
  array: 'want-list',
  object: 'want-map',
  record: 'want-map',
}

function wrongType(
  expected: string,
  inner: Path,
  part: Part,
  at: (code: FaultCode, params?: ConfigFault['params']) => readonly ConfigFault[],
): readonly ConfigFault[] {
  const given = valueAt(part.value, inner)
  if (given === null) return at('empty-value')
  if (given !== undefined) return at(WANTED[expected] ?? 'want-text')
  const above = spoken([...part.path, ...inner.slice(0, -1)])
  return at('missing-key', { where: above, key: String(inner.at(-1) ?? '') })
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null
        ? (at as Readonly<Record<string, unknown>>)[step]
        : undefined,
    value,
  )
}

/** The `near` param of a fault, when there is one. */
export function hint(near: string | null): { readonly near?: string } {
  return near === null ? {} : { near }
}
