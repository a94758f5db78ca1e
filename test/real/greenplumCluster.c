/*
 * Stands in for a Greenplum segment, as none runs here: a postmaster by its arguments, that sits in its data directory,
 * with children that wear the titles of ps_status.c (6 and 7) over their arguments and hold memory.
 * Use: greenplumCluster, with argv[0] `postgres`, any arguments with -D DIR, and on stdin a line `MIB TITLE` a child.
 * Prints `ready` when all hold theirs, and ends with its stdin's writer: children die with it.
 * The environment's tail is room for titles, as the server clobbers it (PS_USE_CLOBBER_ARGV).
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

extern char **environ;

/* global: a compiler leaves out what nobody could read */
char	   *held;

static void wear(char **argv, const char *title)
{
	char	   *end = argv[0];

	for (char **arg = argv; *arg != NULL; arg++)
		end = *arg + strlen(*arg);
	for (char **one = environ; *one != NULL; one++)
		end = *one + strlen(*one);
	memset(argv[0], 0, end - argv[0]);
	strncpy(argv[0], title, end - argv[0] - 1);
}

static void child(char **argv, long mib, const char *title, int done)
{
	held = malloc(mib * 1024 * 1024 + 1);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	memset(held, 'x', mib * 1024 * 1024 + 1);
	wear(argv, title);
	if (write(done, "x", 1) != 1)
		_exit(1);
	for (;;)
		pause();
}

int main(int argc, char **argv)
{
	char		line[2048];
	int			done[2],
				children = 0;

	for (int i = 1; i + 1 < argc; i++)
		if (strcmp(argv[i], "-D") == 0 && chdir(argv[i + 1]) != 0)
			return 1;
	/* comm of a server's processes is its program's name */
	prctl(PR_SET_NAME, "postgres");
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (pipe(done) != 0)
		return 1;
	while (fgets(line, sizeof(line), stdin) != NULL && strcmp(line, "go\n") != 0)
	{
		char	   *title;
		long		mib = strtol(line, &title, 10);

		line[strcspn(line, "\n")] = 0;
		if (fork() == 0)
			child(argv, mib, title + 1, done[1]);
		children++;
	}
	for (char got; children > 0 && read(done[0], &got, 1) == 1; children--)
		;
	printf("ready\n");
	fflush(stdout);
	for (;;)
		if (fgets(line, sizeof(line), stdin) == NULL)
			return 0;
}
