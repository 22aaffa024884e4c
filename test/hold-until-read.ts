/**
 * What a shell in a pseudo-terminal does before it ends: it sends `lastMark`, and waits for `answer`, which whoever reads it types
 * once all before the mark was read. Without this the last output can be lost: node-pty closes a terminal 200 ms after the end of its
 * process, read or not, which a busy machine does not always make.
 */
export const holdUntilRead = {
	/** The number of the operating system command (OSC) that is the mark. */
	mark: 778,
	script: "stty -echo; printf '\\033]778;\\007'; while read -r line; do [ \"$line\" = read ] && break; done",
	answer: "\nread\n",
} as const;
