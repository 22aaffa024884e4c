/** Exit codes, for the script that called the process. */
export const exitCode = {
	/** Done without a failed user. */
	done: 0,
	/** Not done; the message gives the reason. */
	error: 1,
	/** A wrong call: an unknown flag, a missing setting, a file that is not one of users. */
	usage: 2,
	/**
	 * Done, but some users failed or still fail, or the target did not apply a change that it accepted; the log names them.
	 * `status`: something is open. `job logs`: entries could not be read.
	 */
	someFailed: 3,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
