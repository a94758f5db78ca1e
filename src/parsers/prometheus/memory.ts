/**
 * The answer of `/api/v1/query_range` about memory over time: levels in bytes (`memcheck="level"`) and when the life
 * that they are of began (`memcheck="start"`, seconds since 1970). Format: Prometheus' HTTP API, range vectors.
 *
 * ```
 * {"status":"success","data":{"resultType":"matrix","result":[
 * {"metric":{"instance":"db1:9100","memcheck":"level"},"values":[[1763625600,"3221225472"],[1763626200,"3221229568"]]},
 * {"metric":{"instance":"db1:9100","memcheck":"start"},"values":[[1763625600,"1763000000"],[1763626200,"1763000000"]]}
 * ]}}
 * ```
 *
 * NaN and infinities are no readings. Warnings (a store of a federation that did not answer) are a loss.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Format } from '../../domain/source.ts'
import { type Fields, fieldsOf, jsonOf, listOf } from '../text/json.ts'
import { noValue } from '../text/lines.ts'

export interface PrometheusSeries {
  /** What of it tells one target from another. */
  readonly labels: Readonly<Record<string, string>>
  readonly points: readonly (readonly [atMs: number, value: number])[]
}

interface PrometheusMemory {
  readonly levels: readonly PrometheusSeries[]
  readonly starts: readonly PrometheusSeries[]
}

const ID = 'prometheus/memory'
/** The label that our queries put on what they ask for. */
export const KIND_LABEL = 'memcheck'
/** Series that are looked at: a host has one of a kind for each job that watches it. */
const MOST_SERIES = 20
/** What Prometheus gives of one series at most. */
const MOST_POINTS = 11_000

export const prometheusMemory: Format<PrometheusMemory> = {
  id: ID,
  mask: 'names',
  // Exports that people bring are read as series.
  signs: null,
  parse,
}

function parse(text: string, told: Told): Parsed<PrometheusMemory> {
  const answer = told.cut ? null : jsonOf(text)
  const of = fieldsOf(answer)
  const data = fieldsOf(of['data'])
  const result = data['result']
  if (of['status'] !== 'success' || data['resultType'] !== 'matrix' || !Array.isArray(result)) {
    return noValue(ID, text, told)
  }
  const losses = new LossLog(ID)
  for (const warning of listOf(of['warnings'])) losses.add('skipped', null, String(warning))
  if (result.length > MOST_SERIES) losses.add('too-many', null, String(result.length))
  const series = result.slice(0, MOST_SERIES).map((one) => seriesOf(fieldsOf(one), losses))
  const ofKind = (kind: string): readonly PrometheusSeries[] =>
    series.filter(({ labels }) => labels[KIND_LABEL] === kind)
  return value({ levels: ofKind('level'), starts: ofKind('start') }, losses.all())
}

function seriesOf(one: Fields, losses: LossLog): PrometheusSeries {
  const labels = Object.entries(fieldsOf(one['metric'])).flatMap(([name, label]) =>
    typeof label === 'string' ? [[name, label] as const] : [],
  )
  const values = listOf(one['values'])
  if (values.length > MOST_POINTS) losses.add('too-many', null, String(values.length))
  const points = values.slice(-MOST_POINTS).flatMap((pair) => pointOf(pair, losses))
  return { labels: Object.fromEntries(labels), points }
}

function pointOf(pair: unknown, losses: LossLog): readonly (readonly [number, number])[] {
  const [seconds, text] = listOf(pair)
  const number = typeof text === 'string' && text.trim() !== '' ? Number(text) : Number.NaN
  const atMs = typeof seconds === 'number' ? seconds * 1000 : Number.NaN
  if (isHeld(atMs) && isHeld(number)) return [[atMs, number]]
  const isNone = typeof text === 'string' && /^(?:NaN|[+-]?Inf)$/.test(text)
  if (!isNone || !isHeld(atMs)) losses.add('bad-number', null, String(text))
  return []
}

/** Beyond that a double holds no whole number exactly; no instant and no memory is so large. */
function isHeld(number: number): boolean {
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER
}
