/** `prometheus`: where the past of hosts is kept, and how they are called there. */
import { LIMITS } from '../domain/limits.ts'
import type { PrometheusSettings } from '../domain/prometheus.ts'
import { DAY_MS, MINUTE_MS, parseDuration } from '../domain/time.ts'
import { check } from './check.ts'
import type { Document } from './document.ts'
import { unknownHost } from './groups.ts'
import type { HostsRead } from './hosts.ts'
import { canonical } from './jumps.ts'
import { Prometheus } from './shape.ts'
import type { ConfigFault } from './words.ts'

export interface PrometheusRead {
  readonly settings: PrometheusSettings | null
  readonly faults: readonly ConfigFault[]
}

const WHERE = 'prometheus'

export function readPrometheus(
  value: unknown,
  hosts: HostsRead,
  document: Document,
): PrometheusRead {
  if (value === undefined) return { settings: null, faults: [] }
  const checked = check(Prometheus, value, [WHERE], document)
  if (checked.value === null) return { settings: null, faults: checked.faults }
  const { url, token_env, label, labels, days } = checked.value
  const step = parseDuration(checked.value.step)
  const leastMs = leastStepMs(days)
  const faults = [
    ...Object.keys(checked.value.hosts).flatMap((name) =>
      unknownHost(name, [WHERE, 'hosts', name], hosts, document),
    ),
    ...(step !== null && step >= leastMs
      ? []
      : [document.at([WHERE, 'step'], 'bad-step', { where: `${WHERE}.step`, leastMs })]),
    ...(token_env === undefined || isPrivate(url)
      ? []
      : [document.at([WHERE, 'url'], 'token-in-clear', { where: `${WHERE}.url` })]),
  ]
  const named = Object.entries(checked.value.hosts).map(
    ([name, text]) => [canonical(name, hosts.hosts) ?? name, text] as const,
  )
  const settings = {
    url: url.replace(/\/+$/, ''),
    tokenEnv: token_env ?? null,
    label,
    value: checked.value.value ?? null,
    hosts: Object.fromEntries(named),
    labels,
    stepMs: step ?? leastMs,
    days,
  }
  return { settings, faults }
}

/** A step of whole minutes that keeps the points of one series within what is kept. */
function leastStepMs(days: number): number {
  return Math.ceil((days * DAY_MS) / LIMITS.importPoints / MINUTE_MS) * MINUTE_MS
}

/** A token travels in the clear only within this machine. */
function isPrivate(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
}
