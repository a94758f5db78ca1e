/**
 * What a cgroup's OOM report says of the group: usage and limits, and its memory.stat. Source: mm/memcontrol.c
 * (mem_cgroup_print_oom_meminfo). Up to 5.2 each group below had a line of its own (`cache:0KB rss:44KB`), of its own
 * pages only, so their sum is the group's; since then the group's memory.stat follows, line by line.
 */
import { KIB } from '../../domain/bytes.ts'
import { camelCase } from '../text/names.ts'
import type { OomEvent } from './events.ts'
import { kibBytes, limitBytes, scaled } from './figures.ts'

type Counter = {
  readonly usage: number | null
  readonly limit: number | null
  readonly failcnt: number | null
}

const MAX_STATS = 256

export class MemcgDump {
  readonly #counters = new Map<string, Counter>()
  readonly #stat = new Map<string, number>()
  #inStat = false
  #path: string | null = null

  /** Reads one line of the group's figures; false when it is none. */
  line(message: string): boolean {
    const [, name, usage, limit, failcnt] = USAGE.exec(message) ?? []
    if (name !== undefined) {
      this.#counters.set(name, {
        usage: kibBytes(usage),
        limit: limitBytes(limit),
        failcnt: scaled(failcnt, 1),
      })
      return true
    }
    const stats = STATS.exec(message)?.[1]
    if (stats !== undefined) return this.#begin(stats)
    return this.#inStat && this.#entry(message)
  }

  /** The stat ends where other parts of the report begin. */
  endStat(): void {
    this.#inStat = false
  }

  /** `/app: cache:0KB rss:44KB`, or `/app:` with the entries to come. A path may hold colons. */
  #begin(text: string): boolean {
    const old = /^(.*?): ?((?:\w+:\d+KB ?)+)$/.exec(text)
    this.#path ??= (old?.[1] ?? text.replace(/: *$/, '')).trim()
    if (old === null) {
      this.#inStat = true
      return true
    }
    for (const [, name = '', kib] of (old[2] ?? '').matchAll(/(\w+):(\d+)KB/g)) {
      this.#add(name, scaled(kib, KIB))
    }
    return true
  }

  #entry(message: string): boolean {
    const [, name, digits] = ENTRY.exec(message) ?? []
    if (name === undefined) return false
    // Limits that mean "none" are beyond what a number holds exactly: they are left out.
    this.#add(name, scaled(digits, 1))
    return true
  }

  #add(name: string, count: number | null): void {
    const key = camelCase(name)
    const sum = (this.#stat.get(key) ?? 0) + (count ?? 0)
    if (count === null || !Number.isSafeInteger(sum) || this.#stat.size >= MAX_STATS) return
    this.#stat.set(key, sum)
  }

  /** Path of the group whose figures these are. */
  get path(): string | null {
    return this.#path
  }

  get any(): boolean {
    return this.#counters.size > 0 || this.#stat.size > 0
  }

  read(): OomEvent['memcg'] {
    if (!this.any) return null
    const memory = this.#counters.get('memory')
    const swap = this.#counters.get('swap') ?? beside(memory, this.#counters.get('memory+swap'))
    return {
      usageBytes: memory?.usage ?? null,
      limitBytes: memory?.limit ?? null,
      failcnt: memory?.failcnt ?? null,
      swapUsageBytes: swap?.usage ?? null,
      swapLimitBytes: swap?.limit ?? null,
      kmemUsageBytes: this.#counters.get('kmem')?.usage ?? null,
      stat: Object.fromEntries(this.#stat),
    }
  }
}

/** v1 counts memory and swap together; 0 together means that swap is not counted at all. */
function beside(memory: Counter | undefined, both: Counter | undefined): Counter | undefined {
  if (both === undefined || memory === undefined) return undefined
  const less = (sum: number | null, part: number | null): number | null =>
    sum === null || part === null || sum < part ? null : sum - part
  return {
    usage: less(both.usage, memory.usage),
    limit: less(both.limit, memory.limit),
    failcnt: both.failcnt,
  }
}

const USAGE = /^(memory|memory\+swap|swap|kmem): usage (\d+)kB, limit (\d+)kB, failcnt (\d+)/
const STATS = /^Memory cgroup stats for (.*)$/
const ENTRY = /^([a-z][a-z0-9_]{1,40}) (\d{1,20})$/
