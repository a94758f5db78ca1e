/** Foreign JSON, taken apart without trust: what is not of the wanted shape is empty. */

export type Fields = Readonly<Record<string, unknown>>

/** Null for what is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export function fieldsOf(of: unknown): Fields {
  return typeof of === 'object' && of !== null && !Array.isArray(of) ? (of as Fields) : {}
}

export function listOf(of: unknown): readonly unknown[] {
  return Array.isArray(of) ? of : []
}
