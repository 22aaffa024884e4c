import { useStdout } from "ink";
import { useCallback, useSyncExternalStore } from "react";

/**
 * The size of the terminal in cells, kept up to date. Ink's `useWindowSize` sets its state again after the first frame, which draws
 * everything twice.
 */
export function useTerminalSize(): { readonly columns: number; readonly rows: number } {
	const { stdout } = useStdout();
	const subscribe = useCallback(
		(changed: () => void) => {
			stdout.on("resize", changed);
			return () => void stdout.off("resize", changed);
		},
		[stdout],
	);
	const columns = useSyncExternalStore(subscribe, () => cells(stdout, "columns", 80));
	const rows = useSyncExternalStore(subscribe, () => cells(stdout, "rows", 24));
	return { columns, rows };
}

/** A stream that is no terminal has no size, or 0. */
function cells(stream: object, dimension: "columns" | "rows", otherwise: number): number {
	const size: unknown = Reflect.get(stream, dimension);
	return typeof size === "number" && size > 0 ? size : otherwise;
}
