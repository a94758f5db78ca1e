/** The heap that a JVM was given, by its arguments. Pure. */
import { GIB, KIB, MIB } from '../../domain/bytes.ts'
import { wholeNumber } from '../../parsers/text/numbers.ts'

const HEAP = /^(?:-Xmx|-XX:MaxHeapSize=)(\d{1,16})([kKmMgGtT]?)$/
const UNITS: Readonly<Record<string, number>> = { '': 1, k: KIB, m: MIB, g: GIB, t: 1024 * GIB }

/**
 * Bytes of -Xmx or -XX:MaxHeapSize, the last one holding as in the JVM (java(1)); null without one: then the heap is
 * a share of the memory that the JVM saw, or set by a variable or file of arguments.
 */
export function maxHeapBytes(args: readonly string[]): number | null {
  let bytes: number | null = null
  for (const arg of args) {
    const [, digits, unit = ''] = HEAP.exec(arg) ?? []
    const count = wholeNumber(digits ?? '')
    const factor = UNITS[unit.toLowerCase()] ?? 1
    if (count !== null && Number.isSafeInteger(count * factor)) bytes = count * factor
  }
  return bytes
}
