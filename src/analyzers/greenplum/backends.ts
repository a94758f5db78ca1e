/** The sessions of a PostgreSQL that is no Greenplum: client backends, each a session of its own. */
import type { DrilldownContext } from '../../domain/drilldown.ts'
import type { Block } from '../../domain/report.ts'
import { bytesColumn, rareBytesColumn, table, text, textColumn } from '../blocks.ts'
import { L } from './drilldownWords.ts'
import type { Member } from './segments.ts'

const ROWS_SHOWN = 15
const ACTIVITY_CHARS = 32

export function backendTable(members: readonly Member[], ctx: DrilldownContext): readonly Block[] {
  const all = members
    .filter(({ title }) => title.role === 'backend')
    .toSorted((a, b) => b.heldBytes - a.heldBytes)
  if (all.length === 0) return [text(ctx, L.noBackends)]
  const asked = ctx.args[0]
  const named = all.filter(({ row }) => asked === undefined || String(row.pid) === asked)
  const shown = (named.length === 0 ? all : named).slice(0, ROWS_SHOWN)
  const heldBytes = all.reduce((sum, member) => sum + member.heldBytes, 0)
  return [
    ...(named.length === 0 ? [text(ctx, L.noBackend, { pid: asked ?? '' })] : []),
    table<Member>(
      ctx,
      L.backends,
      { shown: shown.length, count: all.length, heldBytes },
      [
        textColumn(L.pid, ({ row }) => String(row.pid)),
        bytesColumn(L.held, (member) => member.heldBytes),
        rareBytesColumn(L.swap, ({ row }) => row.swapBytes),
        textColumn(L.user, ({ title }) => title.user ?? title.names ?? ''),
        textColumn(L.database, ({ title }) => title.database ?? ''),
        textColumn(L.client, ({ title }) => title.client ?? ''),
        textColumn(L.activity, ({ title }) => (title.activity ?? '').slice(0, ACTIVITY_CHARS)),
      ],
      shown,
    ),
  ]
}
