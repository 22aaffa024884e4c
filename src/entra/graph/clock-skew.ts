import type { Connector } from "../../http/connector.ts";
import { skewWarning } from "../../http/server-clocks.ts";
import { DirectoryError } from "../../ports/source/directory.ts";

/** A refused sign-in or token, with both clocks where these are too far apart: tokens are valid for a certain time only. */
export function withClockSkew(error: DirectoryError, connector: Connector): DirectoryError {
	const skew = error.code === "unauthorized" ? skewWarning(connector) : undefined;
	return skew === undefined
		? error
		: new DirectoryError(error.code, `${error.message} ${skew}`, error.cause, error.remedy);
}
