/** JSON columns: text that this store itself wrote, so its type is known by its column. */
export function fromJson<T>(text: string): T {
  return JSON.parse(text) as T
}
