/** The last line of a report: who asked, how long it took, what it cost the host, what could not be read and why. */
import type { Cost, Gap } from '../domain/capture.ts'
import { LIMITS } from '../domain/limits.ts'
import type { Block, Report, Unchecked } from '../domain/report.ts'
import { type Lang, say, type Text } from '../domain/words.ts'
import { denialPhrases } from './denials.ts'
import type { ReportOptions } from './options.ts'
import { join } from './phrases.ts'
import { DENIAL_WORDS } from './words/denials.ts'
import { GAP_WORDS, LOSS_WORDS, UI_WORDS } from './words/ui.ts'

const SHOWN_GAPS = 4

export function footerOf(report: Report, options: ReportOptions): Block {
  const { lang } = options
  const first: Text = join(
    [
      [`${UI_WORDS.askedBy[lang]} `, { user: options.askedBy }],
      [{ timeMs: report.atMs }],
      say(UI_WORDS.took, { tookMs: report.durationMs }, lang),
    ],
    ' · ',
  )
  const items: readonly Text[] = [
    first,
    ...scriptText(report, lang),
    ...(options.final
      ? []
      : [say(UI_WORDS.ratesPending, { waitSeconds: LIMITS.rateWaitMs / 1000 }, lang)]),
    ...report.unchecked.map((one) => uncheckedText(one, lang)),
    ...gapsText(report.gaps, lang),
    ...lossesText(report, lang),
    costText(report.cost, lang),
  ]
  return { kind: 'context', items }
}

/** Whose copy of the script ran, and whether it is today's. */
function scriptText({ script }: Report, lang: Lang): readonly Text[] {
  if (script === undefined) return []
  const { way, sha256, todaySha256 } = script
  if (sha256 === null) return [say(UI_WORDS.scriptUntold, {}, lang)]
  const hash = sha256.slice(0, HASH_CHARS)
  const same = todaySha256 === null || todaySha256 === sha256
  const phrase = same
    ? UI_WORDS.scriptSame
    : way === 'pinned'
      ? UI_WORDS.scriptPinnedOther
      : UI_WORDS.scriptKitOther
  return [say(phrase, { hash }, lang)]
}

const HASH_CHARS = 12

/** What the host paid, as its own kernel counted it; captures of before know less. */
function costText({ execs, forks, cpuMs, bytes }: Cost, lang: Lang): Text {
  return say(
    UI_WORDS.cost,
    { execs, forks: forks ?? null, cpuMs: cpuMs ?? null, readBytes: bytes },
    lang,
  )
}

function uncheckedText(one: Unchecked, lang: Lang): Text {
  return one.kind === 'failed'
    ? say(UI_WORDS.broke, { analyzer: one.analyzer, reference: one.reference }, lang)
    : say(
        UI_WORDS.skipped,
        {
          analyzer: one.analyzer,
          missing: one.missing.map((gap) => gapText(gap, lang)).join(', '),
        },
        lang,
      )
}

/** `proc/PID/smaps_rollup: permission denied`. */
export function gapText(gap: Gap, lang: Lang): string {
  return `${gap.source}: ${GAP_WORDS[gap.reason][lang]}`
}

function gapsText(gaps: readonly Gap[], lang: Lang): readonly Text[] {
  if (gaps.length === 0) return []
  const shown = gaps.slice(0, SHOWN_GAPS).map((gap) => gapText(gap, lang))
  const more = gaps.length - SHOWN_GAPS
  const list = more > 0 ? [...shown, say(UI_WORDS.more, { count: more }, lang).join('')] : shown
  const memory = gaps.filter(({ source, reason }) => source === CONTEXTS && reason === 'denied')
  const words = [
    ...(gaps.some((gap) => gap.reason === 'not-granted') ? [UI_WORDS.notGranted] : []),
    ...memory.flatMap(({ detail }) => DENIAL_WORDS[detail] ?? []),
    ...denialPhrases(gaps.filter(({ source }) => source !== CONTEXTS)),
  ]
  return [
    say(UI_WORDS.missing, { list: list.join(', ') }, lang),
    ...words.map((word) => [word[lang]]),
  ]
}

/** What may not be read there has a reason of its own, in its detail. */
const CONTEXTS = 'memory/contexts'

function lossesText(report: Report, lang: Lang): readonly Text[] {
  if (report.losses.length === 0) return []
  const list = report.losses
    .slice(0, SHOWN_GAPS)
    .map((loss) => `${loss.source}: ${LOSS_WORDS[loss.code][lang]} (${loss.count})`)
  return [say(UI_WORDS.lossy, { list: list.join(', ') }, lang)]
}
