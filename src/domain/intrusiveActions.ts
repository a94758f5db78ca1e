/** The registry of intrusive actions: what each takes, costs, and what it is held to. Another one is an entry here. */
import { expectedPauseMs, type IntrusiveKind } from './intrusive.ts'
import { LIMITS } from './limits.ts'
import type { ActionClass } from './source.ts'

export interface IntrusiveAction {
  readonly kind: IntrusiveKind
  readonly class: Extract<ActionClass, 'intrusive'>
  /** Programs that the host must have. */
  readonly needs: readonly string[]
  /** What runs there at its core, as a person would type it; `path` is the file that is written. */
  command(pid: number, path: string): string
  /** How long the process stands still. */
  pauseMs(rssBytes: number): number
  /** Cap of the whole, after which the host ends it by itself. */
  readonly seconds: number
  /** Whether a file is left on the host, which people must delete. */
  readonly writes: boolean
}

export const INTRUSIVE_ACTIONS: Readonly<Record<IntrusiveKind, IntrusiveAction>> = {
  gdb: {
    kind: 'gdb',
    class: 'intrusive',
    needs: ['gdb'],
    command: (pid) => `gdb -nx -batch -p ${pid} -ex 'thread apply all bt ${LIMITS.gdbFrames}'`,
    pauseMs: (rssBytes) => expectedPauseMs('gdb', rssBytes),
    seconds: LIMITS.gdbSeconds,
    writes: false,
  },
  gcore: {
    kind: 'gcore',
    class: 'intrusive',
    needs: ['gdb'],
    command: (pid, path) => `gdb -nx -batch -p ${pid} -ex 'generate-core-file ${path}'`,
    pauseMs: (rssBytes) => expectedPauseMs('gcore', rssBytes),
    seconds: LIMITS.gcoreSeconds,
    writes: true,
  },
}
