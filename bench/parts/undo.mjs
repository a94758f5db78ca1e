/** What was started is taken down in the opposite order: at the end, on a signal, and when the time is up. */

/** @type {(() => unknown)[]} */
const steps = []

/** @param {() => unknown} step */
export function afterwards(step) {
  steps.push(step)
}

/** One step that fails must not keep the others from being done. */
export async function undoAll() {
  for (const step of steps.splice(0).reverse()) {
    try {
      await step()
    } catch (cause) {
      process.stderr.write(`bench: not taken down: ${cause}\n`)
    }
  }
}

/**
 * Runs the work within a time and gives its exit status; 2 with the reason when it could not be done.
 * @param {number} withinMs
 * @param {() => Promise<number>} work
 */
export async function boundedRun(withinMs, work) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  const stopped = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${withinMs / 1000} s`)), withinMs)
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.once(signal, () => reject(new Error(`stopped by ${signal}`)))
  })
  try {
    return await Promise.race([work(), stopped])
  } catch (cause) {
    process.stderr.write(
      `bench: could not measure: ${cause instanceof Error ? cause.message : cause}\n`,
    )
    return 2
  } finally {
    clearTimeout(timer)
    await undoAll()
  }
}
