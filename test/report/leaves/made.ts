/** Messages as they are made, from captured hosts whose own words are canaries: found again wherever they get out. */
import { ANALYZERS } from '../../../src/analyzers/index.ts'
import type { Frame } from '../../../src/domain/capture.ts'
import { ERROR_CODES, UserError } from '../../../src/domain/errors.ts'
import { verdictOf } from '../../../src/domain/finding.ts'
import type { Log } from '../../../src/domain/ports.ts'
import type { Message } from '../../../src/domain/report.ts'
import type { Lang } from '../../../src/domain/words.ts'
import { analyze } from '../../../src/pipeline/analyze.ts'
import { answerMessage } from '../../../src/report/answer.ts'
import { errorMessage } from '../../../src/report/errorMessage.ts'
import { chartMessage, reportMessage } from '../../../src/report/message.ts'
import { DRILLDOWNS } from '../../../src/report/questions.ts'
import { ERROR_WORDS } from '../../../src/report/words/errors.ts'
import { asked, contextOf, framesOf, HOSTS } from '../../hosts/load.ts'
import { reportOf } from '../reports.ts'

export const CANARY = /cnry/i
const NAMES =
  /\b(python3|retouch|eater|java|postgres|breathe|arenas|manymaps|kthreadd|init|sshd)\b/g
const PATHS = /(?<=\s)\/(?:usr|var|lib|lib64|home|opt|tmp|data|srv|root|dev\/shm|run)\/[^\s)"]*/g

const log: Log = {
  info: () => undefined,
  warn: () => undefined,
  step: () => undefined,
  bug(event, cause) {
    throw new Error(event, { cause })
  },
}

/** What a host says of its own, said otherwise. */
function withCanaries(frame: Frame): Frame {
  if (frame.raw.kind !== 'ok') return frame
  const text = frame.raw.text
    .replace(NAMES, (name) => `cnry${name}`.slice(0, 15))
    .replace(PATHS, (path) => `/cnry/${path.length}/cnryfile`)
  return { ...frame, raw: { ...frame.raw, text } }
}

export interface Made {
  readonly name: string
  readonly lang: Lang
  readonly message: Message
}

/** The reports, graphs and answers of all captured hosts, and every error, in both languages. */
export function made(): readonly Made[] {
  return (['en', 'zh'] as const).flatMap((lang) => [
    ...HOSTS.flatMap((host) => ofHost(host, lang)),
    ...errors(lang),
  ])
}

function ofHost(host: string, lang: Lang): readonly Made[] {
  const ctx = contextOf(host, { frames: framesOf(host).map(withCanaries) })
  const { findings, unchecked, complete } = analyze(ANALYZERS, ctx, log)
  const report = reportOf({
    subject: ctx.subject,
    incarnation: ctx.incarnation,
    findings,
    unchecked,
    verdict: verdictOf(findings, complete),
    atMs: ctx.nowMs,
    runId: '7k2m9q4x1z',
    growth: ctx.growth,
    gaps: ctx.evidence.gaps,
  })
  const chart = chartMessage(report, lang)
  const answers = DRILLDOWNS.flatMap((drilldown) =>
    argsOf(drilldown.name, ctx.evidence.ids()).map((args): Made => {
      const blocks = drilldown.answer({ ...asked(ctx, lang), findings, args })
      const gaps = ctx.evidence.gaps
      const message = answerMessage({ drilldown, report, blocks, stale: null, gaps, lang })
      return { name: `${host} ${drilldown.name} ${args.join(' ')}`, lang, message }
    }),
  )
  const options = { lang, final: true, askedBy: 'U1', allFindings: true as const }
  return [
    { name: `${host} report`, lang, message: reportMessage(report, options) },
    ...(chart === null ? [] : [{ name: `${host} chart`, lang, message: chart }]),
    ...answers,
  ]
}

/** `raw` shows each source whole. */
function argsOf(name: string, sources: readonly string[]): readonly (readonly string[])[] {
  return name === 'raw' ? [[], ...sources.map((id) => [id])] : [[]]
}

function errors(lang: Lang): readonly Made[] {
  return ERROR_CODES.map((code) => {
    const words = ERROR_WORDS[code]
    const holes = [...JSON.stringify(words).matchAll(/\{(\w+)\}/g)].map(([, hole = '']) => hole)
    const params = Object.fromEntries(holes.map((hole) => [hole, paramOf(hole)]))
    const target = { kind: 'name', host: 'db1', name: 'cnrytarget' } as const
    return {
      name: code,
      lang,
      message: errorMessage(new UserError(code, params), lang, { target }),
    }
  })
}

/** Ours are the ids and codes that we give; all else a host or a person may have said. */
function paramOf(hole: string): string {
  return /^(?:action|code|kind|lang|reference|rule|run|verdict)$/.test(hole)
    ? 'ours'
    : `cnry ${hole} 'SELECT 42'`
}
