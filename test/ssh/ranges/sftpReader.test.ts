/** Packets of SFTP come the same however the network cuts them, and data stands where its range does. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SFTP } from '../../../src/ssh/ranges/sftpPackets.ts'
import { type SftpAnswer, SftpReader } from '../../../src/ssh/ranges/sftpReader.ts'

function packet(type: number, id: number, rest: Uint8Array): Buffer {
  const head = Buffer.alloc(9)
  head.writeUInt32BE(5 + rest.length, 0)
  head.writeUInt8(type, 4)
  head.writeUInt32BE(id, 5)
  return Buffer.concat([head, rest])
}

/** A string of the protocol, whose told length may be another than its own. */
function text(bytes: Uint8Array, told = bytes.length): Buffer {
  const count = Buffer.alloc(4)
  count.writeUInt32BE(told)
  return Buffer.concat([count, bytes])
}

function readAll(reader: SftpReader, pieces: readonly Uint8Array[]): (SftpAnswer | 'broken')[] {
  const came: (SftpAnswer | 'broken')[] = []
  for (const piece of pieces) {
    reader.push(Buffer.from(piece))
    for (let next = reader.next(); next !== null; next = reader.next()) {
      came.push(next)
      if (next === 'broken') return came
    }
  }
  return came
}

function cut(bytes: Buffer, sizes: readonly number[]): readonly Buffer[] {
  const pieces: Buffer[] = []
  let at = 0
  for (const size of sizes) {
    pieces.push(bytes.subarray(at, at + size))
    at += size
  }
  return [...pieces, bytes.subarray(at)]
}

const DATA = fc.record({
  bytes: fc.uint8Array({ maxLength: 300 }),
  wanted: fc.nat({ max: 300 }),
  surplus: fc.uint8Array({ maxLength: 9 }),
})
const SIZES = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 })

test('data goes to its place, whole and no further, however it is cut', () => {
  fc.assert(
    fc.property(fc.array(DATA, { maxLength: 6 }), SIZES, (all, sizes) => {
      // A byte more than the place has shows what is written beyond it.
      const memory = all.map(({ wanted }) => Buffer.alloc(wanted + 1, 0xee))
      const reader = new SftpReader((id) => memory[id]?.subarray(0, -1) ?? null)
      const packets = all.map(({ bytes, surplus }, id) =>
        packet(SFTP.data, id, Buffer.concat([text(bytes), surplus])),
      )
      const last = packet(SFTP.status, 99, Buffer.from('end'))
      const came = readAll(reader, cut(Buffer.concat([...packets, last]), sizes))
      expect(came.length).toBe(all.length + 1)
      all.forEach(({ bytes, wanted }, id) => {
        const filled = Math.min(bytes.length, wanted)
        expect(came[id]).toMatchObject({ type: SFTP.data, id, filledBytes: filled })
        expect(memory[id]?.subarray(0, filled).equals(bytes.subarray(0, filled))).toBe(true)
        expect(memory[id]?.subarray(filled).every((byte) => byte === 0xee)).toBe(true)
      })
      expect(came.at(-1)).toMatchObject({ type: SFTP.status, id: 99, rest: Buffer.from('end') })
    }),
  )
})

test('any bytes give packets or tell that this is no SFTP, and never throw', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 90 })), (pieces) => {
      const reader = new SftpReader((id) => (id % 2 === 0 ? Buffer.alloc(8) : null))
      for (const answer of readAll(reader, pieces))
        if (answer !== 'broken') expect(answer.filledBytes).toBeLessThanOrEqual(8)
    }),
  )
})

test.each([
  ['a string that tells of more than its packet holds', text(Buffer.from('abc'), 900), 3],
  ['a string that tells of nothing', text(Buffer.from(''), 0), 0],
])('%s ends with its packet', (_, rest, filledBytes) => {
  const reader = new SftpReader(() => Buffer.alloc(1000))
  const next = packet(SFTP.status, 8, Buffer.alloc(0))
  const came = readAll(reader, [packet(SFTP.data, 7, rest), next])
  expect(came).toMatchObject([
    { id: 7, filledBytes },
    { id: 8, type: SFTP.status },
  ])
})

test.each([0, 4, 256 * 1024 + 1])('a packet of %i bytes is no SFTP', (length) => {
  const head = Buffer.alloc(4)
  head.writeUInt32BE(length)
  expect(readAll(new SftpReader(() => null), [head])).toEqual(['broken'])
})
