/** What is said beside a growth verdict: doubts, swings, what the figures rest on, and what is usual. */
import type { GrowthNoteCode, Usual } from '../../domain/growth.ts'
import type { Phrase, WordTable } from '../../domain/words.ts'

export const GROWTH_NOTE_WORDS: WordTable<GrowthNoteCode> = {
  'one-point': { en: 'One reading: a level, no trend.', zh: '仅一次读数：只有水平，没有趋势。' },
  'two-points': {
    en: 'Two readings: a difference, no verdict.',
    zh: '两次读数：只有差值，不作判断。',
  },
  'few-points': {
    en: '{points} readings: a rate, no verdict before {needed}.',
    zh: '{points} 次读数：只有速率，满 {needed} 次前不作判断。',
  },
  monotone: { en: 'It rose at every reading.', zh: '每次读数都在上升。' },
  'not-monotone': { en: 'It went up and down.', zh: '有升有降。' },
  'slope-not-proof': {
    en: 'A slope is no proof: a cache that fills looks the same.',
    zh: '斜率不是证明：正在填充的缓存看起来也一样。',
  },
  'fill-looks-alike': {
    en: 'A cache that fills straight to its cap looks the same until it bends; none is known to be set here.',
    zh: '直线填充到上限的缓存在拐点之前看起来也一样；此处未发现设有上限。',
  },
  'known-cap': {
    en: 'It is set to stop at {capBytes}: below that, growth proves nothing.',
    zh: '其设定的上限为 {capBytes}：在此以下，增长不能证明什么。',
  },
  paused: {
    en: 'It grew until {untilAtMs} and is flat since: a leak that waits for its work looks like this.',
    zh: '增长到 {untilAtMs} 为止，此后持平：等待业务触发的泄漏就是这样。',
  },
  'flat-lately': {
    en: 'Flat for the last {spanSeconds} while all of it grew: a leak that is driven by events.',
    zh: '整体在增长，但最近 {spanSeconds} 持平：由事件触发的泄漏。',
  },
  'daily-swing': { en: 'A daily swing was taken out.', zh: '已剔除日周期波动。' },
  'weekly-swing': { en: 'A weekly swing was taken out.', zh: '已剔除周周期波动。' },
  sawtooth: {
    en: 'A collector’s sawtooth ({cycles} falls): judged by what is left after each fall.',
    zh: '呈垃圾回收的锯齿形（回落 {cycles} 次）：以每次回落后的残留判断。',
  },
  'short-span': {
    en: 'Seen for {spanSeconds} only: a daily swing cannot be told from growth.',
    zh: '仅观察了 {spanSeconds}：无法与日常波动区分。',
  },
  'small-rise': {
    en: 'It rose by {risenBytes}, which is nobody’s.',
    zh: '上升 {risenBytes}，可以忽略。',
  },
  'flat-clears-nothing': {
    en: 'Flat while watched clears nothing: a leak may need work to show.',
    zh: '观察期间平稳不能排除泄漏：可能需要负载才会显现。',
  },
  restarted: {
    en: 'Restarts in what is kept: {restarts}, the last {lastAtMs}. The lives are judged together.',
    zh: '保存期内重启过 {restarts} 次，最近一次 {lastAtMs}；各次生命周期一并判断。',
  },
  'left-out': {
    en: 'Readings left out (impossible, repeated, or in a burst): {points}.',
    zh: '未采用的读数（不可能、重复或过密）：{points} 个。',
  },
  'per-cpu-second': {
    en: 'It grows with its work rather than with time: about {workBytes} for each CPU second.',
    zh: '增长与其工作量（而非时间）更吻合：每 CPU 秒约 {workBytes}。',
  },
  'per-wake-up': {
    en: 'It grows with its work rather than with time: about {workBytes} each time it woke up after waiting, which for a server process is about once a request or statement.',
    zh: '增长与其工作量（而非时间）更吻合：每次等待后被唤醒约增 {workBytes}；对服务进程而言，大致相当于每个请求或每条语句一次。',
  },
  'per-transaction': {
    en: 'It grows with its work rather than with time: about {workBytes} for each transaction; a statement outside of one is a transaction of its own.',
    zh: '增长与其工作量（而非时间）更吻合：每个事务约 {workBytes}；未显式开启事务的语句各自算一个事务。',
  },
  'per-wal-segment': {
    en: 'It grows with the WAL that it replays rather than with time: about {workBytes} for each segment.',
    zh: '增长与其回放的 WAL（而非时间）更吻合：每个 WAL 段约 {workBytes}。',
  },
  'from-sysstat': {
    en: '{points} points from the host’s own sysstat, {spanSeconds}.',
    zh: '其中 {points} 个点来自主机自身的 sysstat，跨度 {spanSeconds}。',
  },
  'from-prometheus': {
    en: '{points} points from Prometheus, {spanSeconds}.',
    zh: '其中 {points} 个点来自 Prometheus，跨度 {spanSeconds}。',
  },
  'without-available': {
    en: 'That sysstat does not tell what is available: used less buffers and cache stands in, in which kernel caches that can be given back are counted.',
    zh: '该版本 sysstat 不记录可用内存，这里以“已用减去缓冲和缓存”代替，其中仍包含可回收的内核缓存。',
  },
}

/** What the usual range is of, by its metric. */
export const USUAL_OF: Readonly<Record<string, Phrase>> = {
  anonAndSwapBytes: { en: 'anon + swap', zh: '匿名 + 交换' },
  anonBytes: { en: 'anon', zh: '匿名内存' },
  rssBytes: { en: 'RSS', zh: 'RSS' },
  unavailableBytes: { en: 'in use', zh: '已用' },
}

export const USUAL_DAYS: WordTable<Usual['of']> = {
  'all-days': { en: 'days', zh: '天' },
  'working-days': { en: 'working days', zh: '个工作日' },
  weekends: { en: 'weekend days', zh: '个周末日' },
}
