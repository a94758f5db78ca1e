/** A TrueType font made here: each of some characters is a full square. Tables by OpenType 1.9, only those that readers ask for. */

const EM = 1000

/** Gives the bytes of a font with a square for each character of the text. */
export function tinyFont(text: string): Buffer {
  const codes = [...new Set([...text].map((char) => char.codePointAt(0) ?? 0))].sort(
    (a, b) => a - b,
  )
  const tables: readonly (readonly [string, Buffer])[] = [
    ['cmap', cmap(codes)],
    ['glyf', square()],
    ['head', head()],
    ['hhea', shorts(1, 0, 880, -120, 0, EM, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2)],
    ['hmtx', shorts(EM, 0, EM, 100)],
    // Glyph 0 is empty, glyph 1 the square.
    ['loca', shorts(0, 0, square().length / 2)],
    ['maxp', shorts(1, 0, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)],
    ['name', names('Tiny')],
  ]
  return fileOf(tables)
}

/** A collection whose one face is the font: all of its places move by the header. */
export function asCollection(font: Buffer): Buffer {
  const header = Buffer.alloc(16)
  header.write('ttcf', 'latin1')
  header.writeUInt32BE(0x00010000, 4)
  header.writeUInt32BE(1, 8)
  header.writeUInt32BE(16, 12)
  const face = Buffer.from(font)
  for (let at = 0; at < face.readUInt16BE(4); at += 1) {
    const place = 12 + at * 16 + 8
    face.writeUInt32BE(face.readUInt32BE(place) + 16, place)
  }
  return Buffer.concat([header, face])
}

function fileOf(tables: readonly (readonly [string, Buffer])[]): Buffer {
  const directory = Buffer.alloc(12 + tables.length * 16)
  directory.writeUInt32BE(0x00010000, 0)
  directory.writeUInt16BE(tables.length, 4)
  let place = directory.length
  const parts = tables.map(([tag, bytes], at) => {
    const entry = 12 + at * 16
    directory.write(tag, entry, 'latin1')
    directory.writeUInt32BE(place, entry + 8)
    directory.writeUInt32BE(bytes.length, entry + 12)
    const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
    place += padded.length
    return padded
  })
  return Buffer.concat([directory, ...parts])
}

function cmap(codes: readonly number[]): Buffer {
  const header = shorts(0, 1, 3, 10, 0, 12)
  const table = Buffer.alloc(16 + codes.length * 12)
  table.writeUInt16BE(12, 0)
  table.writeUInt32BE(table.length, 4)
  table.writeUInt32BE(codes.length, 12)
  codes.forEach((code, at) => {
    table.writeUInt32BE(code, 16 + at * 12)
    table.writeUInt32BE(code, 20 + at * 12)
    table.writeUInt32BE(1, 24 + at * 12)
  })
  return Buffer.concat([header, table])
}

function square(): Buffer {
  const outline = shorts(1, 100, 0, 900, 800, 3, 0)
  const flags = Buffer.from([1, 1, 1, 1])
  return Buffer.concat([outline, flags, shorts(100, 800, 0, -800), shorts(0, 0, 800, 0)])
}

function head(): Buffer {
  const bytes = Buffer.alloc(54)
  bytes.writeUInt32BE(0x00010000, 0)
  bytes.writeUInt32BE(0x5f0f3cf5, 12)
  bytes.writeUInt16BE(EM, 18)
  bytes.writeInt16BE(900, 40)
  bytes.writeInt16BE(800, 42)
  bytes.writeUInt16BE(8, 46)
  return bytes
}

/** Family (1) and style (2), for Windows in English. */
function names(family: string): Buffer {
  const texts = [family, 'Regular'].map((text) => Buffer.from(text, 'utf16le').swap16())
  let place = 0
  const records = texts.flatMap((text, at) => {
    const record = [3, 1, 0x409, at + 1, text.length, place]
    place += text.length
    return record
  })
  return Buffer.concat([shorts(0, texts.length, 6 + texts.length * 12, ...records), ...texts])
}

function shorts(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2)
  values.forEach((value, at) => {
    bytes.writeUInt16BE(value & 0xffff, at * 2)
  })
  return bytes
}
