/** Options that the app offered for external menus: what a person picks later must be one of them. */
import type { Dict } from './model.ts'

/** Menus remembered, and options of each; the oldest go first. */
const MAX_MENUS = 200
const MAX_OPTIONS = 1000

export class Suggested {
  readonly #menus = new Map<string, Map<string, Dict>>()

  keep(menu: string, options: readonly Dict[]): void {
    const known = this.#menus.get(menu) ?? new Map<string, Dict>()
    for (const option of options) {
      known.set(String(option.value), option)
      forgetOldest(known, MAX_OPTIONS)
    }
    this.#menus.set(menu, known)
    forgetOldest(this.#menus, MAX_MENUS)
  }

  find(menu: string, value: string): Dict | null {
    return this.#menus.get(menu)?.get(value) ?? null
  }
}

function forgetOldest<T>(map: Map<string, T>, max: number): void {
  const [oldest] = map.keys()
  if (map.size > max && oldest !== undefined) map.delete(oldest)
}
