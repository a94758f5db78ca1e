import { expect, test } from 'vitest'
import type { Facts } from '../../src/domain/facts.ts'
import { plain } from '../../src/domain/words.ts'
import { factTexts } from '../../src/report/facts.ts'
import { contextOf } from '../hosts/load.ts'

const { facts: NOTHING } = contextOf('db1', { frames: [] })

function said(parts: Partial<Facts>, lang: 'en' | 'zh' = 'en'): string {
  return factTexts({ ...NOTHING, ...parts }, lang)
    .map(plain)
    .join('; ')
}

test('an arm64 host says its pages, and a virtual machine what runs it', () => {
  const of = { distribution: 'Rocky 9', kernel: '5.14', architecture: 'aarch64', pageBytes: 65_536 }
  expect(said({ ...of, memTotalBytes: 2 ** 33, virtualisation: 'kvm', container: 'none' })).toBe(
    'Rocky 9, Linux 5.14, aarch64, pages of 64 KiB, memory 8 GiB; a virtual machine (kvm)',
  )
})

test('a login in a container is told that it sees the container', () => {
  expect(said({ container: 'docker', containerLimitBytes: 2 ** 29 })).toContain(
    'in a container (docker) limited to 512 MiB',
  )
  expect(said({ container: 'none', containerLimitBytes: 2 ** 29 })).toContain('limited to 512 MiB')
  expect(said({ container: 'none' })).not.toContain('limit')
})

test('a clock is wrong only where the difference is beyond what a reading can tell', () => {
  expect(said({ clockSkewMs: 900 })).toContain('agrees')
  expect(said({ clockSkewMs: 90_000 })).toMatch(/90 s ahead|1 min.* ahead/)
  expect(said({ clockSkewMs: -90_000 })).toContain('behind')
  expect(said({ clockSkewMs: null })).not.toContain('clock')
  expect(said({ clockSkewMs: -90_000 }, 'zh')).toContain('慢')
})
