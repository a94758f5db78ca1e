/** Words of growth that is told, and of its end. */
import type { Phrase, WordTable } from '../../domain/words.ts'
import type { EndCause } from '../../growth/notify.ts'

export const NOTICE_WORDS = {
  announce: {
    en: '{target}: grows without end, as good as sure ({points} readings, {running} inspections running; {inHundred} of 100 series like this are leaks)',
    zh: '{target}：持续增长，基本可以确定（{points} 次采样，连续 {running} 次检查；形态如此的 100 个序列中有 {inHundred} 个是泄漏）',
  },
  calm: {
    en: '{target}: the growth told here is over; it no longer shows in {running} inspections running. Watching goes on.',
    zh: '{target}：此前通报的增长已结束，连续 {running} 次检查未再出现；监视继续。',
  },
  restarted: {
    en: '{target}: restarted, so the growth told here ended with that life. The new one is watched from its start; what caused the growth may still be there.',
    zh: '{target}：已重启，此前通报的增长随旧进程结束；新进程从头观察，增长的原因可能仍在。',
  },
  gone: {
    en: '{target}: no longer there, so the growth told here is over.',
    zh: '{target}：进程已不存在，此前通报的增长随之结束。',
  },
} as const satisfies WordTable<EndCause | 'announce'> & Readonly<Record<string, Phrase>>
