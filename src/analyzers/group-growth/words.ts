/** Words of a cgroup's growth: what reclaim cannot give back, of all its members. */
import type { FindingWords } from '../../domain/words.ts'

const NEXT = {
  en: 'The group, its levels and its limit: {cgroupCommand}',
  zh: '查看该 cgroup 的各项占用与上限：{cgroupCommand}',
} as const

const WHY = {
  en: 'It is memory that reclaim cannot give back (anonymous, shared, pinned kernel memory)[, and more than {own} grew by]: members of the group grow, or files in its tmpfs. When the limit is met any of them may be killed.',
  zh: '这是内核无法回收的内存（匿名、共享、不可回收的内核内存）[，且超过 {own} 自身的增长]：组内有成员或 tmpfs 中的文件在增长。触及上限时，组内任何进程都可能被杀。',
} as const

export const WORDS = {
  'growth.group': {
    brief: {
      en: '{group} grows {slopeBytesPerDay} since {sinceAtMs}',
      zh: '{group} 自 {sinceAtMs} 起增长，{slopeBytesPerDay}',
    },
    what: {
      en: '{group} grows by about {slopeBytesPerDay} ({slopeLowBytesPerDay} to {slopeHighBytesPerDay}) since {sinceAtMs}: {risenBytes} so far.',
      zh: '{group} 自 {sinceAtMs} 起以约 {slopeBytesPerDay}（{slopeLowBytesPerDay} ~ {slopeHighBytesPerDay}）增长，至今 {risenBytes}。',
    },
    why: WHY,
    next: NEXT,
  },
  'growth.group-to-limit': {
    brief: {
      en: '{group} grows {slopeBytesPerDay}, its limit in about {etaSeconds}',
      zh: '{group} 增长 {slopeBytesPerDay}，约 {etaSeconds} 后触及上限',
    },
    what: {
      en: '{group} grows by about {slopeBytesPerDay} since {sinceAtMs} and meets {limitName} of {limitBytes} in about {etaSeconds}, at the earliest in {etaLowSeconds}.',
      zh: '{group} 自 {sinceAtMs} 起以约 {slopeBytesPerDay} 增长，约 {etaSeconds} 后（最快 {etaLowSeconds}）触及 {limitName}（{limitBytes}）。',
    },
    why: WHY,
    next: NEXT,
  },
  'growth.group-not-proved': {
    brief: {
      en: '{group} grows {slopeBytesPerDay}, not proved for good',
      zh: '{group} 增长 {slopeBytesPerDay}，未证实会持续',
    },
    what: {
      en: '{group} grows by {slopeBytesPerDay}; {risenBytes} so far. Members that warm up look the same until they bend.',
      zh: '{group} 以 {slopeBytesPerDay} 增长，至今 {risenBytes}；正在预热的成员在拐点之前看起来也一样。',
    },
    why: {
      en: 'Not yet proved: {points} readings over {spanSeconds}.',
      zh: '尚未证实：{spanSeconds} 内 {points} 次读数。',
    },
    next: NEXT,
  },
} as const satisfies Record<string, FindingWords>

export type GroupGrowthCode = keyof typeof WORDS
