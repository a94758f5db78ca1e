import { expect, test } from 'vitest'
import { oomScores } from '../../../src/parsers/proc/oomScores.ts'
import { faultOf, read } from '../helpers.ts'

test('score and adjustment of each process, in any order', () => {
  const text = '4242/oom_score:802\n1/oom_score_adj:-1000\n1/oom_score:0\n4242/oom_score_adj:100\n'
  expect(read(oomScores, text)).toEqual({
    value: {
      scores: [
        { pid: 4242, oomScore: 802, oomScoreAdj: 100 },
        { pid: 1, oomScore: 0, oomScoreAdj: -1000 },
      ],
    },
    losses: [],
  })
})

test('a process that went in between keeps what was read of it; junk is a loss', () => {
  const { value, losses } = read(
    oomScores,
    '7/oom_score:5\n8/oom_score:-2\n8/oom_score_adj:x\n??\n',
  )
  expect(value.scores).toEqual([{ pid: 7, oomScore: 5, oomScoreAdj: null }])
  expect(losses.map(({ code, count }) => [code, count])).toEqual([
    ['bad-number', 2],
    ['bad-line', 1],
  ])
})

test('another text is none', () => {
  expect(faultOf(oomScores, 'total 4\n')).toBe('not-this-format')
})
