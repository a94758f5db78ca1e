/** Words of the findings about memory that nothing accounts for. */
import type { FindingWords } from '../../domain/words.ts'

const WHERE = {
  en: 'See all parts, and what may hold the rest: {waterfallCommand}',
  zh: '查看全部构成与可能的去向：{waterfallCommand}',
} as const

export const WORDS = {
  'host.unaccounted': {
    brief: {
      en: '{restBytes} ({restRatio}) in no line of meminfo',
      zh: '有 {restBytes}（{restRatio}）不在 meminfo 任何一行',
    },
    what: {
      en: '{restBytes} of the {totalBytes} of {host} ({restRatio}) are in no line of /proc/meminfo.',
      zh: '{host} 的 {totalBytes} 中有 {restBytes}（{restRatio}）不在 /proc/meminfo 的任何一行里。',
    },
    why: {
      en: 'The sum of processes, cache, kernel and free memory leaves it over. Drivers take pages straight from the kernel: GPU and network drivers, network file systems, a balloon of the hypervisor. No process can be named for it.',
      zh: '进程、缓存、内核与空闲之和没有覆盖这部分。驱动会直接向内核要页：GPU 与网卡驱动、网络文件系统、虚拟化 balloon 等，无法归到某个进程。',
    },
    next: WHERE,
  },
  'host.unaccounted-arc': {
    brief: {
      en: 'ZFS keeps {arcBytes} as its cache',
      zh: 'ZFS 缓存占用 {arcBytes}',
    },
    what: {
      en: '{restBytes} of the {totalBytes} of {host} ({restRatio}) are in no line of /proc/meminfo; the cache of ZFS (ARC) holds {arcBytes}.',
      zh: '{host} 的 {totalBytes} 中有 {restBytes}（{restRatio}）不在 /proc/meminfo 的任何一行里，而 ZFS 的缓存（ARC）占用 {arcBytes}。',
    },
    why: {
      en: 'The ARC is a cache and shrinks when memory is needed, but MemAvailable does not count it: the host has more room than every graph shows, though ZFS gives way later than the page cache does.',
      zh: 'ARC 是缓存，需要内存时会收缩，但 MemAvailable 不计入：主机的真实余量比图表显示的更大，只是 ZFS 让出内存比 page cache 慢。',
    },
    next: WHERE,
  },
  'host.unaccounted-balloon': {
    brief: {
      en: "the hypervisor's balloon has taken {balloonBytes}",
      zh: '虚拟化 balloon 取走了 {balloonBytes}',
    },
    what: {
      en: "{restBytes} of the {totalBytes} of {host} ({restRatio}) are in no line of /proc/meminfo; the hypervisor's balloon has taken {balloonBytes}.",
      zh: '{host} 的 {totalBytes} 中有 {restBytes}（{restRatio}）不在 /proc/meminfo 的任何一行里，而虚拟化 balloon 取走了 {balloonBytes}。',
    },
    why: {
      en: 'A balloon takes memory from this machine for others on the same hypervisor. Nothing on this host can give it back: it is decided there.',
      zh: 'balloon 把本机内存让给同一宿主机上的其他虚拟机，本机无法要回，由宿主机决定。',
    },
    next: {
      en: "Ask for the machine's memory settings at the hypervisor. All parts: {waterfallCommand}",
      zh: '请在宿主机侧核对该虚拟机的内存设置。全部构成：{waterfallCommand}',
    },
  },
} as const satisfies Record<string, FindingWords>

export type AccountingCode = keyof typeof WORDS
