/** The message of any thrown value. */
export function errorMessage(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const isReplaced = "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
	return isReplaced
		? `A part of sumo-provision is missing, as after an update while it runs: start it again. If it is still missing then, install it again. (${error.message})`
		: error.message;
}
