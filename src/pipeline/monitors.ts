/**
 * Names of containers, as the monitor that podman and CRI-O put beside each is told them (conmon(8): -c ID, -n NAME): they
 * stand in its arguments, which everybody may read. Docker's and containerd's shims are told the id alone. Pure.
 */
import type { Evidence } from '../domain/evidence.ts'
import { baseName } from '../domain/subject.ts'
import { processes } from '../parsers/proc/processes.ts'

const MONITOR = 'conmon'

/** Whether any such monitor runs. */
export function hasMonitors(evidence: Evidence): boolean {
  return evidence.get(processes)?.processes.some(({ comm }) => comm === MONITOR) ?? false
}

/** Names in lower case by the whole id. */
export function monitoredNames(
  all: readonly { readonly pid: number; readonly args: readonly string[] }[],
): ReadonlyMap<string, string> {
  return new Map(
    all
      .filter(({ args }) => baseName(args[0] ?? '') === MONITOR)
      .flatMap(({ args }) => {
        const [id, name] = [argumentOf(args, '-c', '--cid'), argumentOf(args, '-n', '--name')]
        return id === null || name === null ? [] : [[id, name.toLowerCase()] as const]
      }),
  )
}

function argumentOf(args: readonly string[], ...flags: readonly string[]): string | null {
  const at = args.findIndex((word) => flags.includes(word))
  return at < 0 ? null : (args[at + 1] ?? null)
}
