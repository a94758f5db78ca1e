/** Kernel events and kills by daemons -> events of the time line, where their instant can be known. */
import { type Clocks, whenOf } from '../../analyzers/oom/when.ts'
import { type Lang, say } from '../../domain/words.ts'
import type { DaemonKill, KernelLog, OomEvent, Stamp } from '../../parsers/kernel/events.ts'
import type { TimelineEvent } from './event.ts'
import { TIMELINE_WORDS } from './words.ts'

export function kernelEvents(log: KernelLog, clocks: Clocks, lang: Lang): readonly TimelineEvent[] {
  const at = (stamp: Stamp): number | null => whenOf(stamp, clocks).atMs
  return [
    ...log.ooms.flatMap((event) => oomEvents(event, at(event.at), lang)),
    ...log.allocationFailures.flatMap(({ at: stamp, name, order }) =>
      event(at(stamp), 'warning', 0, say(TIMELINE_WORDS.allocation, { name, order }, lang)),
    ),
    ...log.daemonKills.flatMap((kill) => event(at(kill.at), 'critical', 1, daemonText(kill, lang))),
  ]
}

function oomEvents(oom: OomEvent, atMs: number | null, lang: Lang): readonly TimelineEvent[] {
  if (oom.victims.length === 0) {
    const invoker = oom.invoker?.name ?? '?'
    return event(atMs, 'critical', 0, say(TIMELINE_WORDS.oomNoVictim, { invoker }, lang))
  }
  return oom.victims.flatMap((victim) => {
    const { name, pid, anonRssBytes: anonBytes } = victim
    const params = { victim: name, pid: String(pid), anonBytes, group: oom.oomMemcg }
    const words = oom.oomMemcg === null ? TIMELINE_WORDS.oomKill : TIMELINE_WORDS.oomKillInGroup
    return event(atMs, 'critical', 1, say(words, params, lang)).map((of) => ({
      ...of,
      killed: pid,
    }))
  })
}

function daemonText({ by, what, reason }: DaemonKill, lang: Lang) {
  return say(TIMELINE_WORDS.daemon, { by, what, reason }, lang)
}

function event(
  atMs: number | null,
  tone: TimelineEvent['tone'],
  kills: number,
  what: TimelineEvent['what'],
): readonly TimelineEvent[] {
  return atMs === null ? [] : [{ atMs, lane: 'kernel', tone, what, kills }]
}
