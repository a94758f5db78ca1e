/** The parts of MemTotal as a picture. */
import { formatBytes } from '../../domain/bytes.ts'
import type { WaterfallChart } from '../../domain/chart.ts'
import type { DrilldownContext } from '../../domain/drilldown.ts'
import { isoUtc } from '../../domain/time.ts'
import { formatNamed, type Lang, type Phrase, plain, say } from '../../domain/words.ts'
import { type Meminfo, meminfo } from '../../parsers/proc/meminfo.ts'
import { type Available, availableOf, isLow } from '../host-memory/available.ts'
import { type Part, type PartName, restOf } from './parts.ts'
import { PART_WORDS } from './partWords.ts'
import { REST_FLOOR_BYTES, REST_RATIO } from './thresholds.ts'

export const L = {
  free: {
    en: '{shareRatio} of {totalBytes} is free',
    zh: '{totalBytes} 中有 {shareRatio} 空闲',
  },
  holds: {
    en: 'Largest: {name}, {shareRatio} of {totalBytes}; {availableBytes} available',
    zh: '最大的是{name}，占 {totalBytes} 的 {shareRatio}；可用 {availableBytes}',
  },
  unaccounted: {
    en: '{sizeBytes} ({shareRatio}) of {totalBytes} not accounted for',
    zh: '{totalBytes} 中有 {sizeBytes}（{shareRatio}）未计入',
  },
} as const satisfies Record<string, Phrase>

/** Kernel parts that are small on most hosts and one row in the picture. */
const TOGETHER: readonly PartName[] = ['stacks', 'vmalloc', 'percpu', 'gpu', 'balloon']
const TOGETHER_LABEL: Phrase = { en: 'Other kernel', zh: '内核其他' }

/** What is read aloud is in the reader's language, what is drawn in one that can be drawn. */
export function waterfallOf(
  parts: readonly Part[],
  mem: Meminfo,
  ctx: DrilldownContext,
): WaterfallChart {
  const { drawnLang = 'en' } = ctx
  const subject = subjectOf(parts, mem)
  const title = (lang: Lang): string => titleOf(parts, subject, mem, lang)
  const atMs = ctx.evidence.reading(meminfo, 1)?.atMs ?? ctx.nowMs
  const list = parts.map(({ words, bytes }) => `${words[ctx.lang]} ${formatBytes(bytes)}`)
  return {
    kind: 'waterfall',
    title: title(drawnLang),
    subtitle: `${ctx.subject.host} · /proc/meminfo · ${isoUtc(atMs).slice(0, 16).replace('T', ' ')} UTC`,
    alt:
      ctx.lang === 'zh'
        ? `${title('zh')}。${list.join('；')}。`
        : `${title('en')}. ${list.join('; ')}.`,
    tone: toneOf(subject, mem),
    steps: stepsOf(parts, subject, drawnLang),
    total: { label: 'MemTotal', bytes: mem.memTotalBytes },
  }
}

/** What the picture is about: what nothing accounts for where that is much, what is free where that is most, else the largest part. */
function subjectOf(parts: readonly Part[], mem: Meminfo): PartName {
  const rest = restOf(parts)
  if (rest >= REST_FLOOR_BYTES && rest >= REST_RATIO * mem.memTotalBytes) return 'rest'
  const free = parts.find(({ name }) => name === 'free')?.bytes ?? 0
  if (free > mem.memTotalBytes / 2) return 'free'
  const used = parts.filter(({ kind }) => kind !== 'free' && kind !== 'unknown')
  return [...used].sort((a, b) => b.bytes - a.bytes)[0]?.name ?? 'free'
}

function titleOf(parts: readonly Part[], subject: PartName, mem: Meminfo, lang: Lang): string {
  const sizeBytes = parts.find(({ name }) => name === subject)?.bytes ?? 0
  const totalBytes = mem.memTotalBytes
  const params = {
    name: PART_WORDS[subject][lang],
    sizeBytes,
    totalBytes,
    shareRatio: sizeBytes / totalBytes,
    availableBytes: availableOf(mem)?.availableBytes ?? null,
  }
  const phrase = subject === 'rest' ? L.unaccounted : subject === 'free' ? L.free : L.holds
  return plain(say(phrase, params, lang))
}

/** Coloured only where there is a fault: little available, and the part that is named is what holds it. */
function toneOf(subject: PartName, mem: Meminfo): WaterfallChart['tone'] {
  const available: Available | null = availableOf(mem)
  const short = available !== null && isLow(available)
  return short && subject !== 'file' && subject !== 'slabReclaimable' ? 'warning' : 'calm'
}

function stepsOf(parts: readonly Part[], subject: PartName, lang: Lang): WaterfallChart['steps'] {
  const own = parts.filter(({ name }) => !TOGETHER.includes(name))
  const together = parts.filter(({ name }) => TOGETHER.includes(name))
  const steps = own.map(({ name, words, bytes, kind }) => ({
    label: capital(words[lang]),
    bytes,
    kind,
    strong: name === subject,
  }))
  const bytes = together.reduce((sum, part) => sum + part.bytes, 0)
  if (bytes === 0) return steps
  const at = steps.findIndex(({ kind }) => kind === 'unknown')
  const strong = TOGETHER.includes(subject)
  return steps.toSpliced(at, 0, { label: TOGETHER_LABEL[lang], bytes, kind: 'kernel', strong })
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Share of the whole, as tables write it. */
export function shareOf(bytes: number, mem: Meminfo): string {
  return formatNamed('shareRatio', bytes / mem.memTotalBytes)
}
