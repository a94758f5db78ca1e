/** Packs archives by hand, honest ones and hostile ones. */
import { deflateRawSync } from 'node:zlib'

export interface Packed {
  readonly name: string
  readonly text?: string | Uint8Array
  /** tar type flag; `0` is a regular file. */
  readonly type?: string
  /** Size told by the header, where it is not the true one. */
  readonly size?: number
  readonly mtimeSec?: number
}

const bytesOf = (text: string | Uint8Array = ''): Uint8Array =>
  typeof text === 'string' ? Buffer.from(text) : text

export function tar(entries: readonly Packed[]): Uint8Array {
  const parts = entries.flatMap((entry) => {
    const body = bytesOf(entry.text)
    const padding = Buffer.alloc((512 - (body.length % 512)) % 512)
    return [header(entry, body.length), body, padding]
  })
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}

function header(
  { name, type = '0', size, mtimeSec = 1_700_000_000 }: Packed,
  length: number,
): Buffer {
  const block = Buffer.alloc(512)
  block.write(name.slice(0, 100), 0)
  block.write('0000644\0', 100)
  block.write('0000000\0', 108)
  block.write('0000000\0', 116)
  block.write(`${(size ?? length).toString(8).padStart(11, '0')}\0`, 124)
  block.write(`${mtimeSec.toString(8).padStart(11, '0')}\0`, 136)
  block.write('        ', 148)
  block.write(type, 156)
  block.write('ustar\0' + '00', 257)
  const sum = block.reduce((all, byte) => all + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

export interface Zipped extends Packed {
  readonly encrypted?: boolean
  readonly link?: boolean
  readonly method?: number
}

export function zip(entries: readonly Zipped[]): Uint8Array {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const body = bytesOf(entry.text)
    const method = entry.method ?? 8
    const packed = method === 8 ? deflateRawSync(body) : Buffer.from(body)
    const name = Buffer.from(entry.name)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(method, 8)
    local.writeUInt32LE(packed.length, 18)
    local.writeUInt32LE(body.length, 22)
    local.writeUInt16LE(name.length, 26)
    const directory = Buffer.alloc(46)
    directory.writeUInt32LE(0x02014b50, 0)
    directory.writeUInt16LE(entry.encrypted === true ? 1 : 0, 8)
    directory.writeUInt16LE(method, 10)
    directory.writeUInt16LE(0x6000, 12)
    directory.writeUInt16LE(0x5d74, 14)
    directory.writeUInt32LE(packed.length, 20)
    directory.writeUInt32LE(entry.size ?? body.length, 24)
    directory.writeUInt16LE(name.length, 28)
    directory.writeUInt32LE(entry.link === true ? 0xa1ff0000 : 0x81a40000, 38)
    directory.writeUInt32LE(offset, 42)
    locals.push(local, name, packed)
    central.push(directory, name)
    offset += 30 + name.length + packed.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}
