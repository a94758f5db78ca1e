/** Comments of the lines that `doctor --sudoers` prints: each stands behind `#`, so that the whole is a file of sudoers. */
import type { Phrase } from '../../domain/words.ts'

export const SUDOERS_WORDS = {
  head: {
    en: 'What memcheck, logged in as {login}, may do by sudo on {host}: exactly what memcheck.yaml names, and no shell.\nWrite it to a file, check it with: visudo -c -f FILE\nThen move it to /etc/sudoers.d/memcheck, owned by root with mode 0440.',
    zh: 'memcheck 以 {login} 登录 {host} 后可用 sudo 做的事：仅限 memcheck.yaml 所列，且不给任何 shell。\n写入一个文件，用此命令检查：visudo -c -f FILE\n然后移到 /etc/sudoers.d/memcheck，属主 root，权限 0440。',
  },
  noLogin: {
    en: 'memcheck.yaml names no user for this host: put the account that memcheck logs in as in place of {login}.',
    zh: 'memcheck.yaml 没有为该主机写 user：请把 {login} 换成 memcheck 登录所用的账户。',
  },
  regex: {
    en: 'Arguments between ^ and $ are regular expressions, which sudo knows since 1.9.10 (sudo --version). Leave these lines out where it is older: wildcards in their place would open every file of the host. Where cat is /bin/cat alone, write that.',
    zh: '^ 与 $ 之间的参数是正则表达式，sudo 自 1.9.10 起支持（sudo --version）。更旧的版本请不要使用这些行：换成通配符会使主机上所有文件可读。若 cat 只在 /bin/cat，请改写路径。',
  },
  memoryAs: {
    en: 'The next lines let memcheck read every file that {account} may read, over read-only SFTP: this is how it reads the memory of processes of {account}. Keep the one whose path is there.',
    zh: '以下各行使 memcheck 可通过只读 SFTP 读取 {account} 能读的所有文件：它以此读取 {account} 的进程内存。请保留路径存在的那一行。',
  },
  memoryKey: {
    en: 'No line of sudoers: the key {key}.pub goes into ~/.ssh/authorized_keys of {account} on {host}, behind these options. It can then open files that {account} may read, and nothing else (the path of sftp-server may differ: {paths}):',
    zh: '不属于 sudoers：把密钥 {key}.pub 写入 {host} 上 {account} 的 ~/.ssh/authorized_keys，前面加上以下选项。该密钥只能打开 {account} 可读的文件（sftp-server 的路径可能不同：{paths}）：',
  },
  nothing: {
    en: 'memcheck.yaml grants nothing more than the login has on {host}: `sudo: true` names all sources that may be read by sudo, `memory_as: ACCOUNT` lets memory be read as that account.',
    zh: 'memcheck.yaml 没有为 {host} 授予登录账户以外的权限：`sudo: true` 表示所有可用 sudo 读取的来源，`memory_as: 账户` 表示以该账户读取内存。',
  },
} as const satisfies Readonly<Record<string, Phrase>>
