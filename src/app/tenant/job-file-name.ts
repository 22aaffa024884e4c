/** The id of one of Entra's jobs as the beginning of a file name: it holds only letters, digits, and `_`, `.`, `-`. */
export function jobFileName(jobId: string): string {
	return jobId.replace(/[^\w.-]/g, "_");
}
