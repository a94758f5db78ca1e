import { describe, expect, test } from 'vitest'
import { roleOf } from '../../../src/analyzers/high-usage/roles.ts'

describe.each<[comm: string, arg0: string | null, name: string | null, sized: string | null]>([
  // PostgreSQL: 9.x with "process", 10 and later without, cluster_name of Debian, Greenplum's port.
  [
    'postgres',
    'postgres: startup process   recovering 00000001000000A2000000F1',
    'postgres: startup',
    'own',
  ],
  ['postgres', 'postgres: startup recovering 00000001000000A2000000F1', 'postgres: startup', 'own'],
  [
    'postgres',
    'postgres: 15/main: startup recovering 000000010000000000000007',
    'postgres: startup',
    'own',
  ],
  [
    'postgres',
    'postgres:  7000, startup process   recovering 00000001000000A2',
    'postgres: startup',
    'own',
  ],
  ['postgres', 'postgres: checkpointer process   ', 'postgres: checkpointer', 'own'],
  ['postgres', 'postgres: 15/main: checkpointer ', 'postgres: checkpointer', 'own'],
  ['postgres', 'postgres: writer process   ', 'postgres: background writer', 'own'],
  ['postgres', 'postgres: background writer   ', 'postgres: background writer', 'own'],
  ['postgres', 'postgres: wal writer process   ', 'postgres: walwriter', 'own'],
  ['postgres', 'postgres: walwriter', 'postgres: walwriter', 'own'],
  ['postgres', 'postgres: autovacuum launcher process   ', 'postgres: autovacuum launcher', 'own'],
  ['postgres', 'postgres: autovacuum worker process   shop', 'postgres: autovacuum worker', 'load'],
  ['postgres', 'postgres: stats collector process   ', 'postgres: stats collector', 'own'],
  ['postgres', 'postgres: logger process   ', 'postgres: logger', 'own'],
  ['postgres', 'postgres: archiver last was 0000000100000012', 'postgres: archiver', 'own'],
  [
    'postgres',
    'postgres: bgworker: logical replication launcher',
    'postgres: logical replication launcher',
    'own',
  ],
  [
    'postgres',
    'postgres: walsender repl 10.0.0.2(51022) streaming 12/3A',
    'postgres: walsender',
    'load',
  ],
  [
    'postgres',
    'postgres: wal sender process repl 10.0.0.2(51022) streaming',
    'postgres: walsender',
    'load',
  ],
  ['postgres', 'postgres: parallel worker for PID 4242 ', 'postgres: parallel worker', 'load'],
  [
    'postgres',
    'postgres: shop shop 10.0.0.9(40112) idle in transaction',
    'postgres: backend',
    'load',
  ],
  ['postgres', 'postgres: 15/main: shop shop [local] SELECT', 'postgres: backend', 'load'],
  [
    'postgres',
    'postgres:  6000, gpadmin gp 10.0.0.9(40112) con12 seg0 cmd3 idle',
    'postgres: backend',
    'load',
  ],
  ['postgres', '/usr/lib/postgresql/15/bin/postgres', 'postgres: postmaster', 'own'],
  ['postmaster', '/usr/bin/postmaster', 'postgres: postmaster', 'own'],
  ['postgres', null, 'postgres: postmaster', 'own'],
  ['postgres_expor', '/usr/bin/postgres_exporter', null, null],
  [
    'php-fpm8.2',
    'php-fpm: master process (/etc/php/8.2/fpm/php-fpm.conf)',
    'php-fpm: master',
    'own',
  ],
  ['php-fpm8.2', 'php-fpm: pool www', 'php-fpm: pool www', 'load'],
  ['nginx', 'nginx: master process /usr/sbin/nginx -g daemon on;', 'nginx: master', 'own'],
  ['nginx', 'nginx: worker process', 'nginx: worker', 'load'],
  ['redis-server', '/usr/bin/redis-server 127.0.0.1:6379', 'redis-server', 'config'],
  ['mariadbd', '/usr/sbin/mariadbd', 'mariadbd', 'config'],
  ['java', '/usr/lib/jvm/java-17-openjdk-amd64/bin/java', 'java', 'config'],
  ['starrocks_be', '/opt/starrocks/be/lib/starrocks_be', 'starrocks_be', 'config'],
  ['python3', '/usr/bin/python3.11', 'python', 'load'],
  ['qemu-system-x86', '/usr/bin/qemu-system-x86_64', 'qemu', 'config'],
  ['containerd-shim', '/usr/bin/containerd-shim-runc-v2', 'containerd-shim', 'own'],
  ['sshd', 'sshd: admin@pts/0', 'sshd', 'own'],
  ['systemd-journal', '/lib/systemd/systemd-journald', 'systemd-journald', 'own'],
  ['(systemd)', null, 'systemd', 'own'],
  ['app', './app', null, null],
  // Names that any object has are no roles.
  ['constructor', 'constructor', null, null],
])('%s %s', (comm, arg0, name, sized) => {
  test(name ?? 'no role', () => {
    const role = roleOf(comm, arg0)
    expect(role?.name ?? null).toBe(name)
    expect(role?.sized ?? null).toBe(sized)
  })
})
