/** Why the memory of a process may not be read, and the least right that would do: by the detail of its gap. */
import type { Phrase } from '../../domain/words.ts'

export const DENIAL_WORDS: Readonly<Record<string, Phrase>> = {
  'other-user': {
    en: "The process is another user's: to read its memory, log in as that user (with kernel.yama.ptrace_scope=0) or with CAP_SYS_PTRACE.",
    zh: '该进程属于其他用户：要读取其内存，请以该用户登录（且 kernel.yama.ptrace_scope=0），或具备 CAP_SYS_PTRACE 能力。',
  },
  'ptrace-scope': {
    en: 'kernel.yama.ptrace_scope keeps even its own user from reading its memory: CAP_SYS_PTRACE (root) reads it, or all of its user do with kernel.yama.ptrace_scope=0.',
    zh: 'kernel.yama.ptrace_scope 使同一用户也无法读取其内存：需要 CAP_SYS_PTRACE（root），或将 kernel.yama.ptrace_scope 设为 0。',
  },
  'not-dumpable': {
    en: 'The process is not dumpable (it changed its user, or asked for it): only CAP_SYS_PTRACE (root) reads its memory.',
    zh: '该进程不可转储（dumpable=0，例如启动后切换过用户）：只有 CAP_SYS_PTRACE（root）能读取其内存。',
  },
  'no-capability': {
    en: 'This root lacks CAP_SYS_PTRACE (a container, as a rule): with it the memory of the process can be read.',
    zh: '当前 root 缺少 CAP_SYS_PTRACE（通常是在容器中）：具备该能力后即可读取进程内存。',
  },
}
