import type { AccessTokenSource } from "../../entra/graph/access-token.ts";
import type { DeviceCode, DeviceCodeSignIn } from "../../entra/sign-in/device-code.ts";

export type { DeviceCode } from "../../entra/sign-in/device-code.ts";

/** The code that a person has to enter now, for whatever shows it. */
export interface SignInCode {
	/** Null when no sign-in waits for a person. */
	readonly current: () => DeviceCode | null;
	/** Calls back when the code appears or disappears. Returns how to stop. */
	readonly subscribe: (listener: () => void) => () => void;
}

/**
 * The sign-ins with a device code of one process. All connections to the same tenant with the same application share one sign-in, so that
 * a person enters one code; tokens end with the process.
 */
export interface DeviceSignIns extends SignInCode {
	readonly open: (options: Omit<DeviceCodeSignIn, "show">) => Promise<AccessTokenSource>;
	/** Cancels the waiting sign-in, if there is one. */
	readonly close: () => void;
}

export function createDeviceSignIns(): DeviceSignIns {
	const sources = new Map<string, AccessTokenSource>();
	const listeners = new Set<() => void>();
	let code: DeviceCode | null = null;
	const show = (next: DeviceCode | null) => {
		if (code === next) return;
		code = next;
		for (const listener of listeners) listener();
	};
	return {
		current: () => code,
		subscribe(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		async open(options) {
			const { tenantId, clientId, graphUrl = "", authorityHost = "" } = options;
			const key = JSON.stringify([tenantId, clientId, graphUrl, authorityHost]);
			const { signInWithDeviceCode } = await import("../../entra/sign-in/device-code.ts");
			const source = sources.get(key) ?? signInWithDeviceCode({ ...options, show });
			sources.set(key, source);
			return source;
		},
		close: () => code?.cancel(),
	};
}
