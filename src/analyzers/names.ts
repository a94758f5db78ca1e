/** Long names of the kernel's, short enough for a table in a thread: what tells them apart is kept. Pure. */

import { identityLabel, identityOf, ownIdentityOf } from '../domain/identity.ts'

/** Ids of containers and of orchestrators' groups: the first twelve digits are what people and tools use. */
const LONG_ID = /\b[0-9a-f]{20,64}\b/gi
const ID_CHARS = 12
const NAME_CHARS = 26

/** The last part of a cgroup's path, its ids cut as container tools cut them: `docker-4f2a0c1b9d8e….scope`. */
export function groupName(path: string): string {
  const last = path.split('/').at(-1) ?? ''
  if (last === '') return '/'
  return middle(last.replace(LONG_ID, (id) => `${id.slice(0, ID_CHARS)}…`))
}

/** Whose a process's cgroup is: container, pod, unit or machine, else the group's name; `/` for the root. */
export function ownerName(path: string): string {
  const of = identityOf(path)
  return of === null ? groupName(path) : middle(identityLabel(of))
}

/** A group itself for a title: whose it is, where its own path names that, else the path. */
export function groupTitle(path: string): string {
  const of = ownIdentityOf(path)
  if (of !== null) return identityLabel(of)
  const cut = path.replace(LONG_ID, (id) => `${id.slice(0, ID_CHARS)}…`)
  return cut.length <= TITLE_CHARS ? cut : `…${cut.slice(1 - TITLE_CHARS)}`
}

const TITLE_CHARS = 60

/**
 * Files by their last part (`libc.so.6`), or with the folder above it where two of the list would be the same.
 * Names in brackets are kinds and stay as they are.
 */
export function fileNames(paths: readonly string[]): ReadonlyMap<string, string> {
  const short = (path: string, parts: number): string =>
    path.startsWith('/') ? path.split('/').slice(-parts).join('/') : path
  const times = new Map<string, number>()
  for (const path of new Set(paths)) {
    const name = short(path, 1)
    times.set(name, (times.get(name) ?? 0) + 1)
  }
  return new Map(
    paths.map((path) => [path, middle(short(path, (times.get(short(path, 1)) ?? 0) > 1 ? 2 : 1))]),
  )
}

/** Cut in the middle: the beginning says what it is, the end which. */
function middle(name: string): string {
  if (name.length <= NAME_CHARS) return name
  const half = Math.floor((NAME_CHARS - 1) / 2)
  return `${name.slice(0, NAME_CHARS - 1 - half)}…${name.slice(-half)}`
}
