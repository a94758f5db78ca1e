/**
 * Names of parts (contexts, modules, classes, workers) -> keys that are the same in every snapshot. A name that holds
 * an address or an id is new each time; stripping all digits would make one of what are many.
 */

/** Addresses, UUIDs, long hex ids, and numbers that say they are a process's. */
const VARYING =
  /\b0x[0-9a-f]+\b|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b|(?<=\bpid[ =:]?)\d+|(?<=\[)\d+(?=\])/gi

/** A name is its own key where it stands in this share of the snapshots, and in two at least. */
const STEADY_SHARE = 0.5
const STEADY_LEAST = 2

const JOINT = '\u0001'

export type PathKey = (path: readonly string[]) => string

/** The key of each path, for these snapshots: exact where the name stays, else with what varies taken out. */
export function keysOf(snapshots: readonly (readonly (readonly string[])[])[]): PathKey {
  const seenIn = new Map<string, number>()
  for (const paths of snapshots) {
    for (const exact of new Set(paths.map(exactKey)))
      seenIn.set(exact, (seenIn.get(exact) ?? 0) + 1)
  }
  const least = Math.max(STEADY_LEAST, snapshots.length * STEADY_SHARE)
  return (path) => {
    const exact = exactKey(path)
    return (seenIn.get(exact) ?? 0) >= least ? exact : exactKey(path.map(normalised))
  }
}

/** `ExprContext 0x55d0c8` -> `ExprContext #`. */
function normalised(name: string): string {
  return name.replace(VARYING, '#')
}

function exactKey(path: readonly string[]): string {
  return path.join(JOINT)
}
