/** The owners of a process's memory as a picture. Pure. */
import { formatBytes } from '../../domain/bytes.ts'
import type { TileKind, TreemapChart } from '../../domain/chart.ts'
import type { DrilldownContext } from '../../domain/drilldown.ts'
import { type Lang, type Phrase, plain, say } from '../../domain/words.ts'
import { fileNames } from '../names.ts'
import type { Owner } from '../owners.ts'
import type { OwnerKind } from '../placed.ts'

/** More owners would not be seen: the picture merges them further. */
const MOST_TILES = 40
/** What is read aloud names the largest only; the table beside has the rest. */
const READ_ALOUD = 5
/** Slack's limit for the alt text of an image, less what a cut needs. */
const ALT_CHARS = 1900

export const W = {
  holds: {
    en: '{name} holds {shareRatio} of {rssBytes} resident',
    zh: '{name} 占常驻内存 {rssBytes} 的 {shareRatio}',
  },
  source: { en: 'smaps, {mappings} mappings', zh: 'smaps，{mappings} 个映射' },
  others: { en: 'others', zh: '其他' },
  largest: { en: 'Largest: {list}', zh: '最大的归属：{list}' },
} as const satisfies Record<string, Phrase>

const KIND_WORDS: Readonly<Record<TileKind, Phrase>> = {
  heap: { en: 'heap', zh: '堆' },
  anonymous: { en: 'anonymous', zh: '匿名映射' },
  shared: { en: 'shared memory', zh: '共享内存' },
  file: { en: 'files and libraries', zh: '文件与库' },
  stack: { en: 'stacks', zh: '栈' },
  other: { en: 'kernel', zh: '内核' },
}

const KINDS: Readonly<Record<OwnerKind, TileKind>> = {
  heap: 'heap',
  arenas: 'heap',
  'go-heap': 'heap',
  anonymous: 'anonymous',
  shared: 'shared',
  file: 'file',
  deleted: 'file',
  stacks: 'stack',
  kernel: 'other',
}

/** Areas are what is resident, which adds up. Null where nothing is, or nothing but one owner: that takes no picture. */
export function treemapOf(owners: readonly Owner[], ctx: DrilldownContext): TreemapChart | null {
  const resident = owners.filter(({ rssBytes }) => rssBytes > 0).sort(byRss)
  const [first, second] = resident
  if (first === undefined || second === undefined) return null
  const names = fileNames(owners.map(({ name }) => name))
  const nameOf = ({ name }: Owner): string => names.get(name) ?? name
  const rest = resident.slice(MOST_TILES)
  const told = (lang: Lang) => toldIn(lang, resident, nameOf(first), ctx)
  const { title, subtitle, kinds } = told(ctx.drawnLang ?? 'en')
  return {
    kind: 'treemap',
    title,
    subtitle,
    alt: altOf(told(ctx.lang), resident.slice(0, READ_ALOUD), nameOf, ctx.lang),
    tone: 'calm',
    tiles: resident.slice(0, MOST_TILES).map((owner) => ({
      label: shortOf(nameOf(owner)),
      bytes: owner.rssBytes,
      kind: KINDS[owner.kind],
    })),
    others: { count: rest.length, bytes: rssOf(rest) },
    othersLabel: W.others[ctx.drawnLang ?? 'en'],
    kinds,
  }
}

/** As the kernel writes it: a tile is narrow, and its kind is told by its colour. */
function shortOf(name: string): string {
  return name.startsWith('[') ? name.replace('anonymous', 'anon') : name
}

type Told = Pick<TreemapChart, 'title' | 'subtitle' | 'kinds'>

function toldIn(
  lang: Lang,
  resident: readonly Owner[],
  name: string,
  { subject, pid }: DrilldownContext,
): Told {
  const rssBytes = rssOf(resident)
  const mappings = resident.reduce((sum, owner) => sum + owner.mappings, 0)
  const shareRatio = (resident[0]?.rssBytes ?? 0) / rssBytes
  const source = plain(say(W.source, { mappings }, lang))
  return {
    title: plain(say(W.holds, { name, shareRatio, rssBytes }, lang)),
    subtitle: [subject.host, subject.name, `pid ${pid ?? '?'}`, source].join(' · '),
    kinds: kindsOf(resident, lang),
  }
}

function kindsOf(resident: readonly Owner[], lang: Lang): TreemapChart['kinds'] {
  const sums = new Map<TileKind, number>()
  for (const { kind, rssBytes } of resident) {
    sums.set(KINDS[kind], (sums.get(KINDS[kind]) ?? 0) + rssBytes)
  }
  return [...sums]
    .map(([kind, bytes]) => ({ kind, label: KIND_WORDS[kind][lang], bytes }))
    .sort((a, b) => b.bytes - a.bytes)
}

function altOf(
  { title, subtitle, kinds }: Told,
  largest: readonly Owner[],
  nameOf: (owner: Owner) => string,
  lang: Lang,
): string {
  const list = largest
    .map((owner) => `${nameOf(owner)} ${formatBytes(owner.rssBytes)}`)
    .join(lang === 'zh' ? '；' : '; ')
  const byKind = kinds.map(({ label, bytes }) => `${label} ${formatBytes(bytes)}`)
  const parts = [title, subtitle, byKind.join('; '), plain(say(W.largest, { list }, lang))]
  return (lang === 'zh' ? `${parts.join('。')}。` : `${parts.join('. ')}.`).slice(0, ALT_CHARS)
}

function rssOf(owners: readonly Owner[]): number {
  return owners.reduce((sum, owner) => sum + owner.rssBytes, 0)
}

function byRss(a: Owner, b: Owner): number {
  return b.rssBytes - a.rssBytes || (a.name < b.name ? -1 : 1)
}
