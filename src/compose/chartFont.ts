/** The operator's font for pictures: read at the start, so that a wrong file is a fault and not a picture of boxes. */
import type { ConfigFault } from '../config/words.ts'
import { LANGS, type Lang } from '../domain/words.ts'
import { type ChartFont, readChartFont } from '../raster/fontFile.ts'

/** Characters that words of pictures have, where Inter has not all: whoever has these has the others. */
const PROBES: Readonly<Partial<Record<Lang, string>>> = { zh: '内存主机已用' }

/** Null for no path. */
export function chartFontAt(
  path: string | null,
): { readonly font: ChartFont | null } | { readonly fault: ConfigFault } {
  if (path === null) return { font: null }
  try {
    return { font: readChartFont(path) }
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    // Buffer's own errors of range have a code too.
    const code = /^E[A-Z]+$/.test(reason) ? 'chart-font-unreadable' : 'chart-font-kind'
    return { fault: { file: 'environment', line: null, code, params: { path, reason } } }
  }
}

/** Languages whose words can be drawn. */
export function chartLangsOf(font: ChartFont | null): readonly Lang[] {
  return LANGS.filter((lang) =>
    [...(PROBES[lang] ?? '')].every((char) => font?.has(char.codePointAt(0) ?? 0) === true),
  )
}
