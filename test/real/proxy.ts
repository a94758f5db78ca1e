/** A TCP proxy on loopback: adds delay to each direction, can be cut or frozen while bytes are under way. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Proxy {
  readonly port: number
  /** Connections that were made so far. */
  connections(): number
  /** Breaks all connections off, as a host that is gone; new ones are still taken. */
  cut(): void
  /** Stops passing bytes on but keeps the connections open, as a host that hangs. */
  freeze(): void
  close(): Promise<void>
}

export interface ProxyOptions {
  readonly targetPort: number
  /** One-way delay; half of the round-trip time. */
  readonly delayMs?: number
}

export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const sockets = new Set<Socket>()
  const state = { frozen: false, connections: 0 }
  const server = createServer({ noDelay: true }, (near) => {
    state.connections += 1
    const far = connect({ port: options.targetPort, host: '127.0.0.1', noDelay: true })
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      pass(from, to, options.delayMs ?? 0, () => state.frozen)
      from.on('close', () => sockets.delete(from))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => state.connections,
    cut,
    freeze: () => {
      state.frozen = true
    },
    close: () =>
      new Promise((resolve) => {
        cut()
        server.close(() => resolve())
      }),
  }
}

/** In order, each chunk a delay after it came. */
function pass(from: Socket, to: Socket, delayMs: number, frozen: () => boolean): void {
  const later = (what: () => void): void => {
    if (delayMs === 0) what()
    else setTimeout(what, delayMs)
  }
  from.on('data', (bytes) => {
    later(() => {
      if (!frozen() && !to.destroyed) to.write(bytes)
    })
  })
  from.on('end', () => later(() => to.end()))
  from.on('error', () => to.destroy())
  from.on('close', () => later(() => to.destroy()))
}
