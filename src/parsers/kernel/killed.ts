/**
 * The lines that name a victim, in all their forms (mm/oom_kill.c since 2.6.18, RHEL 5 to 9):
 * `Out of memory: Kill process 1 (a) score 9 or sacrifice child`, then `Killed process 1 (a) total-vm:1kB, anon-rss:1kB`;
 * `Killed process 1, UID 0, (a) total-vm:…`; `Killed process 1 (a), UID 0, total-vm:…`;
 * `Memory cgroup out of memory: Killed process 1 (a) total-vm:…, UID:0 pgtables:1kB oom_score_adj:0`;
 * `Out of memory (oom_kill_allocating_task): Killed process 1 (a) …`.
 */
import type { OomVictim } from './events.ts'
import { kibBytes, scaled, signed } from './figures.ts'

/** What a kernel up to 4.x meant to kill; a child of it may be killed in its place. */
export interface Meant {
  readonly pid: number
  readonly name: string
  readonly score: number | null
}

/** A name may hold blanks and brackets, so it ends where what follows a name begins. */
const KILLED =
  /Killed process (\d{1,10})(?:, UID (\d{1,10}),)? \((.{0,64}?)\)(?=,? (?:UID[ :]\d|total-vm:|vsz:|anon-rss:)|[.,]?$)(.*)$/
const MEANT = /Kill process (\d{1,10}) \((.{0,64}?)\) score (\d{1,20}) (?:or|and) /

/** Reads a `Killed process` line; null when it is none. Sizes that the form does not print are null. */
export function readKilled(message: string): OomVictim | null {
  if (!message.includes('Killed process')) return null
  const [, pid, uidBefore, name = '', rest = ''] = KILLED.exec(message) ?? []
  const number = scaled(pid, 1)
  if (number === null) return null
  return {
    pid: number,
    name,
    uid: scaled(uidBefore ?? /UID[ :](\d{1,10})/.exec(rest)?.[1], 1),
    totalVmBytes: size(rest, 'total-vm') ?? size(rest, 'vsz'),
    anonRssBytes: size(rest, 'anon-rss'),
    fileRssBytes: size(rest, 'file-rss'),
    shmemRssBytes: size(rest, 'shmem-rss'),
    pageTablesBytes: size(rest, 'pgtables'),
    oomScoreAdj: signed(/oom_score_adj:(-?\d{1,5})/.exec(rest)?.[1]),
    score: null,
  }
}

function size(rest: string, name: string): number | null {
  const at = rest.indexOf(`${name}:`)
  if (at < 0) return null
  return kibBytes(/^(\d{1,17})kB/.exec(rest.slice(at + name.length + 1))?.[1])
}

/** Reads a `Kill process … or sacrifice child` line; null when it is none. */
export function readMeant(message: string): Meant | null {
  if (!message.includes('Kill process')) return null
  const [, pid, name = '', score] = MEANT.exec(message) ?? []
  const number = scaled(pid, 1)
  return number === null ? null : { pid: number, name, score: scaled(score, 1) }
}

/** A victim of which only the intent was logged: the ring was cut before its sizes came. */
export function victimMeant(meant: Meant): OomVictim {
  return {
    pid: meant.pid,
    name: meant.name,
    uid: null,
    totalVmBytes: null,
    anonRssBytes: null,
    fileRssBytes: null,
    shmemRssBytes: null,
    pageTablesBytes: null,
    oomScoreAdj: null,
    score: meant.score,
  }
}
