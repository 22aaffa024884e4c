import { randomUUID } from "node:crypto";
import { type Answer, json } from "../../loopback/exchange.ts";

/** A sign-in that Entra rejects, with its OAuth error and its AADSTS code (learn.microsoft.com/entra/identity-platform/reference-error-codes). */
export class SignInRefusal extends Error {
	readonly status: number;
	readonly error: string;
	readonly code: number;

	constructor(status: number, error: string, code: number, message: string) {
		super(message);
		this.name = "SignInRefusal";
		this.status = status;
		this.error = error;
		this.code = code;
	}

	answer(now: number): Answer {
		const trace = randomUUID();
		const timestamp = new Date(now).toISOString().replace("T", " ").slice(0, 19);
		return json(this.status, {
			error: this.error,
			error_description: `AADSTS${this.code}: ${this.message} Trace ID: ${trace} Correlation ID: ${trace} Timestamp: ${timestamp}Z`,
			error_codes: [this.code],
			timestamp: `${timestamp}Z`,
			trace_id: trace,
			correlation_id: trace,
			error_uri: `https://login.microsoftonline.com/error?code=${this.code}`,
		});
	}
}
