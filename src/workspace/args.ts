/** Arguments of a Web API call as they come over the wire: a form, its objects as JSON texts. */
import type { Dict } from './model.ts'

/** An error that Slack answers with HTTP 200 and `ok: false`. */
export class ApiError extends Error {
  readonly code: string
  readonly extra: Dict

  constructor(code: string, extra: Dict = {}) {
    super(code)
    this.name = 'ApiError'
    this.code = code
    this.extra = extra
  }
}

export class Args {
  readonly #raw: ReadonlyMap<string, string>

  constructor(raw: ReadonlyMap<string, string>) {
    this.#raw = raw
  }

  /** A text, or null when it was not sent or is empty. */
  text(name: string): string | null {
    return this.#raw.get(name) || null
  }

  /** A text that must be there; without it the call fails with the given code. */
  need(name: string, code = 'invalid_arguments'): string {
    const value = this.text(name)
    if (value !== null) return value
    throw new ApiError(code, {
      response_metadata: { messages: [`[ERROR] missing required field: ${name}`] },
    })
  }

  /** A whole number within bounds; the default when it was not sent. */
  count(name: string, fallback: number, max: number): number {
    const text = this.text(name)
    if (text === null) return fallback
    if (!/^\d{1,9}$/.test(text)) throw new ApiError('invalid_arguments')
    return Math.min(Number(text), max)
  }

  flag(name: string): boolean {
    const value = this.text(name)
    return value === 'true' || value === '1'
  }

  /** Parsed JSON; undefined when it was not sent. */
  json(name: string, code: string): unknown {
    const text = this.text(name)
    if (text === null) return undefined
    try {
      return JSON.parse(text)
    } catch (error) {
      if (error instanceof SyntaxError) throw new ApiError(code)
      throw error
    }
  }

  /** All arguments for the log of calls, objects parsed; without the token. */
  toLog(): Dict {
    const entries = [...this.#raw].filter(([name]) => name !== 'token')
    return Object.fromEntries(entries.map(([name, value]) => [name, readable(value)]))
  }
}

/** Reads a call's body: `application/x-www-form-urlencoded`, or JSON as some clients send. */
export function readArgs(contentType: string, body: string): Args {
  if (!contentType.startsWith('application/json')) {
    return new Args(new Map(new URLSearchParams(body)))
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(body === '' ? '{}' : body)
  } catch (error) {
    if (error instanceof SyntaxError) throw new ApiError('invalid_json')
    throw error
  }
  if (typeof parsed !== 'object' || parsed === null) throw new ApiError('json_not_object')
  const entries = Object.entries(parsed).filter(([, value]) => value !== null)
  return new Args(
    new Map(
      entries.map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ),
  )
}

function readable(value: string): unknown {
  if (!/^[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch (error) {
    if (error instanceof SyntaxError) return value
    throw error
  }
}
