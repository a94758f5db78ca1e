/** A stack of the joined build (scripts/bundle.mjs) in places of the sources: a bug report names `src/log/log.ts`, not a file of 60 modules. */
import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'

/** Where the programs are. Seen from sources there is no such folder: their stacks name them already. */
const BUNDLE = new URL('../../bundle/', import.meta.url).href
const FRAME = /(file:\/\/[^\s():]*\/)([\w.-]+\.js):(\d{1,9}):(\d{1,9})/g
/** A bug mostly comes again from where it came; text of others may look like a frame, so it is no endless memory. */
const PLACES_KEPT = 500

const known = new Map<string, string>()

/**
 * The stack with each frame in the programs' folder named as its map tells; all else as it stands. A map is read when a frame
 * needs it and let go after (the largest takes 0.1 s and 22 MB, which Node's own flag would have at each start). Total: no map, no change.
 */
export function sourcePlaces(stack: string, folder: string = BUNDLE): string {
  const maps = new Map<string, SourceMap | null>()
  return stack.replace(
    FRAME,
    (frame, where: string, file: string, line: string, column: string) => {
      if (where !== folder) return frame
      const before = known.get(frame)
      if (before !== undefined) return before
      if (!maps.has(file)) maps.set(file, mapOf(new URL(`${file}.map`, folder)))
      const place = placeIn(maps.get(file) ?? null, folder, Number(line), Number(column)) ?? frame
      if (known.size >= PLACES_KEPT) known.clear()
      known.set(frame, place)
      return place
    },
  )
}

function mapOf(file: URL): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

/** Lines and columns of a stack begin at 1, those of a map at 0. */
function placeIn(map: SourceMap | null, folder: string, line: number, column: number) {
  const entry = map?.findEntry(line - 1, column - 1)
  if (entry === undefined || !('originalSource' in entry)) return null
  const source = new URL(entry.originalSource, folder).href
  return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
}
