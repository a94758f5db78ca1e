/**
 * `df`: file systems and what is used of them. The collector asks for tmpfs alone, which is memory: with `-t` df
 * does not touch other mounts, so a dead server cannot hold it up. Format: df(1) of coreutils and busybox, POSIX.
 *
 * ```
 * Filesystem           Type       1024-blocks    Used Available Capacity Mounted on
 * tmpfs                tmpfs       24683656    122880  24560776   1% /dev/shm
 * tmpfs                tmpfs       12341828         0  12341828   0% /sys/fs/cgroup
 * ```
 *
 * Columns by the header, in the words of several languages; the size's column names its unit. Inodes (`df -i`) are
 * another table. Busybox without -P puts a long name on a line of its own, which is joined with the next.
 */
import { KIB } from '../../domain/bytes.ts'
import { LossLog, type Parsed, type Told, value } from '../../domain/parsed.ts'
import type { Source } from '../../domain/source.ts'
import { eachLine, noValue } from '../text/lines.ts'
import { cellsOf } from './cells.ts'
import { sizeOf } from './sizes.ts'

export interface FileSystem {
  /** Device, `tmpfs`, `server:/path`. */
  readonly filesystem: string
  /** Null without -T. */
  readonly type: string | null
  readonly sizeBytes: number
  readonly usedBytes: number
  readonly availableBytes: number | null
  readonly mountedOn: string
}

export interface Df {
  readonly filesystems: readonly FileSystem[]
}

const ID = 'df'

export const tmpfs: Source<Df> = {
  id: ID,
  scope: 'host',
  at: { kind: 'argv', argv: ['df', '-PkT', '-t', 'tmpfs'] },
  price: 'cheap',
  class: 'look',
  mask: 'names',
  signs: {
    begins: /^(?:Filesystem|Dateisystem|文件系统|Sys\. de fichiers|S\.ficheros|Файл\.система)\s+\S/,
    goesOn: /^\S.*\s\d+%\s+\/|^\S+$|^\s+\S+.*\s\d+%\s+\//,
    names: /^df/,
  },
  limits: { bytes: 64 * 1024, seconds: 3 },
  counters: false,
  when: 'always',
  parse,
}

type Column = 'filesystem' | 'type' | 'size' | 'used' | 'available' | 'percent' | 'mountedOn'

/** A header's words in order of the text; the last column may have blanks in its title and in its cells. */
const TITLES: readonly (readonly [Column, RegExp])[] = [
  [
    'filesystem',
    /^(?:Filesystem|Dateisystem|文件系统|檔案系統|Sys\. de fichiers|S\.ficheros|Файл\.система|ファイルシス)/,
  ],
  ['type', /^(?:Type|Typ|类型|Tipo|Тип|タイプ)/i],
  [
    'mountedOn',
    /^(?:Mounted on|Eingehängt auf|挂载点|掛載點|Monté sur|Montado en|Cмонтировано в|Смонтировано в|マウント位置)/,
  ],
  [
    'percent',
    /^(?:Use%|Capacity|Verw%|已用%|Uti%|Uso%|Использовано%|Kapazität|容量|使用%|Ємність)/,
  ],
  [
    'available',
    /^(?:Available|Avail|Verfügbar|Verf\.|可用|Disponible|Dispo|Disponibles|Доступно|使用可)/,
  ],
  ['used', /^(?:Used|Benutzt|已用|Utilisé|Usados|Использовано|使用)/],
  ['size', /^(?:(\d+)([KMGT]?)B?-?\S*|Size|Größe|大小|容量|Taille|Tamaño|Размер)/i],
]

interface Header {
  readonly columns: readonly (Column | null)[]
  /** Bytes of a plain number in it. */
  readonly unit: number
}

function parse(text: string, told: Told): Parsed<Df> {
  const losses = new LossLog(ID)
  const filesystems: FileSystem[] = []
  let header: Header | null = null
  let name = ''
  eachLine(text, told, losses, (line, number) => {
    if (line.trim() === '') return
    const found = headerOf(line)
    if (found !== null) {
      header = found
      return
    }
    if (header !== null && name === '' && /^\S+$/.test(line)) {
      name = line
      return
    }
    const row = header === null ? null : rowOf(`${name} ${line}`.trim(), header)
    name = ''
    if (row === null) losses.add('bad-line', number, line)
    else filesystems.push(row)
  })
  if (name !== '') losses.add('bad-line', null, name)
  return header === null ? noValue(ID, text, told) : value({ filesystems }, losses.all())
}

/** Null for a line that is no header, or one without sizes: `df -i` counts inodes. */
function headerOf(line: string): Header | null {
  const columns: (Column | null)[] = []
  let unit = KIB
  let rest = line.trim()
  while (rest !== '') {
    const [column, title] = TITLES.find(([, pattern]) => pattern.test(rest)) ?? [null, /^\S+/]
    const match = title.exec(rest)
    if (match === null || column === null ? columns.length === 0 : false) return null
    if (column === 'size' && match?.[1] !== undefined) unit = unitOf(match[1], match[2] ?? '')
    columns.push(column)
    rest = rest.slice(Math.max(1, match?.[0].length ?? 1)).trimStart()
  }
  const has = (name: Column): boolean => columns.includes(name)
  return has('size') && has('used') && columns.at(-1) === 'mountedOn' ? { columns, unit } : null
}

function unitOf(digits: string, letter: string): number {
  const power = letter === '' ? 0 : 1 + 'KMGT'.indexOf(letter.toUpperCase())
  return Number(digits) * KIB ** power
}

function rowOf(line: string, { columns, unit }: Header): FileSystem | null {
  const cells = cellsOf(line, columns.length, columns.length - 1)
  if (cells === null) return null
  const cell = (name: Column): string => cells[columns.indexOf(name)] ?? ''
  const [sizeBytes, usedBytes] = [sizeOf(cell('size'), unit), sizeOf(cell('used'), unit)]
  const mountedOn = cell('mountedOn')
  if (sizeBytes === null || usedBytes === null || !mountedOn.startsWith('/')) return null
  return {
    filesystem: cell('filesystem'),
    type: columns.includes('type') ? cell('type') : null,
    sizeBytes,
    usedBytes,
    availableBytes: sizeOf(cell('available'), unit),
    mountedOn,
  }
}
