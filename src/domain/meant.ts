/** What a typed target turned out to mean on its host, where that is not what was typed. */

/** How a cgroup was asked for: by its systemd unit, its container (or pod, or machine), or its path. */
export const GROUP_WORDS = ['unit', 'container', 'cgroup'] as const
export type GroupWord = (typeof GROUP_WORDS)[number]

export type Meant =
  /** The number of a thread: its process was read. */
  | { readonly kind: 'thread'; readonly typed: number; readonly pid: number }
  /** A pid inside of a container, in whose cgroup the process is. */
  | {
      readonly kind: 'inner-pid'
      readonly typed: number
      readonly pid: number
      readonly group: string
    }
  /** A whole cgroup, by its path in the memory hierarchy (or where systemd keeps it, when memory is not counted there). */
  | { readonly kind: 'group'; readonly by: GroupWord; readonly path: string }
