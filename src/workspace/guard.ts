/**
 * Who may talk to the workspace: programs of this machine, and its own page. A page of another site that a
 * browser has open must not reach it, neither directly nor by a name that resolves to loopback (DNS rebinding).
 */
import { timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/

/** Says why a request is refused, or null when it may pass. */
export function refusal(headers: IncomingHttpHeaders): string | null {
  const { host, origin } = headers
  if (host === undefined || !LOOPBACK.test(host)) return 'this host is not served here'
  if (origin !== undefined && origin !== `http://${host}`) return 'foreign origin'
  // Pages on other ports of this machine count as the same site but not as the same origin.
  const site = headers['sec-fetch-site']
  const isForeign = site === 'cross-site' || site === 'same-site'
  if (isForeign && headers['sec-fetch-mode'] !== 'navigate') return 'foreign origin'
  return null
}

/** The token of an Authorization header, or an empty text. */
export function bearerOf(headers: IncomingHttpHeaders): string {
  return /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? ''
}

/** Compares secrets in a time that tells nothing of where they differ. */
export function isSecret(given: string, expected: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}

/** The page's session: a cookie that its own page alone gets sent back. */
export class Session {
  readonly #name: string
  readonly #secret: string

  constructor(port: number, secret: string) {
    // Cookies know no ports: two workspaces on one machine must not overwrite each other's.
    this.#name = `memcheck_workspace_${port}`
    this.#secret = secret
  }

  get cookie(): string {
    return `${this.#name}=${this.#secret}; Path=/; HttpOnly; SameSite=Strict`
  }

  has(headers: IncomingHttpHeaders): boolean {
    const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim())
    const given = pairs.find((pair) => pair.startsWith(`${this.#name}=`))
    return given !== undefined && isSecret(given.slice(this.#name.length + 1), this.#secret)
  }
}
