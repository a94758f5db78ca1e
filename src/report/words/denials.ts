/** Why the memory of a process may not be read, and the least right that would do: by the detail of its gap. */
import type { Denial, ProcessDenial, SudoFault } from '../../domain/rights.ts'
import type { Phrase } from '../../domain/words.ts'

/** Why `sudo -n` ran nothing, and the least change with which it would. */
export const SUDO_WORDS: Readonly<Record<SudoFault, Phrase>> = {
  missing: {
    en: 'sudo is not installed there: install it, or take `sudo` and `memory_as` out of the host’s entry.',
    zh: '该主机没有安装 sudo：请安装，或从该主机的配置中去掉 `sudo` 与 `memory_as`。',
  },
  password: {
    en: 'No line of sudoers there lets the login do it without a password: `memcheck doctor --sudoers HOST` prints the lines (regular expressions in them need sudo 1.9.10).',
    zh: '该主机的 sudoers 没有允许该登录免密执行的行：用 `memcheck doctor --sudoers HOST` 打印所需的行（其中的正则表达式需要 sudo 1.9.10）。',
  },
  tty: {
    en: 'sudoers there want a terminal (requiretty): add `Defaults:LOGIN !requiretty` for the login alone.',
    zh: '该主机的 sudoers 要求终端（requiretty）：请只为该登录加 `Defaults:LOGIN !requiretty`。',
  },
  account: {
    en: 'PAM refuses the login’s account for sudo (expired, or missing in shadow): `chage -l LOGIN` there tells.',
    zh: 'PAM 拒绝该登录账户使用 sudo（已过期，或 shadow 中没有）：在该主机上用 `chage -l LOGIN` 查看。',
  },
  'no-new-rights': {
    en: 'The login may not gain rights at all there (no_new_privs, or a file system mounted nosuid): sudo cannot serve; log in as the owner of the process.',
    zh: '该登录在那里完全不能提升权限（no_new_privs，或文件系统以 nosuid 挂载）：sudo 无法使用，请以进程属主登录。',
  },
  other: {
    en: 'sudo refused there for another reason: run the same command as the login, it says why.',
    zh: 'sudo 因其他原因拒绝：请以该登录执行同一命令查看原因。',
  },
}

function asAccount(phrase: Phrase): Phrase {
  return {
    en: `\`memory_as\` gave nothing. ${phrase.en}`,
    zh: `\`memory_as\` 没有生效。${phrase.zh}`,
  }
}

/** Of memory itself. */
const MEMORY_WORDS: Readonly<Record<ProcessDenial, Phrase>> = {
  'other-user': {
    en: "The process is another user's: to read its memory, name that user as `memory_as` in the host's entry of memcheck.yaml, or log in as that user (both with kernel.yama.ptrace_scope=0), or with CAP_SYS_PTRACE.",
    zh: '该进程属于其他用户：要读取其内存，请在 memcheck.yaml 该主机中把该用户写为 `memory_as`，或以该用户登录（两者都需 kernel.yama.ptrace_scope=0），或具备 CAP_SYS_PTRACE 能力。',
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

/** By the detail of the gap of a memory read. */
export const DENIAL_WORDS: Readonly<Record<string, Phrase>> = {
  ...Object.fromEntries(
    Object.entries(SUDO_WORDS).map(([fault, phrase]) => [`memory-as:${fault}`, asAccount(phrase)]),
  ),
  pinned: {
    en: 'This host runs its own pinned script alone, which gives no bytes of processes: they need a key of their own (memory_key in the host’s entry).',
    zh: '该主机只运行其固定脚本，不提供进程内存的字节：需要单独的密钥（主机配置中的 memory_key）。',
  },
  'memory-as:no-sftp-server': {
    en: '`memory_as` gave nothing: no sftp-server of OpenSSH is in its usual places there. Install openssh-sftp-server (openssh-server on RHEL).',
    zh: '`memory_as` 没有生效：常见位置没有 OpenSSH 的 sftp-server。请安装 openssh-sftp-server（RHEL 为 openssh-server）。',
  },
  'memory-key:refused': {
    en: '`memory_key` gave nothing: the host does not take the key for that account, or its forced command is no sftp-server. `memcheck doctor --sudoers HOST` prints the line of authorized_keys.',
    zh: '`memory_key` 没有生效：该主机不接受此账户的该密钥，或其强制命令不是 sftp-server。用 `memcheck doctor --sudoers HOST` 打印 authorized_keys 的行。',
  },
  ...MEMORY_WORDS,
}

/** Why a source of a check may not be read, and the least change that would give it. */
export const SOURCE_DENIALS: Readonly<Record<Denial, Phrase>> = {
  'file:other-user': {
    en: "Mappings, PSS and open files of another user's process are for the owner of the process: log in there as that user, or name these sources under `sudo` in the host's entry of memcheck.yaml.",
    zh: '其他用户进程的映射、PSS 与打开文件只对该进程的属主可读：请以该用户登录，或在 memcheck.yaml 该主机的 `sudo` 中列出这些来源。',
  },
  'file:not-dumpable': {
    en: "The process is not dumpable (it changed its user, or asked for it), which keeps even its own user from its mappings: name these sources under `sudo` in the host's entry of memcheck.yaml.",
    zh: '该进程不可转储（dumpable=0，例如启动后切换过用户），同一用户也不能读取其映射：请在 memcheck.yaml 该主机的 `sudo` 中列出这些来源。',
  },
  'file:no-capability': {
    en: 'This root lacks CAP_SYS_PTRACE (a container, as a rule): with it these sources can be read.',
    zh: '当前 root 缺少 CAP_SYS_PTRACE（通常是在容器中）：具备该能力后即可读取这些来源。',
  },
  'root-only': {
    en: "These files are root's alone: name them under `sudo` in the host's entry of memcheck.yaml where sudo may read them.",
    zh: '这些文件仅 root 可读：若 sudo 可读取它们，请在 memcheck.yaml 该主机的 `sudo` 中列出。',
  },
  'kernel-log': {
    en: 'The kernel log is for root, for members of the groups adm or systemd-journal, or for all with kernel.dmesg_restrict=0; or name kernel/log under `sudo` in the host’s entry of memcheck.yaml.',
    zh: '内核日志可由 root、adm 或 systemd-journal 组的成员读取；kernel.dmesg_restrict=0 时所有人可读；或在 memcheck.yaml 该主机的 `sudo` 中列出 kernel/log。',
  },
  'sudo:missing': SUDO_WORDS.missing,
  'sudo:password': SUDO_WORDS.password,
  'sudo:tty': SUDO_WORDS.tty,
  'sudo:account': SUDO_WORDS.account,
  'sudo:no-new-rights': SUDO_WORDS['no-new-rights'],
  'sudo:other': SUDO_WORDS.other,
}
