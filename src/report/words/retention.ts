/** Words of what is kept, forgotten and purged. */
import type { TraceKind } from '../../domain/forget.ts'
import type { KeptKind } from '../../domain/lifetimes.ts'
import type { Phrase } from '../../domain/words.ts'

export const KEPT_WORDS = {
  captures: { en: 'captures', zh: '采集原文' },
  pulses: { en: 'pulses', zh: '脉搏原文' },
  samples: { en: 'samples', zh: '样本' },
  hours: { en: 'hours', zh: '小时汇总' },
  days: { en: 'days', zh: '日汇总' },
  components: { en: 'components', zh: '构成' },
  imported: { en: 'imported', zh: '导入点' },
  runs: { en: 'runs', zh: '运行' },
  threads: { en: 'threads', zh: '讨论串' },
  outbox: { en: 'messages', zh: '消息' },
  uploads: { en: 'files in Slack', zh: 'Slack 中的文件' },
  doubts: { en: 'doubts', zh: '质疑' },
  marks: { en: 'marks', zh: '标记' },
  facts: { en: 'hosts’ facts', zh: '主机概况' },
  stuck: { en: 'stuck readers', zh: '卡住的读取' },
} as const satisfies Readonly<Record<KeptKind, Phrase>>

export const TRACE_WORDS = {
  captures: { en: 'sections of captures (raw evidence)', zh: '采集原文段' },
  runs: KEPT_WORDS.runs,
  samples: KEPT_WORDS.samples,
  floors: { en: 'hours and days', zh: '小时与日汇总' },
  components: { en: 'snapshots of components', zh: '构成快照' },
  imported: { en: 'imported points', zh: '导入点' },
  subjects: { en: 'subjects', zh: '对象' },
  facts: KEPT_WORDS.facts,
  marks: KEPT_WORDS.marks,
  mutes: { en: 'mutes', zh: '静音' },
  doubts: KEPT_WORDS.doubts,
  requests: { en: 'requests of intrusive actions', zh: '侵入性操作请求' },
  stuck: KEPT_WORDS.stuck,
  threads: KEPT_WORDS.threads,
  messages: KEPT_WORDS.outbox,
  orders: { en: 'ended orders', zh: '已结束的任务' },
  uploads: KEPT_WORDS.uploads,
} as const satisfies Readonly<Record<TraceKind, Phrase>>

export const RETENTION_WORDS = {
  kept: { en: 'kept: {list}', zh: '保留：{list}' },
  keptOne: {
    en: '{kind} {count} ({lifeMs}[; oldest {ageMs}])',
    zh: '{kind} {count}（{lifeMs}[；最早 {ageMs} 前]）',
  },
  between: { en: ', ', zh: '，' },
  next: {
    en: 'purge: the next in {nextMs}[, some {due} rows: {list}]',
    zh: '清理：下一次在 {nextMs} 后[，约 {due} 行：{list}]',
  },
  overdue: {
    en: 'purge: the last was {agoMs} ago; the bot purges each hour, is it running?[ Some {due} rows wait: {list}]',
    zh: '清理：上一次在 {agoMs} 前；机器人每小时清理一次，它在运行吗？[约 {due} 行待清理：{list}]',
  },
  never: {
    en: 'purge: none yet; the bot purges as soon as it starts, then each hour[. Some {due} rows wait: {list}]',
    zh: '清理：尚未进行；机器人启动后立即清理，此后每小时一次[。约 {due} 行待清理：{list}]',
  },
  uploads: {
    en: 'files in Slack: {kept} kept, {waiting} to be deleted[, {refused} that Slack will not delete][ ({error})]',
    zh: 'Slack 中的文件：保留 {kept} 个，待删除 {waiting} 个[，Slack 拒绝删除 {refused} 个][（{error}）]',
  },
  would: {
    en: 'Kept of {subject}: {rows} rows, {textBytes} of text. Nothing is changed yet: `memcheck forget {typed} --yes` deletes it for good.',
    zh: '{subject} 保留了 {rows} 行、{textBytes} 文本。尚未更改：`memcheck forget {typed} --yes` 将永久删除。',
  },
  done: {
    en: 'Forgotten of {subject}: {rows} rows, {textBytes} of text.',
    zh: '已删除 {subject} 的 {rows} 行、{textBytes} 文本。',
  },
  nothing: { en: 'Nothing is kept of {subject}.', zh: '没有保留 {subject} 的任何内容。' },
  table: { en: 'By kind', zh: '按类型' },
  kind: { en: 'kind', zh: '类型' },
  count: { en: 'count', zh: '数量' },
  audit: {
    en: 'The audit stays as it is: who asked about it when, and that it was forgotten.',
    zh: '审计记录保持不变：谁在何时问过它，以及它已被删除。',
  },
  files: {
    en: '{files} file(s) in Slack: the bot deletes them there, some a minute. The texts of messages stay in Slack.',
    zh: 'Slack 中的 {files} 个文件：由机器人逐分钟在 Slack 中删除。消息文字留在 Slack 中。',
  },
  running: {
    en: '{running} check(s) of it run now and are left: forget it again when they have ended.',
    zh: '有 {running} 项检查正在运行，未删除：结束后请再执行一次。',
  },
  orders: {
    en: 'Orders that look at it keep new readings: {names}. Stop them first where that is not wanted.',
    zh: '以下任务仍会读取它并保留新数据：{names}。如不需要，请先停止。',
  },
  ofHost: {
    en: 'Captures and reports of the host name its processes too: they go after their time, or with `memcheck forget {host}`.',
    zh: '主机的采集原文与报告中也会出现其进程：到期后删除，或用 `memcheck forget {host}` 删除。',
  },
  journal: {
    en: 'The journal of the database is in use: bytes of it may stand there until the bot writes over them or stops.',
    zh: '数据库日志正在使用：其中可能仍有残留字节，直到机器人覆盖它们或停止。',
  },
} as const satisfies Readonly<Record<string, Phrase>>
