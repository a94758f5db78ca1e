/** `smaps`: the largest owners and mappings of a process. `status`: its status file as the kernel prints it. */
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import type { Phrase } from '../../domain/words.ts'
import { maps } from '../../parsers/proc/maps.ts'
import { smaps } from '../../parsers/proc/smaps.ts'
import { processStatus } from '../../parsers/proc/status.ts'
import {
  bytesColumn,
  missing,
  rareBytesColumn,
  type TableColumn,
  table,
  text,
  textColumn,
} from '../blocks.ts'
import { fileNames } from '../names.ts'
import { namedOwners } from '../ownerNames.ts'
import { heldBy, type Mapping, type Owner, ownersOf, unread } from '../owners.ts'
import { treemapOf } from './treemap.ts'

/** Rows of each table: what fits a phone's screen twice. */
const OWNERS_SHOWN = 15
const MAPPINGS_SHOWN = 10

export const L = {
  smapsTitle: { en: 'Memory by owner', zh: '按归属查看内存' },
  statusTitle: { en: 'Process status', zh: '进程 status' },
  owners: {
    en: 'The largest {shown} of {count} owners; {mappings} mappings',
    zh: '占用最大的归属（{shown}/{count}），共 {mappings} 个映射',
  },
  single: { en: 'The largest single mappings', zh: '最大的单个映射' },
  sizes: {
    en: 'Owners by size alone, {shown} of {count}: only maps could be read, which says what is reserved, not what is held',
    zh: '仅按大小排列的归属（{shown}/{count}）：只读到 maps，它反映的是预留空间，而非实际占用',
  },
  price: {
    en: 'smaps was not read: this process has {mappings} mappings. Reading walks all its pages; at 60 000 mappings it gave 43 MB of text. It lets go of the memory lock between mappings, so the process goes on meanwhile.',
    zh: '未读取 smaps：该进程有 {mappings} 个映射。读取会遍历其全部页面，6 万个映射时输出约 43 MB；读取过程中逐个映射释放内存锁，进程不会停顿。',
  },
  owner: { en: 'owner', zh: '归属' },
  range: { en: 'address', zh: '地址' },
  perms: { en: 'perm', zh: '权限' },
  size: { en: 'reserved', zh: '预留' },
  count: { en: 'maps', zh: '映射数' },
} as const satisfies Record<string, Phrase>

const asIs = (name: string): Phrase => ({ en: name, zh: name })

export const DRILLDOWNS: readonly Drilldown[] = [
  {
    name: 'smaps',
    title: L.smapsTitle,
    class: 'look',
    args: 'none',
    scope: 'process',
    wants: [smaps, maps],
    answer(ctx) {
      const of = ctx.evidence.get(smaps)
      return of === null ? withoutSmaps(ctx) : withSmaps(of.mappings, ctx)
    },
  },
  {
    name: 'status',
    title: L.statusTitle,
    class: 'look',
    args: 'none',
    scope: 'process',
    wants: [processStatus],
    answer(ctx) {
      const of = ctx.evidence.text(processStatus.id)
      return [of === null ? missing(ctx, processStatus) : { kind: 'code', text: of }]
    },
  },
]

function withSmaps(mappings: readonly Mapping[], ctx: DrilldownContext): readonly Block[] {
  const owners = ownersOf(mappings)
  const shown = owners.slice(0, OWNERS_SHOWN)
  const named = namedOwners(mappings)
  const largest = mappings
    .map((mapping, i) => ({ ...mapping, owner: named[i]?.name ?? mapping.path }))
    .sort((a, b) => heldBy(b) - heldBy(a))
    .slice(0, MAPPINGS_SHOWN)
  const params = { shown: shown.length, count: owners.length, mappings: mappings.length }
  const names = fileNames(owners.map(({ name }) => name))
  const chart = treemapOf(owners, ctx)
  return [
    ...(chart === null ? [] : [{ kind: 'chart', chart } as const]),
    table<Owner>(
      ctx,
      L.owners,
      params,
      [textColumn(L.owner, (of) => names.get(of.name) ?? of.name), ...bytesColumns()],
      shown,
    ),
    table<Mapping & { readonly owner: string }>(
      ctx,
      L.single,
      {},
      [
        textColumn(L.range, (of) => of.start),
        textColumn(L.perms, (of) => of.perms),
        textColumn(L.owner, (of) => names.get(of.owner) ?? of.owner),
        bytesColumn(asIs('RSS'), (of) => of.rssBytes),
        rareBytesColumn(asIs('swap'), (of) => of.swapBytes),
      ],
      largest,
    ),
  ]
}

function bytesColumns(): readonly TableColumn<Owner>[] {
  return [
    bytesColumn<Owner>(asIs('RSS'), (of) => of.rssBytes),
    bytesColumn<Owner>(asIs('PSS'), (of) => of.pssBytes),
    bytesColumn<Owner>(asIs('anon'), (of) => of.anonymousBytes),
    rareBytesColumn<Owner>(asIs('swap'), (of) => of.swapBytes),
  ]
}

function withoutSmaps(ctx: DrilldownContext): readonly Block[] {
  const of = ctx.evidence.get(maps)
  if (of === null) return [missing(ctx, smaps), missing(ctx, maps)]
  const tooLarge = ctx.evidence.gapOf(smaps.id)?.reason === 'too-large'
  const owners = [...ownersOf(of.mappings.map(unread))].sort((a, b) => b.sizeBytes - a.sizeBytes)
  const shown = owners.slice(0, OWNERS_SHOWN)
  const names = fileNames(owners.map(({ name }) => name))
  return [
    tooLarge ? text(ctx, L.price, { mappings: of.mappings.length }) : missing(ctx, smaps),
    table<Owner>(
      ctx,
      L.sizes,
      { shown: shown.length, count: owners.length },
      [
        textColumn(L.owner, (owner) => names.get(owner.name) ?? owner.name),
        { title: L.count, align: 'right', cell: (owner) => String(owner.mappings) },
        bytesColumn(L.size, (owner) => owner.sizeBytes),
      ],
      shown,
    ),
  ]
}
