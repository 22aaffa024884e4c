import { userInfo } from "node:os";
import { cleanText } from "../../text/clean-text.ts";

/** The operator's login name, for log and history; in a container whose user has no name, the user's number. */
export function operatorName(): string {
	try {
		return cleanText(userInfo().username);
	} catch (error) {
		if (process.getuid === undefined) throw error;
		return `user ${process.getuid()}`;
	}
}
