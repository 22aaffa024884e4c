import type { Remedy } from "../../../ports/errors/remedy.ts";
import type { EngineParts } from "./engine-parts.ts";

/** Shows a message to whoever watches the engine. It is not logged. */
export function warn(
	{ emit, clock }: Pick<EngineParts, "emit" | "clock">,
	message: string,
	remedy?: Remedy,
): void {
	const warning = { type: "warning", time: clock.now(), message } as const;
	emit(remedy === undefined ? warning : { ...warning, remedy });
}
