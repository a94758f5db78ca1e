/** A core file on a host as a target: which paths may be one, and what is told of it. */

/** What is known of a core file; null where it was not read or the file does not tell. */
export interface CoreFile {
  readonly path: string
  readonly sizeBytes: number | null
  /** When the file was last written to, by the host's clock: a core has no time in it. */
  readonly writtenAtMs: number | null
  /** The process that it was of: its first thread's id. */
  readonly pid: number | null
  /** Path of its program, as it was mapped. */
  readonly program: string | null
  /** What the process called itself, masked; the kernel keeps 80 characters. */
  readonly title: string | null
  /** The signal that ended it; 0 where a tool wrote the core of a process that lived on. */
  readonly signal: number | null
  readonly threads: number | null
  /** True where the file ends before what its tables tell. */
  readonly cut: boolean
}

export function unreadCore(path: string): CoreFile {
  return {
    path,
    sizeBytes: null,
    writtenAtMs: null,
    pid: null,
    program: null,
    title: null,
    signal: null,
    threads: null,
    cut: false,
  }
}

/** A core's path in a command: it must fit with the rest of one (LIMITS.commandChars). */
export const CORE_PATH_CHARS = 255

/**
 * Whether a core may lie there: the path is shown in commands that people copy, so it holds nothing that a shell knows,
 * no blank and nothing unseen.
 */
export function isCorePath(path: string): boolean {
  if (path.length > CORE_PATH_CHARS || /[\p{C}\p{Z}"'`$&|;<>()[\]{}*?\\#^]/u.test(path))
    return false
  return isStoredPath(path)
}

/**
 * Whether a path is written out in full and leads to no file of the kernel's own (/proc, /sys, /dev): reading some of
 * these changes something, as a read of /proc/kmsg takes lines away from the log daemon.
 */
export function isStoredPath(path: string): boolean {
  if (!path.startsWith('/') || path.includes('\0')) return false
  const [top = '', ...below] = path.slice(1).split('/')
  if (['proc', 'sys', 'dev'].includes(top)) return false
  return [top, ...below].every((part) => part !== '' && part !== '.' && part !== '..')
}
