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
export class DeviceSignIns implements SignInCode {
	readonly #sources = new Map<string, AccessTokenSource>();
	readonly #listeners = new Set<() => void>();
	#code: DeviceCode | null = null;

	readonly current = (): DeviceCode | null => this.#code;

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	};

	readonly open = async (options: Omit<DeviceCodeSignIn, "show">): Promise<AccessTokenSource> => {
		const { tenantId, clientId, graphUrl = "", authorityHost = "" } = options;
		const key = JSON.stringify([tenantId, clientId, graphUrl, authorityHost]);
		const { signInWithDeviceCode } = await import("../../entra/sign-in/device-code.ts");
		const known = this.#sources.get(key);
		const source = known ?? signInWithDeviceCode({ ...options, show: (code) => this.#show(code) });
		this.#sources.set(key, source);
		return source;
	};

	/** Cancels the waiting sign-in, if there is one. */
	readonly close = (): void => this.#code?.cancel();

	#show(code: DeviceCode | null): void {
		if (this.#code === code) return;
		this.#code = code;
		for (const listener of this.#listeners) listener();
	}
}
