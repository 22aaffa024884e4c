import type {
	HostedLogEntry,
	HostedLogRange,
	HostedService,
	UnreadableEntry,
} from "../../ports/hosted-service.ts";
import { andMore } from "../../text/and-more.ts";
import { counted } from "../../text/counted.ts";

/** Maximum of entries named in a sentence. */
const maxNamed = 3;

/** The entries of Entra's log that were left out because they cannot be read, each counted once. */
export class UnreadableEntries {
	readonly #parts = new Map<string, string>();

	readonly add = ({ name, part }: UnreadableEntry): void => {
		this.#parts.set(name, part);
	};

	/** How many there are, and the first by name, as a sentence; null when all could be read. */
	text(): string | null {
		const count = this.#parts.size;
		if (count === 0) return null;
		const names = [...this.#parts].slice(0, maxNamed).map(([name, part]) => `${name} (${part})`);
		return `${counted(count, "entry", "entries")} of Entra's log can't be read and may hide failures: ${andMore(names, count)}.`;
	}

	/** Reads the log, and warns when it has more unreadable entries than were known. Rejects as `HostedService.log` does. */
	async reading(
		service: Pick<HostedService, "log">,
		range: HostedLogRange,
		warn: (message: string) => void,
		signal?: AbortSignal,
	): Promise<readonly HostedLogEntry[]> {
		const before = this.#parts.size;
		const entries = await service.log(range, signal);
		const text = this.text();
		if (text !== null && this.#parts.size > before) warn(text);
		return entries;
	}
}
