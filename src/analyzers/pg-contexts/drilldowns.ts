/** `contexts`, `context NAME` and `tree`: the trees of MemoryContexts as people ask for them. */

import { formatBytes, KIB } from '../../domain/bytes.ts'
import type { MemoryContext } from '../../domain/contexts.ts'
import type { Drilldown, DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import { coreFile } from '../../parsers/core/coreFile.ts'
import { memoryContexts } from '../../parsers/postgres/memoryContexts.ts'
import { cmdline } from '../../parsers/proc/cmdline.ts'
import { maps } from '../../parsers/proc/maps.ts'
import { processStatus } from '../../parsers/proc/status.ts'
import { bytesColumn, bytesOrDash, missing, table, text, textColumn } from '../blocks.ts'
import { lookedInto } from '../pg-instance/walked.ts'
import { readAsked } from './asked.ts'
import { diff } from './diff.ts'
import { L } from './drilldownWords.ts'
import { foldedTree } from './folded.ts'
import { knownContext } from './known.ts'
import { KNOWN_WORDS } from './knownWords.ts'
import { type ContextName, namesOf } from './names.ts'
import { nameOf } from './said.ts'
import { isOther } from './server.ts'
import { type ContextLife, livesIn } from './trees.ts'
import { below } from './under.ts'

const SHOWN = 15
const NAMES_NEAR = 6
const TREE_LINES = 120
const NAME_CHARS = 60

export const DRILLDOWNS: readonly Drilldown[] = [
  {
    name: 'contexts',
    title: L.contexts,
    class: 'memory',
    args: 'words',
    usage: '[N] [under NAME] | diff [7d]',
    takes: (args) => readAsked(args) !== null,
    looksBackMs: (args) => readAsked(args)?.spanMs ?? null,
    scope: 'process',
    walks: true,
    wants: [processStatus, cmdline, maps],
    answer(ctx) {
      const many = lookedInto(ctx)
      if (many !== null) return many
      const asking = readAsked(ctx.args)
      const [life] = livesIn(ctx.evidence)
      if (life === undefined || asking === null) return noTree(ctx)
      if (asking.kind === 'diff') return diff(life, processIn(life, ctx), asking.spanMs, ctx)
      return [...origin(ctx), ...list(life, asking.count, asking.under, ctx), ...whole(life, ctx)]
    },
  },
  {
    name: 'context',
    title: L.context,
    class: 'memory',
    args: 'words',
    usage: 'NAME',
    // Most sentences that begin with this word are talk: only a name of a context is a question.
    takes: (args) => knownContext(args.join(' ')) !== null || isName(args),
    scope: 'process',
    walks: true,
    wants: [processStatus, cmdline, maps],
    answer(ctx) {
      const [life] = livesIn(ctx.evidence)
      return life === undefined
        ? noTree(ctx)
        : [...origin(ctx), ...one(life, ctx.args.join(' '), ctx)]
    },
  },
  {
    name: 'tree',
    title: L.tree,
    class: 'memory',
    args: 'none',
    scope: 'process',
    walks: true,
    wants: [processStatus, cmdline, maps],
    answer(ctx) {
      const [life] = livesIn(ctx.evidence)
      return life === undefined
        ? noTree(ctx)
        : [...origin(ctx), ...asTree(life, ctx), ...whole(life, ctx)]
    },
  },
]

/** One word as programs write names: `GddContext`, `my_extension`. */
function isName(args: readonly string[]): boolean {
  return args.length === 1 && /[A-Z_]/.test(args[0] ?? '')
}

/** What stops or writes is offered as text with its price, never done. */
function noTree(ctx: DrilldownContext): readonly Block[] {
  const pid = ctx.pid ?? 'PID'
  if (isOther(ctx.evidence)) return [text(ctx, L.other, { process: `PID ${pid}` })]
  return [
    text(ctx, L.none, { process: `PID ${pid}` }),
    ...(ctx.evidence.gapOf(memoryContexts.id) === null ? [] : [missing(ctx, memoryContexts)]),
    text(ctx, L.ways),
    {
      kind: 'code',
      text: `psql -c 'select pg_log_backend_memory_contexts(${pid})'\ngcore -o /var/tmp/core ${pid}`,
    },
  ]
}

function processIn(life: ContextLife, ctx: DrilldownContext): string {
  const pid = life.pid ?? ctx.pid
  return pid === null ? ctx.subject.host : nameOf(ctx.evidence, pid)
}

/** What it was read out of, where that is no living process. */
function origin(ctx: DrilldownContext): readonly Block[] {
  const core = ctx.evidence.get(coreFile)
  if (core === null) return []
  const { path, program, writtenAtMs } = core
  const pid = core.pid === null ? null : String(core.pid)
  return [text(ctx, L.ofCore, { path, program, pid, writtenAtMs })]
}

function whole({ last }: ContextLife, ctx: DrilldownContext): readonly Block[] {
  return last.tree.complete ? [] : [text(ctx, L.incomplete)]
}

function list(
  life: ContextLife,
  count: number,
  under: string | null,
  ctx: DrilldownContext,
): readonly Block[] {
  const process = processIn(life, ctx)
  const dump = under === null ? life.last : below(life.last, under)
  if (dump === null) return [noSuch(life, under ?? '', ctx)]
  const { contexts, totalBytes } = dump
  const phrase = under === null ? L.list : L.under
  return [
    table<ContextName>(
      ctx,
      phrase,
      { contexts, totalBytes, process, under },
      [
        textColumn(L.name, ({ name }) => name.slice(0, NAME_CHARS)),
        { title: L.count, align: 'right', cell: (of) => String(of.count), idle: '1' },
        bytesColumn(L.held, ({ bytes }) => bytes),
        { title: L.share, align: 'right', cell: ({ bytes }) => percent(bytes, totalBytes) },
        { ...bytesColumn(L.free, ({ freeBytes }) => freeBytes), idle: formatBytes(0) },
        {
          title: L.chunks,
          align: 'right',
          cell: ({ freeChunks }) => String(freeChunks),
          idle: '0',
        },
      ],
      namesOf(dump).slice(0, count),
    ),
  ]
}

function percent(part: number, of: number): string {
  return of <= 0 ? '' : `${Math.round((part / of) * 100)} %`
}

function noSuch(life: ContextLife, name: string, ctx: DrilldownContext): Block {
  const wanted = name.toLowerCase()
  const names = namesOf(life.last).map((of) => of.name)
  const like = names.filter((one) => one.toLowerCase().includes(wanted))
  const near = (like.length > 0 ? like : names).slice(0, NAMES_NEAR).join(', ')
  return text(ctx, L.noSuch, { name, near, process: processIn(life, ctx) })
}

function one(life: ContextLife, name: string, ctx: DrilldownContext): readonly Block[] {
  const rows = life.last.tree.contexts.filter((row) => row.name === name)
  if (rows.length === 0) return [noSuch(life, name, ctx)]
  const known = knownContext(name)
  const totalBytes = rows.reduce((sum, row) => sum + row.totalBytes, 0)
  const count = rows.reduce((sum, row) => sum + row.contexts, 0)
  const largest = rows.toSorted((a, b) => b.totalBytes - a.totalBytes).slice(0, SHOWN)
  return [
    table<MemoryContext>(
      ctx,
      L.of,
      { count, name, totalBytes, process: processIn(life, ctx) },
      [
        bytesColumn(L.held, (row) => row.totalBytes),
        { ...textColumn(L.free, (row) => bytesOrDash(row.freeBytes)), align: 'right' },
        { ...textColumn(L.ident, ({ ident }) => (ident ?? '').slice(0, NAME_CHARS)), idle: '' },
      ],
      largest,
    ),
    ...(known === null ? [] : [text(ctx, KNOWN_WORDS[known.means])]),
    ...(known?.usualBytes == null ? [] : [text(ctx, L.usual, { usualBytes: known.usualBytes })]),
  ]
}

/** Small ones would hide the large ones. */
const LEAST_SHARE = 0.005
const LEAST_BYTES = 16 * KIB

function asTree(life: ContextLife, ctx: DrilldownContext): readonly Block[] {
  const { contexts, totalBytes } = life.last
  const leastBytes = Math.max(LEAST_BYTES, Math.round(totalBytes * LEAST_SHARE))
  const nodes = foldedTree(life.last).filter(({ wholeBytes }) => wholeBytes >= leastBytes)
  const lines = nodes.slice(0, TREE_LINES).map(({ name, level, count, bytes, wholeBytes }) => {
    const times = count > 1 ? ` × ${count}` : ''
    const all =
      wholeBytes > bytes ? ` (${L.under1[ctx.lang]}: ${formatBytes(wholeBytes - bytes)})` : ''
    return `${'  '.repeat(Math.min(level, 20))}${name.slice(0, NAME_CHARS)}${times}: ${formatBytes(bytes)}${all}`
  })
  return [
    text(ctx, L.treeOf, { contexts, leastBytes, process: processIn(life, ctx) }),
    { kind: 'code', text: lines.join('\n') },
  ]
}
