/**
 * What a Prometheus is asked of a target, as PromQL: levels in bytes and, told apart by a label of our own, when the life
 * that they are of began. Pure. Names: node_exporter; process-exporter, whose groups are named by comm by default.
 */
import type { HostEntry } from '../domain/inventory.ts'
import type { PrometheusSettings } from '../domain/prometheus.ts'
import { KIND_LABEL } from '../parsers/prometheus/memory.ts'

/** In use as we judge it, and the boot. */
export function hostQuery(settings: PrometheusSettings, host: HostEntry): string {
  const of = matchers(settings, host)
  return both(
    `node_memory_MemTotal_bytes{${of}} - node_memory_MemAvailable_bytes{${of}}`,
    `node_boot_time_seconds{${of}}`,
  )
}

/** RSS of a program of which one process runs: a group's sum of several would be another thing. */
export function processQuery(settings: PrometheusSettings, host: HostEntry, comm: string): string {
  const of = `${elsewhere(settings, host)},groupname=${quoted(comm)}`
  const alone = `and on (${settings.label},groupname) namedprocess_namegroup_num_procs{${of}} == 1`
  return both(
    `namedprocess_namegroup_memory_bytes{${of},memtype="resident"} ${alone}`,
    `namedprocess_namegroup_oldest_start_time_seconds{${of}}`,
  )
}

/** One answer for both questions: `label_replace` of no label at all puts a constant one on. */
function both(level: string, start: string): string {
  const marked = (query: string, kind: string): string =>
    `label_replace(${query}, "${KIND_LABEL}", "${kind}", "", "")`
  return `${marked(level, 'level')} or ${marked(start, 'start')}`
}

/** Of node_exporter's series. */
function matchers(settings: PrometheusSettings, host: HostEntry): string {
  const others = Object.entries(settings.labels).map(([name, text]) => `${name}=${quoted(text)}`)
  return [`${settings.label}${matcher(labelOf(settings, host))}`, ...others].join(',')
}

/** Of another exporter's, which has a port and a job of its own. */
function elsewhere(settings: PrometheusSettings, host: HostEntry): string {
  const value = labelOf(settings, host)
  const bare = value.isPattern ? value.text : literal(value.text.replace(PORT, ''))
  const text = value.isPattern || !PORT.test(value.text) ? bare : `${bare}(?::[0-9]+)?`
  return `${settings.label}${matcher({ text, isPattern: true })}`
}

const PORT = /:\d{1,5}$/

interface LabelValue {
  readonly text: string
  readonly isPattern: boolean
}

/** How a host is called there. */
function labelOf(settings: PrometheusSettings, host: HostEntry): LabelValue {
  // A host may be called like what every object has.
  const own = Object.hasOwn(settings.hosts, host.name) ? settings.hosts[host.name] : undefined
  const value = own ?? settings.value
  if (value === null) return { text: anyPort(host), isPattern: true }
  const isPattern = value.startsWith('~')
  const text = (isPattern ? value.slice(1) : value).replace(
    /\{(name|address)\}/g,
    (_, part: 'name' | 'address') => (isPattern ? literal(host[part]) : host[part]),
  )
  return { text, isPattern }
}

function matcher({ text, isPattern }: LabelValue): string {
  return `${isPattern ? '=~' : '='}${quoted(text)}`
}

function anyPort({ name, address }: Pick<HostEntry, 'name' | 'address'>): string {
  const names = [...new Set([name, address])].map(literal)
  return `\\[?(?:${names.join('|')})\\]?(?::[0-9]+)?`
}

/** As a part of a regular expression of RE2. */
function literal(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')
}

/** A string of PromQL: Go's escapes. */
function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`
}
