import { expect, test } from 'vitest'
import { swapThrash } from '../../src/analyzers/swap-thrash/index.ts'
import type { Lang } from '../../src/domain/words.ts'
import { plain } from '../../src/domain/words.ts'
import { explain } from '../../src/report/explain.ts'
import { findingsOf } from '../analyzers/frames.ts'
import { asked, contextOf } from '../hosts/load.ts'

function said(args: readonly string[], lang: Lang = 'en'): readonly string[] {
  const ctx = contextOf('swap')
  const findings = findingsOf(swapThrash, ctx)
  return explain
    .answer({ ...asked(ctx, lang), findings, args })
    .map((block) =>
      block.kind === 'text' ? plain(block.text) : block.kind === 'code' ? block.text : block.kind,
    )
}

test('a finding of the report is explained with its own numbers and the lines it rests on', () => {
  const [code, what, why, next, lines] = said(['swap.thrashing-group'])
  expect(code).toBe('swap.thrashing-group')
  expect(what).toContain('154 MiB/s')
  expect(why).toContain('retouch[3836] 75.4 MiB')
  expect(next).toContain('memcheck swap 3836 cgroup')
  expect(lines).toContain('proc/vmstat: pswpin 0 -> 275702')
  expect(said(['swap.thrashing-group'], 'zh').join()).toContain('154 MiB/s')
})

test('without a code the report’s findings are explained', () => {
  expect(said([])[0]).toBe('swap.thrashing-group')
})

test('a finding that the report does not have is explained in general, and that is said', () => {
  const [head, what] = said(['swap.full'])
  expect(head).toBe('swap.full · not among the findings of this report; in general:')
  expect(what).toContain('‹swapFreeBytes›')
})

test('a code that no analyzer has is asked for', () => {
  expect(said(['swap.nonsense'])).toEqual([
    'Name a finding’s code, for example: explain leak.growing',
  ])
})
