/** `hugepages`: the pools by page size, what of them is used, promised and idle. */
import type { Drilldown } from '../../domain/drilldown.ts'
import type { Phrase } from '../../domain/words.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { type HugePool, hugepages } from '../../parsers/sys/hugepages.ts'
import { bytesColumn, missing, rareBytesColumn, table, text } from '../blocks.ts'
import { idlePages, poolsOf } from './judge.ts'

export const L = {
  title: { en: 'Huge pages set aside', zh: '预留大页' },
  pools: {
    en: 'Pools of huge pages. Promised pages are free still and belong to a mapping already',
    zh: '大页池。“已预定”的页目前空闲，但已归属某个映射',
  },
  none: {
    en: 'No huge pages are set aside. Transparent huge pages are another thing: `memcheck {host} thp`',
    zh: '没有预留大页。透明大页是另一回事：`memcheck {host} thp`',
  },
  size: { en: 'page', zh: '页大小' },
  pool: { en: 'pool', zh: '池' },
  used: { en: 'used', zh: '已用' },
  promised: { en: 'promised', zh: '已预定' },
  idle: { en: 'idle', zh: '闲置' },
  surplus: { en: 'surplus', zh: '超额' },
} as const satisfies Record<string, Phrase>

export const DRILLDOWNS: readonly Drilldown[] = [
  {
    name: 'hugepages',
    title: L.title,
    class: 'look',
    args: 'none',
    scope: 'host',
    wants: [meminfo, hugepages],
    answer(ctx) {
      const mem = ctx.evidence.get(meminfo)
      if (mem === null) return [missing(ctx, meminfo)]
      const pools = poolsOf(mem, ctx.evidence.get(hugepages)?.pools ?? null).filter(
        ({ nrHugepages }) => nrHugepages > 0,
      )
      if (pools.length === 0) return [text(ctx, L.none, { host: ctx.subject.host })]
      return [
        table<HugePool>(
          ctx,
          L.pools,
          {},
          [
            bytesColumn(L.size, ({ sizeBytes }) => sizeBytes),
            bytesColumn(L.pool, (pool) => pool.nrHugepages * pool.sizeBytes),
            bytesColumn(
              L.used,
              (pool) => Math.max(0, pool.nrHugepages - pool.freeHugepages) * pool.sizeBytes,
            ),
            bytesColumn(L.promised, ({ resvHugepages: pages, sizeBytes }) =>
              pages === null ? null : pages * sizeBytes,
            ),
            bytesColumn(L.idle, (pool) => idlePages(pool) * pool.sizeBytes),
            rareBytesColumn(L.surplus, (pool) => (pool.surplusHugepages ?? 0) * pool.sizeBytes),
          ],
          pools,
        ),
      ]
    },
  },
]
