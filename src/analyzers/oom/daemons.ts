/** Kills that are not the kernel's: systemd-oomd, earlyoom, evictions by the kubelet. One finding a subject. */
import type { AnalyzeContext } from '../../domain/analyzer.ts'
import type { DaemonKill } from '../../parsers/kernel/events.ts'
import { kernelLog } from '../../parsers/kernel/log.ts'
import { askHostCommand, whom } from '../asks.ts'
import { groupName } from '../names.ts'

import { severityByAge } from './severity.ts'
import { type Clocks, whenOf } from './when.ts'
import type { OomCode, OomFinding } from './words.ts'

const CODES = {
  'systemd-oomd': 'oom.systemd-oomd',
  earlyoom: 'oom.earlyoom',
  kubelet: 'oom.kubelet',
} as const satisfies Record<DaemonKill['by'], OomCode>

/** Subjects told on their own. */
const SUBJECTS_TOLD = 3

export function judgeDaemons(
  kills: readonly DaemonKill[],
  clocks: Clocks,
  ctx: AnalyzeContext,
): readonly OomFinding[] {
  const by = new Map<string, DaemonKill[]>()
  for (const kill of kills) {
    const key = `${kill.by}\n${kill.what}`
    const known = by.get(key)
    if (known === undefined) by.set(key, [kill])
    else known.push(kill)
  }
  return [...by.values()]
    .toReversed()
    .slice(0, SUBJECTS_TOLD)
    .flatMap((own) => daemonFinding(own, clocks, ctx))
}

function daemonFinding(
  kills: readonly DaemonKill[],
  clocks: Clocks,
  ctx: AnalyzeContext,
): readonly OomFinding[] {
  const newest = kills.at(-1)
  if (newest === undefined) return []
  const when = whenOf(newest.at, clocks)
  return [
    {
      code: CODES[newest.by],
      severity: severityByAge(when, ctx),
      numbers: {
        host: whom(ctx).host,
        what: newest.what,
        whatName: groupName(newest.what),
        victimPid: newest.pid === null ? '?' : String(newest.pid),
        victimBytes: newest.rssBytes ?? '?',
        reason: newest.reason,
        kills: kills.length,
        killedAtMs: when.atMs ?? when.printed,
        oomCommand: askHostCommand(ctx, 'oom'),
        topCommand: askHostCommand(ctx, 'top'),
      },
      evidence: [{ source: kernelLog.id, line: newest.quote }],
    },
  ]
}
