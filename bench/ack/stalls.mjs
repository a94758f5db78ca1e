/** For `node --import`: how long the event loop stood still, told on stderr as `stalls {...}` when the process ends. */
import { monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION_MS = 5
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
delay.enable()
// The start's own stalls are not asked for.
process.on('SIGUSR2', () => delay.reset())
process.on('exit', () => {
  const ms = (value) => Number(Math.max(0, value / 1e6 - RESOLUTION_MS).toFixed(1))
  process.stderr.write(
    `stalls ${JSON.stringify({ longestMs: ms(delay.max), p99Ms: ms(delay.percentile(99)) })}\n`,
  )
})
