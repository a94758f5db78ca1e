/** Child programs that a measurement needs beside it. Each ends with its standard input, so none is left behind. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterwards } from './undo.mjs'

/** Pages are written, or they would not be resident. */
const TARGET = `
const held = Buffer.alloc(50 * 1024 * 1024, 1)
process.stdin.resume().on('end', () => process.exit(held.length > 0 ? 0 : 1))
process.stdout.write('ready\\n')
`

/** A process that holds 50 MB besides what Node takes. @returns {Promise<number>} its pid */
export async function startTarget() {
  return (await start(['-e', TARGET])).pid
}

/** @returns {Promise<number>} the proxy's port */
export async function startDelayProxy(targetPort, oneWayMs) {
  const program = join(import.meta.dirname, 'delayProxy.mjs')
  return Number((await start([program, String(targetPort), String(oneWayMs)])).line)
}

async function start(args) {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  afterwards(async () => {
    child.stdin.end()
    await closed
  })
  const [line] = await once(child.stdout, 'data')
  return { pid: child.pid ?? 0, line: String(line) }
}
