/**
 * Waiting for a connection's end and giving up waiting. A reaction of a promise cannot be taken back: what waits by `then`
 * for a connection that lives for days is held as long (0.3 MB a check, measured, with all that it had read).
 */

interface Closing {
  readonly listeners: Set<() => void>
  over: boolean
}

const known = new WeakMap<Promise<void>, Closing>()

/** Calls back once when `closed` has resolved. Gives what ends the wait, after which nothing is held. */
export function whenClosed(closed: Promise<void>, listener: () => void): () => void {
  const closing = known.get(closed) ?? watched(closed)
  closing.listeners.add(listener)
  if (closing.over) queueMicrotask(() => tell(closing))
  return () => void closing.listeners.delete(listener)
}

function watched(closed: Promise<void>): Closing {
  const closing: Closing = { listeners: new Set(), over: false }
  known.set(closed, closing)
  void closed.then(() => {
    closing.over = true
    tell(closing)
  })
  return closing
}

function tell({ listeners }: Closing): void {
  const all = [...listeners]
  listeners.clear()
  for (const listener of all) listener()
}
