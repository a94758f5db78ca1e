/** Rows of one table as objects of one shape: adding a dozen properties to each in turn took most of a parse. */

/**
 * A maker of rows with these properties, each null until it is set; the caller sets all of them before a row is
 * handed on. JSON makes an object with room for its properties inside of it, which copies keep; null lets a property
 * hold both numbers and text without a change of shape. Names are of small letters and digits or known: `__proto__`
 * is none.
 */
export function rowShape<T>(names: readonly string[]): () => Record<string, T> {
  const fields = names.map((name) => `${JSON.stringify(name)}:null`)
  const shape = JSON.parse(`{${fields.join(',')}}`) as Record<string, T>
  return () => ({ ...shape })
}
