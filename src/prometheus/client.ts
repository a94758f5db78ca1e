/**
 * A Prometheus over HTTP: one kind of question, bounded in time and bytes. The token goes to the configured origin alone
 * (a redirect elsewhere is refused) and is never part of what is returned or logged.
 */
import type { Raw } from '../domain/capture.ts'
import type { Prometheus, RangeQuestion } from '../domain/ports.ts'
import { SECOND_MS } from '../domain/time.ts'

export interface PrometheusAccess {
  /** Without a slash at its end. */
  readonly url: string
  readonly token: string | null
  readonly timeoutMs?: number
}

/** Beside the collecting on the host, which takes some seconds: a slower answer would keep the report waiting. */
const TIMEOUT_MS = 8 * SECOND_MS
/** 28 days by ten minutes of a level and a start are 250 KB a series. */
const MAX_BYTES = 8 * 1024 * 1024
const MAX_REDIRECTS = 3
const DETAIL_CHARS = 160

/** Gives the port. Its answers are what came, or why nothing did: it never throws. */
export function createPrometheus(access: PrometheusAccess): Prometheus {
  return {
    async range(question) {
      try {
        return await ask(access, question)
      } catch (cause) {
        return gapOf(cause)
      }
    },
  }
}

async function ask(access: PrometheusAccess, question: RangeQuestion): Promise<Raw> {
  const signal = AbortSignal.timeout(access.timeoutMs ?? TIMEOUT_MS)
  const response = await following(access, addressOf(access.url, question), signal)
  if (response === null) return gap('failed', 'redirected to another host')
  const text = await bodyOf(response)
  if (text === null) return gap('too-large', `more than ${MAX_BYTES} bytes`)
  if (response.ok) return { kind: 'ok', text, cut: null }
  const { status } = response
  const reason = status === 401 || status === 403 ? 'denied' : 'failed'
  return gap(reason, `http ${status}${saidIn(text)}`)
}

function addressOf(url: string, { query, fromMs, toMs, stepMs }: RangeQuestion): URL {
  const address = new URL(`${url}/api/v1/query_range`)
  const seconds = (ms: number): string => String(Math.round(ms / SECOND_MS))
  address.searchParams.set('query', query)
  address.searchParams.set('start', seconds(fromMs))
  address.searchParams.set('end', seconds(toMs))
  address.searchParams.set('step', seconds(stepMs))
  return address
}

/** Null where it leads to another origin, or round and round. */
async function following(
  { token }: PrometheusAccess,
  first: URL,
  signal: AbortSignal,
): Promise<Response | null> {
  let address = first
  for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
    const response = await fetch(address, {
      headers: {
        accept: 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      redirect: 'manual',
      signal,
    })
    const to =
      response.status >= 300 && response.status < 400 ? response.headers.get('location') : null
    if (to === null) return response
    await response.body?.cancel()
    if (!URL.canParse(to, address.href) || new URL(to, address).origin !== first.origin) return null
    address = new URL(to, address)
  }
  return null
}

async function bodyOf(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > MAX_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** `: bad_data: invalid parameter "step"`, where the answer is Prometheus' own. */
function saidIn(text: string): string {
  try {
    const { errorType, error } = JSON.parse(text) as Readonly<Record<string, unknown>>
    return typeof error === 'string' ? `: ${String(errorType)}: ${error}` : ''
  } catch {
    return ''
  }
}

function gapOf(cause: unknown): Raw {
  if (!(cause instanceof Error)) return gap('failed', String(cause))
  if (cause.name === 'TimeoutError' || cause.name === 'AbortError') return gap('timeout', '')
  const inner = cause.cause
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : cause.message
  return gap('lost', code)
}

function gap(reason: Extract<Raw, { kind: 'gap' }>['reason'], detail: string): Raw {
  return { kind: 'gap', reason, detail: detail.replace(/\s+/g, ' ').slice(0, DETAIL_CHARS) }
}
