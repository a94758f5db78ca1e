import { expect, test } from 'vitest'
import { arcstats } from '../../../src/parsers/zfs/arcstats.ts'
import { faultOf, read } from '../helpers.ts'

/** Cut from public samples of ZFS 0.7 and 2.1. */
const OF_2_1 = `9 1 0x01 147 39984 9361063921 13410832843291
name                            type data
hits                            4    96238410
c                               4    33676691456
c_min                           4    2104793216
size                            4    21653082432
memory_available_bytes          3    -22935279488
arc_no_grow                     4    0
`

test('names, sizes and signed numbers', () => {
  const { value, losses } = read(arcstats, OF_2_1)
  expect(value).toMatchObject({
    size: 21_653_082_432,
    cMin: 2_104_793_216,
    memoryAvailableBytes: -22_935_279_488,
  })
  expect(losses).toEqual([])
})

test('columns are found by the header, wherever they stand', () => {
  const { value } = read(arcstats, 'data type name unit\n4096 4 size bytes\n12 4 hits -\n')
  expect(value).toMatchObject({ size: 4096, hits: 12 })
})

test('without a header or without the size there is no value', () => {
  expect(faultOf(arcstats, 'size 4 4096\n')).toBe('not-this-format')
  expect(faultOf(arcstats, 'name type data\nhits 4 12\n')).toBe('not-this-format')
})

test('a number beyond what is exact is a loss, not another number', () => {
  const { value, losses } = read(
    arcstats,
    'name type data\nsize 4 1\nc_max 4 18446744073709551615\n',
  )
  expect(value).toEqual({ size: 1 })
  expect(losses).toMatchObject([{ code: 'bad-number', line: 3 }])
})
