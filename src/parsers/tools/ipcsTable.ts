/** Tables of ipcs by their headers, in the words of several languages. */
import { wholeNumber } from '../text/numbers.ts'
import { sizeOf } from './sizes.ts'

type Column =
  | 'id'
  | 'key'
  | 'owner'
  | 'perms'
  | 'bytes'
  | 'nattch'
  | 'nsems'
  | 'status'
  | 'cpid'
  | 'lpid'
  | 'attached'
  | 'detached'
  | 'changed'

export interface Table {
  readonly kind: 'segments' | 'queues' | 'semaphores'
  readonly columns: readonly (Column | null)[]
}

/** One row; null is what this table does not tell. */
export interface IpcsRow {
  readonly id: number
  readonly key: string | null
  readonly owner: string | null
  readonly perms: string | null
  readonly bytes: number | null
  readonly nattch: number | null
  readonly nsems: number | null
  readonly status: string | null
  readonly cpid: number | null
  readonly lpid: number | null
  /** As printed: a time without a year, or `Not set`. */
  readonly attached: string | null
  readonly detached: string | null
  readonly changed: string | null
}

const KIND = { shmid: 'segments', msqid: 'queues', semid: 'semaphores' } as const

const TITLES: Readonly<Record<string, Column>> = {
  shmid: 'id',
  msqid: 'id',
  semid: 'id',
  key: 'key',
  键: 'key',
  schlüssel: 'key',
  clef: 'key',
  clé: 'key',
  clave: 'key',
  キー: 'key',
  owner: 'owner',
  拥有者: 'owner',
  所有者: 'owner',
  besitzer: 'owner',
  propriétaire: 'owner',
  propietario: 'owner',
  perms: 'perms',
  权限: 'perms',
  rechte: 'perms',
  droits: 'perms',
  permisos: 'perms',
  権限: 'perms',
  bytes: 'bytes',
  size: 'bytes',
  'used-bytes': 'bytes',
  字节: 'bytes',
  大小: 'bytes',
  已用字节数: 'bytes',
  octets: 'bytes',
  größe: 'bytes',
  バイト: 'bytes',
  nattch: 'nattch',
  连接数: 'nattch',
  nsems: 'nsems',
  信号量数: 'nsems',
  status: 'status',
  状态: 'status',
  états: 'status',
  estado: 'status',
  状態: 'status',
  cpid: 'cpid',
  lpid: 'lpid',
  attached: 'attached',
  detached: 'detached',
  changed: 'changed',
}

/** The table that a header begins; null for another line. */
export function ipcsColumns(line: string): Table | null {
  const words = line.trim().toLowerCase().split(/\s+/)
  const kind = Object.entries(KIND).find(([id]) => words.includes(id))?.[1]
  if (kind === undefined) return null
  return { kind, columns: words.map((word) => TITLES[word] ?? null) }
}

/** A time is two or three words, or one in ISO form. */
const TIMED = /Not set|\d{4}-\d\d-\d\dT\S+|[^\s\d]{2,12} +\d{1,2} +\d\d:\d\d(?::\d\d)?|\S+/g

/** A row by its table's header; null where cells are missing, or more than their header names. */
export function ipcsRow({ columns }: Table, line: string): IpcsRow | null {
  const timed = columns.includes('attached') || columns.includes('changed')
  const words = timed ? (line.match(TIMED) ?? []) : line.trim().split(/\s+/)
  // The last column is empty for most segments, and may have two words.
  const open = columns.at(-1) === 'status'
  const least = columns.length - (open ? 1 : 0)
  if (words.length < least || (!open && words.length > least)) return null
  const text = (name: Column): string | null => {
    const at = columns.indexOf(name)
    if (at < 0) return null
    return (open && at === columns.length - 1 ? words.slice(at).join(' ') : words[at]) ?? null
  }
  const number = (name: Column): number | null => wholeNumber(text(name) ?? '')
  const bytesText = text('bytes')
  const bytes = bytesText === null ? null : sizeOf(bytesText, 1)
  const id = number('id')
  const counted: readonly Column[] = ['nattch', 'nsems', 'cpid', 'lpid']
  const spoilt = counted.some((name) => text(name) !== null && number(name) === null)
  if (id === null || spoilt || (bytesText !== null && bytes === null)) return null
  return {
    id,
    key: text('key'),
    owner: text('owner'),
    perms: text('perms'),
    bytes,
    nattch: number('nattch'),
    nsems: number('nsems'),
    status: text('status') === '' ? null : text('status'),
    cpid: number('cpid'),
    lpid: number('lpid'),
    attached: text('attached'),
    detached: text('detached'),
    changed: text('changed'),
  }
}
