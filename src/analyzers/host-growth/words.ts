/** Words of the host's own growth: that memory in use grows for good, since when, how fast, until when. */
import type { FindingWords } from '../../domain/words.ts'

const WHO = {
  en: 'Find who grew, by what each program held at every look: {usageCommand}',
  zh: '找出是谁在增长（对比各程序历次的占用）：{usageCommand}',
} as const

export const WORDS = {
  'growth.steady': {
    brief: {
      en: 'in use grows {slopeBytesPerDay} since {sinceAtMs}',
      zh: '自 {sinceAtMs} 起占用持续增长，{slopeBytesPerDay}',
    },
    what: {
      en: 'Memory in use on {host} (MemTotal less MemAvailable) grows by about {slopeBytesPerDay} ({slopeLowBytesPerDay} to {slopeHighBytesPerDay}) since {sinceAtMs}: {risenBytes} so far.',
      zh: '{host} 的占用内存（MemTotal 减 MemAvailable）自 {sinceAtMs} 起持续增长，约 {slopeBytesPerDay}（{slopeLowBytesPerDay} ~ {slopeHighBytesPerDay}）：至今已增加 {risenBytes}。',
    },
    why: {
      en: 'Page cache is not counted in it, so this is memory that nothing gives back by itself.',
      zh: '其中不含页缓存，因此是不会自行归还的内存。',
    },
    next: WHO,
  },
  'growth.to-limit': {
    brief: {
      en: 'in use grows {slopeBytesPerDay}, full in about {etaSeconds}',
      zh: '占用增长 {slopeBytesPerDay}，约 {etaSeconds} 后耗尽',
    },
    what: {
      en: 'Memory in use on {host} grows by about {slopeBytesPerDay} since {sinceAtMs} and takes all of {limitBytes} in about {etaSeconds}, at the earliest in {etaLowSeconds}.',
      zh: '{host} 的占用内存自 {sinceAtMs} 起以约 {slopeBytesPerDay} 增长，约 {etaSeconds} 后（最快 {etaLowSeconds}）占满 {limitBytes}。',
    },
    why: {
      en: 'Page cache is not counted in it, so this is memory that nothing gives back by itself.',
      zh: '其中不含页缓存，因此是不会自行归还的内存。',
    },
    next: WHO,
  },
  'growth.not-proved': {
    brief: {
      en: 'in use grows {slopeBytesPerDay}, not proved for good',
      zh: '占用增长 {slopeBytesPerDay}，未证实会持续',
    },
    what: {
      en: 'Memory in use on {host} grows by {slopeBytesPerDay}; {risenBytes} so far. Programs that warm up look the same until they bend.',
      zh: '{host} 的占用内存以 {slopeBytesPerDay} 增长，至今 {risenBytes}；正在预热的程序在拐点之前看起来也一样。',
    },
    why: {
      en: 'Not yet proved: {points} readings over {spanSeconds}.',
      zh: '尚未证实：{spanSeconds} 内 {points} 次读数。',
    },
    next: WHO,
  },
  'growth.program': {
    brief: {
      en: '{program} grew most, by {risenBytes}',
      zh: '增长最多的是 {program}，增加 {risenBytes}',
    },
    what: {
      en: '{program} grew most on {host}: by {risenBytes} to {lastBytes} (anon and swap of all its processes) in {spanSeconds}, about {shareRatio} of the growth.',
      zh: '{host} 上增长最多的是 {program}：{spanSeconds} 内增加 {risenBytes}，现为 {lastBytes}（其全部进程的匿名 + swap），约占增长的 {shareRatio}。',
    },
    why: {
      en: 'From {snapshots} looks at all programs: ranked by how steadily each grew, not by size.',
      zh: '依据 {snapshots} 次对全部程序的记录，按增长的持续性而非大小排序。',
    },
    next: {
      en: 'See the others and what no program explains: {usageCommand}',
      zh: '查看其他候选者以及无法归于任何程序的部分：{usageCommand}',
    },
  },
} as const satisfies Record<string, FindingWords>

export type HostGrowthCode = keyof typeof WORDS
