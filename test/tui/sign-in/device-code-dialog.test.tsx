import { describe, expect, it, vi } from "vitest";
import type { DeviceCode } from "../../../src/app/source/device-sign-ins.ts";
import { createFakeSession } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

/** A sign-in that starts and ends when the test says. */
function signIn() {
	const listeners = new Set<() => void>();
	let code: DeviceCode | null = null;
	const cancel = vi.fn(() => show(null));
	const show = (next: DeviceCode | null) => {
		code = next;
		for (const listener of listeners) listener();
	};
	return {
		cancel,
		start: () =>
			show({
				url: "https://microsoft.com/devicelogin",
				code: "ABCD-EFGH",
				expires: Date.now() + 900_000,
				cancel,
			}),
		end: () => show(null),
		signInCode: {
			current: () => code,
			subscribe(listener: () => void) {
				listeners.add(listener);
				return () => void listeners.delete(listener);
			},
		},
	};
}

describe("a sign-in with a device code in the console", () => {
	it("shows page and code on any screen, copies both, and disappears after the sign-in", async () => {
		const { start, end, signInCode } = signIn();
		const drawn = await drawConsole(createFakeSession({ signInCode }), {});
		await drawn.seeNot("ABCD-EFGH");
		start();
		await drawn.see("https://microsoft.com/devicelogin");
		await drawn.see("ABCD-EFGH");
		await drawn.press("y", "Y");
		const copied = (text: string) => `\u001B]52;c;${Buffer.from(text).toString("base64")}\u0007`;
		await drawn.until(() => {
			expect(drawn.written().join("")).toContain(copied("ABCD-EFGH"));
			expect(drawn.written().join("")).toContain(copied("https://microsoft.com/devicelogin"));
		});
		end();
		await drawn.seeNot("ABCD-EFGH");
	});

	it("is canceled by Esc, also in a narrow terminal", async () => {
		const { start, cancel, signInCode } = signIn();
		const drawn = await drawConsole(createFakeSession({ signInCode }), { columns: 80, rows: 24 });
		start();
		await drawn.see("Esc cancels");
		await drawn.press("escape");
		await drawn.seeNot("ABCD-EFGH");
		expect(cancel).toHaveBeenCalledOnce();
	});
});
