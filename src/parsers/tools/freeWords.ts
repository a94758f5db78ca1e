/** The words of `free`'s header and rows, in the languages that procps is translated to (procps po/). */

export type FreeColumn =
  | 'total'
  | 'used'
  | 'free'
  | 'shared'
  | 'buffers'
  | 'cache'
  | 'cached'
  | 'buffCache'
  | 'available'

const COLUMNS: Readonly<Record<FreeColumn, string>> = {
  total: 'total totale totalt gesamt всего загалом 总计 總計 合計 전체 razem celkem toplam totaal',
  used: 'used belegt benutzt utilisé utilisés util usado usada usati usato занят занято використано 已用 使用 사용 użyte užité použité použito använt brugt gebruikt kullanılan',
  free: 'free frei libr libre libero livre свободно своб вільно 空闲 可用空间 空き 여유 wolne volné volno fritt ledigt vrij boş',
  shared:
    'shared gemeinsam gemns. partagé partagés compartido compart. condiv. condivisi общая общ. спільні 共享 共有 공유 dzielone sdílené delat delt gedeeld paylaşılan',
  buffers: 'buffers puffer tampons буферы буфери búferes buff. 缓冲 缓冲区 バッファ 버퍼 bufory',
  cache: 'cache кэш 缓存 キャッシュ 캐시',
  cached: 'cached',
  buffCache:
    'buff/cache puffer/cache puff/cache tamp/cache tampon/cache búf/caché búfer/caché буф/врем. буф./кэш буфери/кеш 缓冲/缓存 バッファ/キャッシュ 버퍼/캐시 bufory/cache buf/cache vyrov./mezip.',
  available:
    'available verfügbar disponible dispon. disponibile disponível disponíveis доступно доступна 可用 利用可能 가용 dostępne dostupné tillgängligt tilgængeligt beschikbaar kullanılabilir',
}

const COLUMN_OF = new Map(
  Object.entries(COLUMNS).flatMap(([column, words]) =>
    words.split(' ').map((word) => [word, column as FreeColumn] as const),
  ),
)

/** The column that a word of the header names; null for one that is not known. */
export function columnOf(word: string): FreeColumn | null {
  return COLUMN_OF.get(word.toLowerCase()) ?? null
}

/** A line of words that names the total and what is free or used of it. */
export function isHeader(line: string): boolean {
  const words = line.trim().split(/\s+/)
  if (words.length < 3 || words.length > 20) return false
  const columns = words.map(columnOf)
  const named = columns.filter((column) => column !== null)
  return named.length >= 2 && named.includes('total')
}

const ROWS: Readonly<Record<string, string>> = {
  mem: 'mem mem. mém speicher память 内存 記憶體 메모리 memoria memória pamięć paměť minne memory',
  swap: 'swap auslager auslagerung échange partition подкачка своп 交换 交換 스왑 inter intercambio wymiana växling odkládací',
  low: 'low niedrig',
  high: 'high hoch',
  total: 'total gesamt всего 总计 total:',
  comm: 'comm',
}

const ROW_OF = new Map(
  Object.entries(ROWS).flatMap(([row, words]) =>
    words.split(' ').map((word) => [word, row] as const),
  ),
)

/**
 * The row that a label names. One that is not known is told by its place in a table whose header is: the memory
 * comes first and has all columns, the swap follows it.
 */
export function rowOf(label: string, place: number, full: boolean): string | null {
  if (label.startsWith('-/+')) return 'buffersCache'
  const known = ROW_OF.get(label.toLowerCase().split(/\s/)[0] ?? '')
  if (known !== undefined) return known
  if (place === 0 && full) return 'mem'
  return place === 1 && !full ? 'swap' : null
}
