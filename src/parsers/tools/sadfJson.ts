/**
 * `sadf -j` about memory. Format: sysstat json_stats.c, sadf(1).
 *
 * ```
 * {"sysstat": {
 * 	"hosts": [
 * 		{
 * 			"nodename": "db1",
 * 			"statistics": [
 * 				{
 * 					"timestamp": {"date": "2026-02-06", "time": "23:10:35", "utc": 1, "interval": 600},
 * 					"swap-pages": {"pswpin": 0.00, "pswpout": 1.25},
 * 					"memory": {"memfree": 112516, "avail": 30008, "memused": 143104, "memused-percent": 38.27, "swpfree": 0}
 * 				}
 * 			],
 * 			"restarts": [{"boot": {"date": "2026-02-06", "time": "23:12:01", "utc": 1}}]
 * 		}
 * 	]
 * }}
 * ```
 *
 * Sizes are in kB. The names are those of sar without `kb`, `%` and `/s`; a cut text has no value.
 */
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Format } from '../../domain/source.ts'
import { type Fields, fieldsOf, jsonOf, listOf } from '../text/json.ts'
import { noValue } from '../text/lines.ts'
import type { Sadf, SadfRow } from './sadf.ts'
import { type SarCells, sarColumn } from './sarColumns.ts'

const ID = 'sadf-json'

export const sadfJson: Format<Sadf> = {
  id: ID,
  mask: 'names',
  signs: {
    // A pretty-printer may leave the first brace alone.
    begins: /^\{\s*(?:"sysstat":.*)?$/,
    goesOn: /^\s*["{}[\],]/,
    names: /^sadf.*\.json/,
  },
  parse,
}

/** The groups of a record that are about memory, with what its names lack. */
const GROUPS: readonly (readonly [group: string, before: string, after: string])[] = [
  ['memory', 'kb', ''],
  ['hugepages', 'kb', ''],
  ['paging', '', '/s'],
  ['swap-pages', '', '/s'],
]

function parse(text: string, told: Told): Parsed<Sadf> {
  const losses = new LossLog(ID)
  const parsed = told.cut ? null : jsonOf(text)
  const hosts = recordsOf(fieldsOf(fieldsOf(parsed)['sysstat'])['hosts'])
  const rows = hosts.flatMap((host) =>
    recordsOf(host['statistics']).flatMap((record) => rowOf(nameOf(host), record, losses)),
  )
  const restarts = hosts.flatMap((host) =>
    recordsOf(host['restarts']).map((one) => ({
      host: nameOf(host),
      at: timeOf(fieldsOf(one['boot'])),
    })),
  )
  return rows.length === 0 ? noValue(ID, text, told) : value({ rows, restarts }, losses.all())
}

function rowOf(host: string | null, record: Fields, losses: LossLog): readonly SadfRow[] {
  const stamp = fieldsOf(record['timestamp'])
  const at = timeOf(stamp)
  const interval = stamp['interval']
  const values = Object.assign({}, ...GROUPS.map((group) => cellsOf(record, group, losses)))
  if (Object.keys(values).length === 0) return []
  if (at === '') {
    losses.add('missing-field', null, 'timestamp')
    return []
  }
  const known = typeof interval === 'number' && Number.isSafeInteger(interval)
  return [{ host, at, intervalSeconds: known ? interval : null, values }]
}

function cellsOf(
  record: Fields,
  [group, before, after]: (typeof GROUPS)[number],
  losses: LossLog,
): SarCells {
  const cells: Record<string, number> = {}
  for (const [key, cell] of Object.entries(fieldsOf(record[group]))) {
    const percent = key === 'vmeff' || key.endsWith('-percent')
    const column = sarColumn(
      percent ? `%${key.replace(/-percent$/, '')}` : before + alias(key) + after,
    )
    const number = typeof cell === 'number' ? (column?.read(String(cell)) ?? null) : null
    if (column === null) losses.add('missing-field', null, `${group}.${key}`)
    else if (number === null) losses.add('bad-number', null, `${group}.${key}`)
    else cells[column.name] = number
  }
  return cells
}

/** Names that JSON writes in full. */
function alias(key: string): string {
  return key === 'inactive' ? 'inact' : key
}

function timeOf(stamp: Fields): string {
  const [date, time, zone] = [stamp['date'], stamp['time'], stamp['utc']]
  if (typeof date !== 'string' || typeof time !== 'string') return ''
  return `${date} ${time}${zone === 1 ? ' UTC' : ''}`
}

function nameOf(host: Fields): string | null {
  const name = host['nodename']
  return typeof name === 'string' ? name : null
}

function recordsOf(of: unknown): readonly Fields[] {
  return listOf(of).map(fieldsOf)
}
