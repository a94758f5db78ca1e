/** A treemap's spec with only what can be drawn: as many owners as have room for their names, and the others as one. */
import { formatBytes } from '../../domain/bytes.ts'
import type { TileKind, TreemapChart } from '../../domain/chart.ts'
import { drawable, ellipsize, textWidth } from '../font.ts'
import { TEXT_PX } from '../frame.ts'
import { type Box, squarify } from './squarify.ts'

export interface Tile {
  readonly name: string
  readonly bytes: number
  /** Null for the others together. */
  readonly kind: TileKind | null
  readonly box: Box
  /** The lines of its label; none where there is no room for them. */
  readonly lines: readonly Line[]
}

export interface Line {
  readonly text: string
  readonly size: number
  readonly weight: 400 | 600
  /** From the tile's corner to the text's baseline, in px. */
  readonly x: number
  readonly y: number
}

type Amount = Pick<Tile, 'name' | 'bytes' | 'kind'>

/** More tiles cannot be told apart at 360 px. */
const MOST_TILES = 24
/** No amount of memory goes further. */
const MAX_BYTES = 2 ** 64
const PAD = 8
const LINE = 17
const LARGE_PX = 16
const LARGE_LINE = 21
/** From here on a tile is looked at first, and its label is larger. */
const LARGE = { width: 150, height: 84 }
/** A name cut to fewer characters says nothing. */
const LEAST_CHARS = 5
const GAP = 8

/**
 * Gives the tiles that fill a box; none where nothing can be drawn. As many owners stay as leave none without its
 * label, the largest in any case; the others may be without.
 */
export function tilesOf(spec: TreemapChart, box: Box): readonly Tile[] {
  const known = amountsOf(spec)
  for (let shown = Math.min(known.length, MOST_TILES); shown > 0; shown -= 1) {
    const tiles = placed([...known.slice(0, shown), ...othersOf(spec, known, shown)], box)
    if (shown === 1 || tiles.every(isNamed)) return tiles
  }
  return placed(othersOf(spec, known, 0), box)
}

function isNamed({ kind, lines }: Tile): boolean {
  return kind === null || lines.length > 0
}

function amountsOf({ tiles }: TreemapChart): readonly Amount[] {
  return tiles
    .filter(({ bytes }) => isSize(bytes))
    .map(({ label, bytes, kind }) => ({ name: drawable(label), bytes, kind }))
    .sort((a, b) => b.bytes - a.bytes)
}

/** All that is no tile of its own, as one amount. */
function othersOf(spec: TreemapChart, known: readonly Amount[], shown: number): readonly Amount[] {
  const told = isSize(spec.others.bytes) ? spec.others : { count: 0, bytes: 0 }
  const merged = known.slice(shown)
  const bytes = merged.reduce((sum, one) => sum + one.bytes, told.bytes)
  if (!isSize(bytes)) return []
  const name = drawable(`${merged.length + told.count} ${spec.othersLabel}`)
  return [{ name, bytes, kind: null }]
}

function placed(amounts: readonly Amount[], box: Box): readonly Tile[] {
  const weights = amounts.map(({ bytes }) => bytes)
  const total = weights.reduce((sum, bytes) => sum + bytes, 0)
  const boxes = squarify(weights, box)
  return amounts.map((amount, at): Tile => {
    const own = boxes[at] ?? { ...box, width: 0, height: 0 }
    return { ...amount, box: own, lines: linesOf(amount, amount.bytes / total, own) }
  })
}

/** Name and size: large and with its share, else one above the other, else side by side, else not at all. */
function linesOf(
  { name, bytes }: Amount,
  shareRatio: number,
  { width, height }: Box,
): readonly Line[] {
  const size = formatBytes(bytes)
  const room = width - 2 * PAD
  if (width >= LARGE.width && height >= LARGE.height && textWidth(name, LARGE_PX, 600) <= room) {
    const shared = `${size} · ${Math.round(shareRatio * 100)} %`
    const value = textWidth(shared, LARGE_PX) <= room ? shared : size
    return stacked([name], value, LARGE_PX, LARGE_LINE)
  }
  const value = textWidth(size, TEXT_PX)
  if (height >= 2 * LINE + PAD && value <= room) {
    const rows = Math.min(2, Math.floor((height - PAD) / LINE) - 1)
    const names = wrapped(name, room, rows)
    return isTold(names.join(''), name) ? stacked(names, size, TEXT_PX, LINE) : []
  }
  const beside = ellipsize(name, room - value - GAP, TEXT_PX, 600)
  if (height < LINE + 4 || !isTold(beside, name)) return []
  const y = height / 2 + 4.5
  const end = PAD + textWidth(beside, TEXT_PX, 600) + GAP
  return [
    { text: beside, size: TEXT_PX, weight: 600, x: PAD, y },
    { text: size, size: TEXT_PX, weight: 400, x: end, y },
  ]
}

function stacked(names: readonly string[], value: string, size: number, step: number) {
  const top = PAD + size * 0.8
  return [...names, value].map((text, at): Line => {
    const weight = at === names.length ? 400 : 600
    return { text, size, weight, x: PAD, y: top + at * step }
  })
}

/** In one line where it fits, else in two, broken where a name has a joint. */
function wrapped(name: string, room: number, rows: number): readonly string[] {
  if (rows < 2 || textWidth(name, TEXT_PX, 600) <= room) {
    return [ellipsize(name, room, TEXT_PX, 600)]
  }
  const [best] = joints(name)
    .map((at) => [name.slice(0, at).trim(), name.slice(at).trim()] as const)
    .map((pair) => ({
      pair,
      widest: Math.max(...pair.map((part) => textWidth(part, TEXT_PX, 600))),
    }))
    .filter(({ pair: [upper, lower] }) => upper !== '' && lower !== '')
    .sort((a, b) => a.widest - b.widest)
  return best !== undefined && best.widest <= room
    ? best.pair
    : [ellipsize(name, room, TEXT_PX, 600)]
}

/** Where a name may be broken: after a blank or a stroke, before the dot of an ending. */
function joints(name: string): readonly number[] {
  return [
    ...[...name.matchAll(/[ /:_-]/g)].map(({ index }) => index + 1),
    ...[...name.matchAll(/\./g)].map(({ index }) => index),
  ]
}

function isTold(drawn: string, name: string): boolean {
  return drawn !== '' && [...drawn].length >= Math.min([...name].length, LEAST_CHARS)
}

function isSize(bytes: number): boolean {
  return bytes >= 1 && bytes <= MAX_BYTES
}
