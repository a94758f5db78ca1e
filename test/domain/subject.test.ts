import { describe, expect, test } from 'vitest'
import { processSubjectName, subjectKey } from '../../src/domain/subject.ts'

describe('processSubjectName', () => {
  test.each([
    ['leaky-demo', ['leaky-demo'], 'leaky-demo'],
    ['php-fpm8.2', ['php-fpm: pool www'], 'php-fpm: pool www'],
    ['postgres', ['postgres: bob shop 10.1.2.3(40122) idle'], 'postgres: bob shop #.#.#.#(#) idle'],
    [
      'java',
      ['/usr/bin/java', '-Xmx4g', '-jar', '/srv/app-17.jar'],
      'java -Xmx#g -jar /srv/app-#.jar',
    ],
    ['bash', ['-bash'], 'bash'],
    ['kworker', [], 'kworker'],
  ])('%s', (comm, args, name) => expect(processSubjectName(comm, args)).toBe(name))

  test('two workers with other pids are one subject', () => {
    const of = (pid: number) => processSubjectName('node', ['node', `--run=${pid}`])
    expect(of(41)).toBe(of(4242))
  })
})

test('a key names host and kind', () => {
  expect(subjectKey({ kind: 'process', host: 'db1', name: 'x' })).toBe('db1/process:x')
  expect(subjectKey({ kind: 'host', host: 'db1', name: 'db1' })).toBe('db1')
})
