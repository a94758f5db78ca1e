/**
 * The demonstration's patient: a program that keeps half a MiB more every second, until it has leaked 96 MiB and
 * ends, as a worker that is recycled. Run by itself; it ends when its standard input does, that is, with its parent.
 */
const TITLE = 'leaky-demo'
const STEP_BYTES = 128 * 1024
const STEP_MS = 250
const ENOUGH_BYTES = 96 * 1024 * 1024

process.title = TITLE

const leaked: Buffer[] = []
const timer = setInterval(() => {
  // Filled, because memory that was never touched costs nothing and would not be seen.
  leaked.push(Buffer.allocUnsafeSlow(STEP_BYTES).fill(1))
  if (leaked.length * STEP_BYTES >= ENOUGH_BYTES) process.exit(0)
}, STEP_MS)

process.stdin.on('end', () => {
  clearInterval(timer)
  process.exit(0)
})
process.stdin.on('error', () => process.exit(0))
process.stdin.resume()
