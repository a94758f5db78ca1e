/** What a person points at: typed, never shell text (design 3). */

import { GROUP_WORDS, type GroupWord } from './meant.ts'

export type Target =
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'pid'; readonly host: string; readonly pid: number }
  | { readonly kind: 'name'; readonly host: string; readonly name: string }
  /** A whole cgroup, by its unit, its container or its path; the word may be empty, for a choice of those there. */
  | {
      readonly kind: 'group'
      readonly host: string
      readonly by: GroupWord
      readonly word: string
    }
  /** A core file that lies on the host, by its path (domain/core.ts). */
  | { readonly kind: 'core'; readonly host: string; readonly path: string }

/** The target as a person would type it, for titles, `run again` and the audit. */
export function typed(target: Target): string {
  switch (target.kind) {
    case 'host':
      return target.host
    case 'pid':
      return `${target.host} ${target.pid}`
    case 'name':
      return `${target.host} ${target.name}`
    case 'group':
      return `${target.host} ${target.by}:${target.word}`
    case 'core':
      return `${target.host} ${CORE_PREFIX}${target.path}`
  }
}

/** What stands before a core file's path where a target is typed. */
export const CORE_PREFIX = 'core:'

/** Reads `unit:U`, `container:C`, `cgroup:/P`; null for a word that is none of these. */
export function parseGroup(text: string): { readonly by: GroupWord; readonly word: string } | null {
  const by = GROUP_WORDS.find((one) => text.startsWith(`${one}:`))
  return by === undefined ? null : { by, word: text.slice(by.length + 1) }
}

/** Largest pid that Linux gives (PID_MAX_LIMIT, include/linux/threads.h: 4 Mi on 64 bit). */
export const PID_MAX = 4_194_304

/** Reads digits as a pid; null when the word is no pid. */
export function parsePid(word: string): number | null {
  if (!/^[1-9]\d{0,6}$/.test(word)) return null
  const pid = Number(word)
  return pid <= PID_MAX ? pid : null
}
