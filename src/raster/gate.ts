/** Lets a few tasks run at once; the others wait in the order they came. */

export type Gate = <T>(task: () => Promise<T>) => Promise<T>

/** Gives a gate for `atOnce` tasks. A task that fails makes room like one that does not. */
export function createGate(atOnce: number): Gate {
  const waiting: (() => void)[] = []
  let free = atOnce
  const leave = () => {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }
  return async (task) => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await task()
    } finally {
      leave()
    }
  }
}
