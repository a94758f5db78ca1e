/** Words of doubts: verdicts that somebody calls wrong. */
import type { Expected } from '../../domain/doubt.ts'
import type { Phrase, WordTable } from '../../domain/words.ts'

export const EXPECTED_WORDS: WordTable<Expected> = {
  nothing: { en: 'nothing is wrong there', zh: '那里没有问题' },
  milder: { en: 'it is less serious', zh: '没有那么严重' },
  worse: { en: 'it is more serious', zh: '实际更严重' },
  other: { en: 'something else is wrong', zh: '是另外的问题' },
  unsure: { en: 'I cannot tell', zh: '说不清' },
}

export const DOUBT_WORDS = {
  button: { en: 'Wrong verdict…', zh: '结论有误…' },
  title: { en: 'Wrong verdict', zh: '结论有误' },
  submit: { en: 'Keep it', zh: '保存' },
  intro: {
    en: 'What this run collected is kept with your word for {keepSeconds}, so that the verdict can be judged again and mended.',
    zh: '此次运行采集的内容将与你的意见一同保留 {keepSeconds}，以便重新判断并改进。',
  },
  expected: { en: 'What would be right', zh: '正确的结论应是' },
  why: { en: 'Why', zh: '理由' },
  whyHint: {
    en: 'What you know that the report does not. Passwords and tokens are masked.',
    zh: '报告不知道而你知道的情况。密码和令牌会被脱敏。',
  },
  kept: {
    en: 'doubts this verdict ({verdict}): {expected}.[ “{why}”] What it rests on is kept for {keepSeconds}: `memcheck capture {runId}`, then `memcheck replay FILE`.',
    zh: '认为此结论（{verdict}）有误：{expected}。[“{why}”]其依据将保留 {keepSeconds}：`memcheck capture {runId}`，然后 `memcheck replay FILE`。',
  },
  keptWithout: {
    en: 'doubts this verdict ({verdict}): {expected}.[ “{why}”] What it rested on is past its time and gone; the word is kept.',
    zh: '认为此结论（{verdict}）有误：{expected}。[“{why}”]其依据已超过保留期；仅保留该意见。',
  },
  none: { en: 'No verdict was called wrong.', zh: '没有结论被认为有误。' },
  list: { en: 'Verdicts called wrong, newest first', zh: '被认为有误的结论（最新在前）' },
  run: { en: 'run', zh: '运行' },
  target: { en: 'target', zh: '目标' },
  verdict: { en: 'verdict', zh: '结论' },
  right: { en: 'right would be', zh: '应为' },
  when: { en: 'said at, UTC', zh: '提出时间（UTC）' },
  by: { en: 'by', zh: '提出人' },
} as const satisfies Readonly<Record<string, Phrase>>
