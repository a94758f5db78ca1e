/** The language of the words inside of pictures. */
import type { Lang } from '../domain/words.ts'

/** The reader's where a font for it is configured, else English; what is read aloud is the reader's in any case. */
export function drawnLang(
  { chartLangs = [] }: { readonly chartLangs?: readonly Lang[] },
  lang: Lang,
): Lang {
  return chartLangs.includes(lang) ? lang : 'en'
}
