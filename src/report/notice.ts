/** What an order says when growth is sure, and when it is over. */
import type { Verdict } from '../domain/finding.ts'
import type { Message, Report } from '../domain/report.ts'
import { type Lang, plain, say, type Text } from '../domain/words.ts'
import { isOfGrowth, type Notice, RUNNING } from '../growth/notify.ts'
import { sayFinding } from './phrases.ts'
import { NOTICE_WORDS } from './words/notice.ts'

export interface NoticeOf {
  readonly notice: Notice
  readonly target: string
  /** Null where the subject is gone. */
  readonly report: Report | null
}

/** One line: `db1 leaky-demo: growth is sure now · leaks 20 MiB/day since …`. */
export function noticeLine({ notice, target, report }: NoticeOf, lang: Lang): Text {
  if (notice.kind === 'end')
    return say(NOTICE_WORDS[notice.why], { target, running: RUNNING }, lang)
  const growth = report?.growth ?? null
  // Never all of them: that no series can tell.
  const inHundred = Math.min(99, Math.round(100 * (growth?.score ?? 0)))
  const points = growth?.points ?? 0
  const finding = report?.findings.find(({ code }) => isOfGrowth(code))
  const brief: Text =
    report === null || finding === undefined
      ? []
      : [' · ', ...sayFinding(finding, 'brief', report, lang)]
  return [
    ...say(NOTICE_WORDS.announce, { target, inHundred, points, running: RUNNING }, lang),
    ...brief,
  ]
}

/** The line as a post of its own. */
export function noticeMessage(of: NoticeOf, lang: Lang): Message {
  const text = noticeLine(of, lang)
  return { text: plain(text), blocks: [{ kind: 'headline', mark: markOf(of), text }] }
}

function markOf({ notice, report }: NoticeOf): Verdict {
  if (notice.kind === 'end') return notice.why === 'calm' ? 'ok' : 'info'
  const finding = report?.findings.find(({ code }) => isOfGrowth(code))
  return finding?.severity ?? 'warning'
}
