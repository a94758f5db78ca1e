/** What a host is, in words: for `doctor`, `hosts` and the question `facts`. */
import type { Drilldown } from '../domain/drilldown.ts'
import type { Facts } from '../domain/facts.ts'
import { SECOND_MS } from '../domain/time.ts'
import { type Lang, say, type Text } from '../domain/words.ts'
import { bootId } from '../parsers/proc/bootId.ts'
import { FACT_WORDS } from './words/facts.ts'

/** Clocks are told in whole seconds, and a line takes its time: less than this is no skew. */
const SKEW_MS = 3 * SECOND_MS

/** What is known, one sentence each. */
export function factTexts(facts: Facts, lang: Lang): readonly Text[] {
  return [
    say(FACT_WORDS.line, { ...numbersOf(facts) }, lang),
    ...virtualText(facts, lang),
    ...containerText(facts, lang),
    ...clockText(facts.clockSkewMs, lang),
    ...(facts.tools === null
      ? []
      : [say(FACT_WORDS.tools, { tools: facts.tools.join(' ') }, lang)]),
  ]
}

function numbersOf({
  distribution,
  kernel,
  architecture,
  pageBytes,
  memTotalBytes,
  cgroup,
}: Facts) {
  return { distribution, kernel, architecture, pageBytes, memTotalBytes, cgroup }
}

function virtualText({ virtualisation }: Facts, lang: Lang): readonly Text[] {
  if (virtualisation === null) return []
  return virtualisation === 'none'
    ? [[FACT_WORDS.machine[lang]]]
    : [say(FACT_WORDS.virtual, { virtualisation }, lang)]
}

function containerText({ container, containerLimitBytes }: Facts, lang: Lang): readonly Text[] {
  if (container !== null && container !== 'none')
    return [say(FACT_WORDS.container, { container, containerLimitBytes }, lang)]
  if (containerLimitBytes === null) return []
  return [say(FACT_WORDS.limited, { containerLimitBytes }, lang)]
}

function clockText(skewMs: number | null, lang: Lang): readonly Text[] {
  if (skewMs === null) return []
  if (Math.abs(skewMs) < SKEW_MS)
    return [say(FACT_WORDS.clockRight, { clockSkewMs: SKEW_MS }, lang)]
  const phrase = skewMs > 0 ? FACT_WORDS.clockAhead : FACT_WORDS.clockBehind
  return [say(phrase, { clockSkewMs: Math.abs(skewMs) }, lang)]
}

/** What the host is, as this reading tells it. */
export const factsQuestion: Drilldown = {
  name: 'facts',
  title: { en: 'What this host is', zh: '主机概况' },
  class: 'look',
  args: 'none',
  scope: 'host',
  wants: [bootId],
  answer: ({ facts, lang }) => [{ kind: 'bullets', items: factTexts(facts, lang) }],
}
