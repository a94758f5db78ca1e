/**
 * A program: a TCP proxy on loopback that holds back each direction, in a process of its own so that its timers
 * never wait for what is measured. `node delayProxy.mjs TARGET_PORT ONE_WAY_MS` prints its port; it ends with its
 * standard input.
 */
import { connect, createServer } from 'node:net'

const [targetPort, oneWayMs] = process.argv.slice(2).map(Number)

const server = createServer({ noDelay: true }, (near) => {
  near.on('error', () => near.destroy())
  // Loopback's handshake takes no time; a real one costs a round trip before the first byte can go.
  setTimeout(() => {
    const far = connect({ port: targetPort, host: '127.0.0.1', noDelay: true })
    pass(near, far)
    pass(far, near)
  }, 2 * oneWayMs)
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`))
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))

/** In order, each chunk a delay after it came. */
function pass(from, to) {
  const later = (what) => setTimeout(what, oneWayMs)
  from.on('data', (bytes) => later(() => !to.destroyed && to.write(bytes)))
  from.on('end', () => later(() => to.end()))
  from.on('error', () => to.destroy())
  from.on('close', () => later(() => to.destroy()))
}
