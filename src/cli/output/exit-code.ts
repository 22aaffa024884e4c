/** What the process says to the script that called it. */
export const exitCode = {
	/** Done, and every user was provisioned. */
	done: 0,
	/** It could not be done: the message says why. */
	error: 1,
	/** The call itself is wrong: an unknown flag, a missing setting. */
	usage: 2,
	/** Done, but some users failed: the log names them. */
	someFailed: 3,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
