/** Words of a core file's fields. */
import type { Phrase } from '../../domain/words.ts'

export const CORE_WORDS = {
  size: { en: 'Core file', zh: 'Core 文件' },
  written: { en: 'Written', zh: '写入时间' },
  pid: { en: 'Was process', zh: '所属进程' },
  program: { en: 'Program', zh: '程序' },
  title: { en: 'Called itself', zh: '进程标题' },
  signal: { en: 'Ended by signal', zh: '终止信号' },
} as const satisfies Record<string, Phrase>
