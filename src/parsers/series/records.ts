/**
 * Objects that tell a series: one a line (JSONL), in an array, or inside an answer of Prometheus' HTTP API.
 *
 *     {"id":"db1","t":[1763625600,1763629200],"v":[1048576,1052672],"boot":["a","a"],"limit":4294967296}
 *     {"metric":{"__name__":"up","job":"node"},"values":[1,2],"timestamps":[1763625600000,1763629200000]}
 *     {"status":"success","data":{"resultType":"matrix","result":[{"metric":{"job":"node"},"values":[[1763625600,"1"]]}]}}
 */
import type { LossLog } from '../../domain/parsed.ts'
import { amountOf } from './amount.ts'
import { type FoundSeries, type LifeWord, seriesId } from './found.ts'
import { instantOf, unitMsOf } from './instant.ts'
import { Points } from './points.ts'

type Dict = Readonly<Record<string, unknown>>

export interface RecordContext {
  /** Names a record that has no id. */
  readonly file: string
  readonly line: number
  readonly losses: LossLog
}

/** What text says as JSON; undefined for what is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON, or cut: the caller says what that means there.
    return undefined
  }
}

/** True for an object that is one series by itself. */
export function isRecord(value: unknown): boolean {
  return isDict(value) && (Array.isArray(value['t']) || Array.isArray(value['timestamps']))
}

/** All series of a JSON value: a record, records in an array, or an answer of Prometheus. */
export function* seriesIn(value: unknown, context: RecordContext): Iterable<FoundSeries> {
  for (const one of recordsIn(value)) {
    const series = seriesOf(one, context)
    if (series === null)
      context.losses.add('bad-line', context.line, JSON.stringify(one)?.slice(0, SAMPLE) ?? '')
    else yield series
  }
}

const SAMPLE = 200

function recordsIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (!isDict(value) || isRecord(value)) return [value]
  const data = isDict(value['data']) ? value['data'] : value
  return Array.isArray(data['result']) ? data['result'] : [value]
}

function seriesOf(record: unknown, context: RecordContext): FoundSeries | null {
  if (!isDict(record)) return null
  if (isDict(record['metric']) && !isRecord(record)) return promSeries(record, context)
  const at = record['t'] ?? record['timestamps']
  const values = record['v'] ?? record['values']
  if (!Array.isArray(at) || !Array.isArray(values)) return null
  const points = new Points(idOf(record, context), context.line)
  const unitMs = unitMsOf(middleOf(at))
  const lives = livesOf(record['boot'], at.length)
  if (at.length !== values.length || (lives === null && record['boot'] != null))
    points.losses.add('missing-field', context.line, `t ${at.length}, v ${values.length}`)
  for (let i = 0; i < Math.min(at.length, values.length); i += 1)
    add(points, context.line, pointMs(at[i], unitMs), values[i], lives?.[i] ?? null)
  return points.end(limitOf(record['limit']))
}

/** An element of `result`: `values` of a range, `value` of an instant. */
function promSeries(record: Dict, context: RecordContext): FoundSeries | null {
  const pairs = record['values'] ?? (Array.isArray(record['value']) ? [record['value']] : null)
  if (!Array.isArray(pairs)) return null
  const points = new Points(idOf(record, context), context.line)
  for (const pair of pairs) {
    const [at, value] = Array.isArray(pair) ? pair : []
    const unitMs = typeof at === 'number' ? unitMsOf(at) : 1
    add(points, context.line, pointMs(at, unitMs), value, null)
  }
  return points.end()
}

function add(
  points: Points,
  line: number,
  atMs: number | null,
  value: unknown,
  life: LifeWord | null,
): void {
  const amount = typeof value === 'number' ? value : textAmount(value)
  if (amount === 'missing') return
  if (atMs === null || amount === null)
    points.losses.add('bad-number', line, `${JSON.stringify(value) ?? ''}`)
  else points.add(atMs, amount, life)
}

function textAmount(value: unknown): number | 'missing' | null {
  if (value === null || value === undefined) return 'missing'
  return typeof value === 'string' ? amountOf(value.trim(), false) : null
}

function pointMs(at: unknown, unitMs: number): number | null {
  if (typeof at === 'number') return at * unitMs
  return typeof at === 'string' ? (instantOf(at.trim())?.atMs ?? null) : null
}

/** The middle of what is numbers: one bogus instant does not change what unit all are in. */
function middleOf(at: readonly unknown[]): number {
  const numbers = at.filter((one) => typeof one === 'number').sort((a, b) => a - b)
  return numbers[numbers.length >> 1] ?? 0
}

function livesOf(boot: unknown, length: number): readonly (LifeWord | null)[] | null {
  if (!Array.isArray(boot) || boot.length !== length) return null
  return boot.map((life) => (typeof life === 'number' || typeof life === 'string' ? life : null))
}

function limitOf(limit: unknown): number | null {
  const amount = typeof limit === 'string' ? amountOf(limit.trim(), false) : limit
  return typeof amount === 'number' && Number.isFinite(amount) && amount > 0 ? amount : null
}

function idOf(record: Dict, { file, line }: RecordContext): string {
  const id = record['id']
  if (typeof id === 'number' || (typeof id === 'string' && id.trim() !== ''))
    return seriesId(String(id))
  const metric = record['metric']
  return isDict(metric) ? seriesId(promName(metric)) : `${file}:${line}`
}

/** `up{instance="localhost:9090", job="node"}`. */
function promName(metric: Dict): string {
  const name = typeof metric['__name__'] === 'string' ? metric['__name__'] : ''
  const labels = Object.entries(metric)
    .filter(([label]) => label !== '__name__')
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
  return labels.length === 0 && name !== '' ? name : `${name}{${labels.join(', ')}}`
}

function isDict(value: unknown): value is Dict {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
