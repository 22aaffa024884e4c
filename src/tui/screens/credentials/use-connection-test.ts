import { useRef, useState } from "react";
import type { ConnectionReport } from "../../../app/connection/connection.ts";
import { useShell } from "../../context/shell-context.ts";

/** The running test, or the result of the last one. */
export type TestState =
	| { readonly state: "none" }
	| { readonly state: "running"; readonly label: string }
	| { readonly state: "done"; readonly label: string; readonly report: ConnectionReport };

/** Tests of the target or the source, one at a time; can be canceled. */
export type ConnectionTests = {
	readonly test: TestState;
	readonly start: (label: string, run: (signal: AbortSignal) => Promise<ConnectionReport>) => Promise<void>;
	readonly cancel: () => void;
	/** Clears the result, because the tested values have changed. */
	readonly forget: () => void;
};

/** Runs tests for the screen. A canceled test leaves only a message. */
export function useConnectionTest(): ConnectionTests {
	const [test, setTest] = useState<TestState>({ state: "none" });
	const running = useRef<AbortController | null>(null);
	const { toast } = useShell();
	return {
		test,
		async start(label, run) {
			running.current?.abort();
			const abort = new AbortController();
			running.current = abort;
			setTest({ state: "running", label });
			try {
				const report = await run(abort.signal);
				if (running.current === abort) setTest({ state: "done", label, report });
			} catch (error) {
				if (running.current !== abort) return;
				setTest({ state: "none" });
				toast.error(error);
			} finally {
				if (running.current === abort) running.current = null;
			}
		},
		cancel() {
			if (running.current === null) return;
			running.current.abort();
			running.current = null;
			setTest({ state: "none" });
			toast.note("Test canceled.");
		},
		forget() {
			if (running.current === null) setTest({ state: "none" });
		},
	};
}
