import type { z } from 'zod'
import { defineCommand } from '../src/pipeline/command.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { IntrusiveArgs, readProcess } from './args/process.ts'

/** A bounded look at the stacks of a process, after consent. */
export const gdb = defineCommand<UseCases, z.infer<typeof IntrusiveArgs>>({
  name: 'gdb',
  usage: 'HOST PID|NAME',
  example: 'gdb local leaky-demo',
  help: {
    en: 'the stacks of a process, by gdb: it stands still for a moment, so it is asked for first and confirmed with a button',
    zh: '用 gdb 查看进程的调用栈：进程会短暂停顿，因此须先提出请求，再用按钮确认',
  },
  class: 'intrusive',
  where: 'anywhere',
  subVerbs: [],
  Args: IntrusiveArgs,
  read: (words, use) => ({ target: readProcess(words, use.house, 'gdb HOST PID|NAME') }),
  run: ({ target }, asked, use) => use.consents.ask(asked, 'gdb', target),
})
