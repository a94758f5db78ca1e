/** Who is who (design 3): a subject is what people mean by a name, an incarnation is one life of it. */

export interface Subject {
  /** A core is one moment of a process: it has reports, and no history. */
  readonly kind: 'host' | 'process' | 'cgroup' | 'core'
  readonly host: string
  /** `leaky-demo`, `postgres: checkpointer`, `/system.slice/x`; for a host its name, for a core its path. */
  readonly name: string
}

/** One life of a subject. A reused pid has another start time, so it is another incarnation. */
export interface Incarnation {
  /** Boot id + pid + start ticks; for a host the boot id, for a cgroup its path and the boot id. */
  readonly key: string
  readonly pid: number | null
  readonly startedAtMs: number | null
  readonly exe: string | null
  /** FNV-1a of the masked arguments: changes when a program re-executes itself with others. */
  readonly argsHash: string | null
}

/** A subject, and the life of it that is meant. */
export interface Who {
  readonly subject: Subject
  readonly incarnation: Incarnation
}

/** The key that history, orders and mutes hang on. */
export function subjectKey(subject: Subject): string {
  return subject.kind === 'host'
    ? `${subject.host}`
    : `${subject.host}/${subject.kind}:${subject.name}`
}

/**
 * A process's subject name: its executable's (or its own) name, and what follows in its argument line with
 * numbers, hex and addresses replaced by #, so that workers of one kind share a history and pids do not.
 */
export function processSubjectName(comm: string, args: readonly string[]): string {
  const argv0 = args[0] ?? ''
  const base = baseName(argv0.split(' ')[0] ?? '')
  const title = argv0.includes(' ') ? argv0.slice(argv0.indexOf(' ') + 1) : ''
  const rest = [title, ...args.slice(1)].filter((word) => word !== '').map(normalise)
  const head = base.replace(/^-/, '') || comm
  return [head, ...rest].join(' ').slice(0, NAME_CHARS).trim()
}

const INSTANCE = 'PostgreSQL instance'

/**
 * The name of a whole instance, a postmaster with the processes that it made: kept, drawn and judged for growth as one
 * process is, with their sums.
 * @param told its data directory, else its cluster_name; null where neither is known
 */
export function instanceSubjectName(told: string | null): string {
  return `${INSTANCE}${told === null ? '' : ` ${told}`}`.slice(0, NAME_CHARS).trim()
}

/** Whether a subject is an instance. No program's name has a blank in it, so none is taken for one. */
export function isInstance({ kind, name }: Pick<Subject, 'kind' | 'name'>): boolean {
  return kind === 'process' && (name === INSTANCE || name.startsWith(`${INSTANCE} `))
}

/** The name as people read it: without the places where numbers were taken out. */
export function displayName(subject: Subject): string {
  return subject.name.replace(/\s+#(?=\s|$)/g, '')
}

const NAME_CHARS = 160

/** File name of a path: `/usr/sbin/php-fpm8.2` -> `php-fpm8.2`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function normalise(word: string): string {
  return word
    .replace(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/gi, '#')
    .replace(/\b0x[0-9a-f]+\b/gi, '#')
    .replace(/\b[0-9a-f]{12,}\b/gi, '#')
    .replace(/\d+/g, '#')
}

/** 32-bit FNV-1a as hex: a fingerprint for comparing, not for security. */
export function fnv1a(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) {
    hash ^= text.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193) >>> 0
  }
  return hash.toString(16).padStart(8, '0')
}
