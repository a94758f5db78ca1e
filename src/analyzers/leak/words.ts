/** Words of the leak findings: what is known after so many readings, and no more than that. */
import type { FindingWords } from '../../domain/words.ts'

const WATCH = {
  en: 'Take readings over time (nothing on the host is touched): {watchCommand}',
  zh: '持续采样即可（只读，不影响主机）：{watchCommand}',
} as const

/** What one reading is worth; none of it is a trend. */
const SO_FAR = {
  meanBytesPerDay: {
    en: 'It is {ageSeconds} old: if all its {heldBytes} had grown evenly since its start, that would be {meanBytesPerDay}, an upper bound and no trend.',
    zh: '进程已运行 {ageSeconds}：假如其 {heldBytes} 全部自启动起均匀增长，相当于 {meanBytesPerDay}；这只是上界，不是趋势。',
  },
  atPeakBytes: {
    en: 'Its RSS is as high as it ever was ({atPeakBytes}), which alone proves nothing.',
    zh: '其 RSS 正处于历史最高值（{atPeakBytes}），但仅凭这一点不能说明什么。',
  },
  lessBytes: {
    en: 'Its RSS peaked at {peakBytes} and is {rssBytes} now: {lessBytes} was given back (or file pages were taken from it).',
    zh: '其 RSS 峰值为 {peakBytes}，现为 {rssBytes}：已归还 {lessBytes}（或其中的文件页已被回收）。',
  },
  roleUsualBytes: {
    en: 'What is {role} usually stays under {roleUsualBytes}; this one holds {roleHeldBytes}.',
    zh: '{role} 这类进程通常不超过 {roleUsualBytes}；该进程占用 {roleHeldBytes}。',
  },
  likeRank: {
    en: 'By size it is number {likeRank} of {likeCount} alike; the median of the others is {likeMedianBytes}.',
    zh: '在 {likeCount} 个同类进程中按占用排第 {likeRank}，其余的中位数为 {likeMedianBytes}。',
  },
} as const

export const WORDS = {
  'leak.one-snapshot': {
    brief: { en: 'first reading, no trend yet', zh: '首次采样，尚无趋势' },
    what: {
      en: 'One snapshot of {subject} neither proves nor clears a leak.',
      zh: '{subject} 目前只有一次采样：单次快照既不能证明泄漏，也不能排除泄漏。',
    },
    why: {
      en: 'A verdict needs {moreSamples} more readings of this life of the process.',
      zh: '同一进程生命周期内还需要 {moreSamples} 次采样才能下结论。',
    },
    next: WATCH,
    more: SO_FAR,
  },
  'leak.difference': {
    brief: {
      en: 'changed {changeBytes} in {spanSeconds}, no trend yet',
      zh: '{spanSeconds} 内变化 {changeBytes}，尚无趋势',
    },
    what: {
      en: '{subject} changed by {changeBytes} in {spanSeconds} between two readings.',
      zh: '{subject} 两次采样相隔 {spanSeconds}，变化 {changeBytes}。',
    },
    why: {
      en: 'Two points are a difference, not a trend: no verdict. {moreSamples} more readings are needed.',
      zh: '两个点只是差值，不是趋势，不作结论；还需要 {moreSamples} 次采样。',
    },
    next: WATCH,
    more: SO_FAR,
  },
  'leak.trend': {
    brief: {
      en: 'changed {changeBytes} in {spanSeconds}, no verdict yet',
      zh: '{spanSeconds} 内变化 {changeBytes}，尚无结论',
    },
    what: {
      en: '{subject} changed by {changeBytes} in {spanSeconds} over {points} readings ({rises} up, {falls} down).',
      zh: '{subject} 在 {spanSeconds} 内的 {points} 次采样中变化 {changeBytes}（升 {rises} 次，降 {falls} 次）。',
    },
    why: {
      en: 'A direction, not a verdict: {moreSamples} more readings are needed.',
      zh: '只能看出方向，还不足以下结论；还需要 {moreSamples} 次采样。',
    },
    next: WATCH,
    more: SO_FAR,
  },
  'leak.leaking': {
    brief: {
      en: 'leaks {slopeBytesPerDay} since {sinceAtMs}',
      zh: '自 {sinceAtMs} 起泄漏，{slopeBytesPerDay}',
    },
    what: {
      en: '{subject} leaks about {slopeBytesPerDay} ({slopeLowBytesPerDay} to {slopeHighBytesPerDay}) since {sinceAtMs}: {risenBytes} so far, and nothing is given back.',
      zh: '{subject} 自 {sinceAtMs} 起泄漏，约 {slopeBytesPerDay}（{slopeLowBytesPerDay} ~ {slopeHighBytesPerDay}）：至今已增加 {risenBytes}，且没有归还。',
    },
    why: {
      en: '{scorePercent} of series that look like this one are leaks; the others are caches that fill straight to a cap that is not known here.',
      zh: '形态如此的序列中有 {scorePercent} 是泄漏；其余是尚未触顶、且上限未知的缓存。',
    },
    next: {
      en: 'See what holds it while it is there to be seen: {partsCommand}',
      zh: '趁现场还在，先看内存在谁手里：{partsCommand}',
    },
  },
  'leak.leaking-to-limit': {
    brief: {
      en: 'leaks {slopeBytesPerDay}, limit in about {etaSeconds}',
      zh: '泄漏 {slopeBytesPerDay}，约 {etaSeconds} 后到上限',
    },
    what: {
      en: '{subject} leaks about {slopeBytesPerDay} ({slopeLowBytesPerDay} to {slopeHighBytesPerDay}) since {sinceAtMs} and meets {limitName} ({limitBytes}) in about {etaSeconds}; {risenBytes} so far.',
      zh: '{subject} 自 {sinceAtMs} 起泄漏，约 {slopeBytesPerDay}（{slopeLowBytesPerDay} ~ {slopeHighBytesPerDay}），预计约 {etaSeconds} 后触及 {limitName}（{limitBytes}）；至今已增加 {risenBytes}。',
    },
    why: {
      en: 'At the earliest the limit is met in {etaLowSeconds}. {scorePercent} of series that look like this one are leaks.',
      zh: '最快 {etaLowSeconds} 后触及上限。形态如此的序列中有 {scorePercent} 是泄漏。',
    },
    next: {
      en: 'See what holds it while there is time: {partsCommand}',
      zh: '趁还有时间，先看内存在谁手里：{partsCommand}',
    },
  },
  'leak.paused': {
    brief: {
      en: 'rose {risenBytes} until {untilAtMs}, nothing given back',
      zh: '到 {untilAtMs} 为止增加 {risenBytes}，未归还',
    },
    what: {
      en: '{subject} grew by {risenBytes} between {sinceAtMs} and {untilAtMs} (about {slopeBytesPerDay}) and is flat since; nothing was given back.',
      zh: '{subject} 在 {sinceAtMs} 到 {untilAtMs} 之间增加了 {risenBytes}（约 {slopeBytesPerDay}），此后持平，且没有归还。',
    },
    why: {
      en: 'A leak that is driven by work rests with it: flat while nothing happens clears nothing.',
      zh: '由业务触发的泄漏会随业务暂停：空闲时持平不能排除泄漏。',
    },
    next: {
      en: 'Find what ran until then, see what holds the memory ({partsCommand}), and watch while it runs: {watchCommand}',
      zh: '查清在那之前运行过什么，看内存在谁手里（{partsCommand}），并在其再次运行时持续观察：{watchCommand}',
    },
  },
  'leak.growing-below-cap': {
    brief: {
      en: 'grows {slopeBytesPerDay}, below its cap {capBytes}',
      zh: '增长 {slopeBytesPerDay}，低于其上限 {capBytes}',
    },
    what: {
      en: '{subject} grows by {slopeBytesPerDay} ({slopeLowBytesPerDay} to {slopeHighBytesPerDay}), {risenBytes} so far, and is set to stop at {capBytes} ({capName}).',
      zh: '{subject} 持续增长，约 {slopeBytesPerDay}（{slopeLowBytesPerDay} ~ {slopeHighBytesPerDay}），已增加 {risenBytes}；其自身设定的上限为 {capBytes}（{capName}）。',
    },
    why: {
      en: 'Below its own cap a cache that fills looks like a leak: it is one only if it goes on above it.',
      zh: '在自身上限以下，正在填充的缓存与泄漏看起来一样；越过上限仍增长才是泄漏。',
    },
    next: {
      en: 'Keep watching: it must bend at the cap: {watchCommand}',
      zh: '继续观察，到达上限时应当变平：{watchCommand}',
    },
  },
  'leak.growing': {
    brief: {
      en: 'grows {slopeBytesPerDay}, not proved a leak',
      zh: '增长 {slopeBytesPerDay}，未证实为泄漏',
    },
    what: {
      en: '{subject} grows by {slopeBytesPerDay} (about {slopeLowBytesPerDay} to {slopeHighBytesPerDay}); {risenBytes} in {spanSeconds}.',
      zh: '{subject} 持续增长，约 {slopeBytesPerDay}（95% 区间 {slopeLowBytesPerDay} ~ {slopeHighBytesPerDay}），{spanSeconds} 内增加 {risenBytes}。',
    },
    why: {
      en: 'Growth is sure, a leak is not: a cache that fills looks the same until it bends.',
      zh: '增长可以确认，但不等于泄漏：正在填充的缓存在触顶之前看起来一模一样。',
    },
    next: {
      en: 'See what holds it: {partsCommand}, and keep watching: {watchCommand}',
      zh: '先看内存在谁手里：{partsCommand}，并继续观察：{watchCommand}',
    },
  },
  'leak.growing-to-limit': {
    brief: {
      en: 'grows {slopeBytesPerDay}, limit in about {etaSeconds}',
      zh: '增长 {slopeBytesPerDay}，约 {etaSeconds} 后到上限',
    },
    what: {
      en: '{subject} grows by {slopeBytesPerDay} and meets {limitName} ({limitBytes}) in about {etaSeconds}; {risenBytes} in {spanSeconds}.',
      zh: '{subject} 以约 {slopeBytesPerDay} 的速度增长，预计约 {etaSeconds} 后触及 {limitName}（{limitBytes}）；{spanSeconds} 内已增加 {risenBytes}。',
    },
    why: {
      en: 'If it goes on like this the limit is met at the earliest in {etaLowSeconds}. A cache that fills looks the same until it bends.',
      zh: '按此趋势，最快 {etaLowSeconds} 后触及上限；正在填充的缓存在触顶之前看起来一模一样。',
    },
    next: {
      en: 'See what holds it now: {partsCommand}, and keep watching: {watchCommand}',
      zh: '先看内存在谁手里：{partsCommand}，并继续观察：{watchCommand}',
    },
  },
} as const satisfies Record<string, FindingWords>

export type LeakCode = keyof typeof WORDS
