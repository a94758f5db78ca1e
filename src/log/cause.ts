/** An error and what caused it, as plain data. */
import { sourcePlaces } from './places.ts'
import { redact, redactField } from './redact.ts'

export interface Told {
  readonly name: string
  readonly message: string
  readonly code: string | null
  readonly stack: string | null
}

/** A chain longer than this is a loop or says nothing new. */
const DEPTH = 8
const TEXT_CHARS = 8000

/** The error first, then its causes. Total: what is thrown may be anything, and may cause itself. */
export function causesOf(thrown: unknown): readonly Told[] {
  const chain: Told[] = []
  const met = new Set<unknown>()
  for (
    let at = thrown;
    at !== undefined && at !== null && chain.length < DEPTH && !met.has(at);
    at = causeOf(at)
  ) {
    met.add(at)
    chain.push(told(at))
  }
  return chain
}

function causeOf(thrown: unknown): unknown {
  return thrown instanceof Error ? thrown.cause : undefined
}

function told(thrown: unknown): Told {
  if (!(thrown instanceof Error)) {
    return { name: typeof thrown, message: clean(describe(thrown)), code: null, stack: null }
  }
  const code = 'code' in thrown && typeof thrown.code === 'string' ? clean(thrown.code) : null
  const stack = typeof thrown.stack === 'string' ? clean(sourcePlaces(thrown.stack)) : null
  return { name: thrown.name, message: clean(thrown.message), code, stack }
}

function describe(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown
  try {
    return JSON.stringify(thrown, redactField) ?? String(thrown)
  } catch (loop) {
    return `${Object.prototype.toString.call(thrown)} (${String(loop)})`
  }
}

/** Masked before it is cut: half a secret would not be known as one. */
function clean(text: string): string {
  return redact(text).slice(0, TEXT_CHARS)
}
