/** The kernel's field names -> our property names. */

/** Capitals that no small letter follows: `HWM` of VmHWM, `AS` of Committed_AS, not `SR` of SReclaimable. */
const ACRONYM = /[A-Z]{2,}(?![a-z])/g

/**
 * Camel case of a kernel name: `MemTotal` -> memTotal, `Active(anon)` -> activeAnon, `VmHWM` -> vmHwm,
 * `SReclaimable` -> sReclaimable, `Committed_AS` -> committedAs, `total_inactive_file` -> totalInactiveFile.
 */
export function camelCase(name: string): string {
  const words = name
    .replace(ACRONYM, (run) => run.charAt(0) + run.slice(1).toLowerCase())
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
  return words.map((word, i) => (i === 0 ? lowerFirst(word) : upperFirst(word))).join('')
}

function lowerFirst(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1)
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
