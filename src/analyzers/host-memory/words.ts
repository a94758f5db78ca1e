/** Words of the host-memory findings. */
import type { FindingWords } from '../../domain/words.ts'

const TOP = {
  en: 'See who holds it: {topCommand}',
  zh: '看内存在谁手里：{topCommand}',
} as const

export const WORDS = {
  'host.available-low': {
    brief: {
      en: "only {availableRatio} of the host's memory available ({availableBytes})",
      zh: '主机可用内存仅 {availableRatio}（{availableBytes}）',
    },
    what: {
      en: '{host} has {availableBytes} available of {totalBytes} ({availableRatio}).',
      zh: '{host} 可用内存 {availableBytes}，共 {totalBytes}（{availableRatio}）。',
    },
    why: {
      en: 'Available counts the page cache that can be given back, so this is what is really left before the kernel must reclaim what is in use or kill.',
      zh: 'MemAvailable 已计入可回收的 page cache，所以这是真正的余量；再往下内核只能回收在用页面，或触发 OOM。',
    },
    next: TOP,
  },
  'host.available-low-estimate': {
    brief: {
      en: "about {availableRatio} of the host's memory available ({availableBytes})",
      zh: '主机可用内存约 {availableRatio}（{availableBytes}）',
    },
    what: {
      en: '{host} has about {availableBytes} available of {totalBytes} ({availableRatio}); this is our estimate.',
      zh: '{host} 可用内存约 {availableBytes}，共 {totalBytes}（{availableRatio}），为估算值。',
    },
    why: {
      en: 'The kernel (before 3.14) prints no MemAvailable: the sum of free, file pages and reclaimable slab is a little more than what can really be had.',
      zh: '该内核早于 3.14，不提供 MemAvailable：这里用空闲页、文件页与可回收 slab 之和估算，会略高于真实可用量。',
    },
    next: TOP,
  },
  'host.pressure': {
    brief: {
      en: 'host stalls for memory {someStallPercent} of the time',
      zh: '主机因内存停顿 {someStallPercent}',
    },
    what: {
      en: 'Tasks on {host} stall for memory: some {someStallPercent}, all {fullStallPercent} of the last 10 s; {availableBytes} ({availableRatio}) available.',
      zh: '{host} 上的任务因内存停顿：最近 10 秒 some {someStallPercent}、full {fullStallPercent}；可用内存 {availableBytes}（{availableRatio}）。',
    },
    why: {
      en: 'This is time lost, not a level: work waits while memory is found for it.',
      zh: '这是已经损失的时间，而不是水位：任务在等待内存。',
    },
    next: TOP,
  },
  'host.pressure-inside': {
    brief: {
      en: 'tasks stall for memory {someStallPercent} of the time, host has room',
      zh: '任务因内存停顿 {someStallPercent}，整机有余量',
    },
    what: {
      en: 'Tasks on {host} stall for memory (some {someStallPercent}, all {fullStallPercent} of the last 10 s) while {availableBytes} ({availableRatio}) are available.',
      zh: '{host} 上的任务因内存停顿（最近 10 秒 some {someStallPercent}、full {fullStallPercent}），但整机仍有 {availableBytes}（{availableRatio}）可用。',
    },
    why: {
      en: 'The host is not short of memory: the stall is most likely inside a cgroup that has met its own limit.',
      zh: '整机并不缺内存：停顿多半发生在某个触及自身上限的 cgroup 内。',
    },
    next: {
      en: 'Find the process that swaps or is largest, then check it by its pid: {topCommand}',
      zh: '先找出占用最大或正在换页的进程，再按 PID 检查：{topCommand}',
    },
  },
} as const satisfies Record<string, FindingWords>

export type HostMemoryCode = keyof typeof WORDS
