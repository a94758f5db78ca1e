import type { z } from 'zod'
import { defineCommand } from '../src/pipeline/command.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { IntrusiveArgs, readProcess } from './args/process.ts'

/** A core file on the host, after consent. */
export const gcore = defineCommand<UseCases, z.infer<typeof IntrusiveArgs>>({
  name: 'gcore',
  usage: 'HOST PID|NAME',
  example: 'gcore local leaky-demo',
  help: {
    en: 'a core file of a process, on its own host: it stands still meanwhile, so it is asked for first and confirmed with a button',
    zh: '在主机上写出进程的 core 文件：期间进程暂停，因此须先提出请求，再用按钮确认',
  },
  class: 'intrusive',
  where: 'anywhere',
  subVerbs: [],
  Args: IntrusiveArgs,
  read: (words, use) => ({ target: readProcess(words, use.house, 'gcore HOST PID|NAME') }),
  run: ({ target }, asked, use) => use.consents.ask(asked, 'gcore', target),
})
