import { join } from "node:path";
import { z } from "zod";
import { leaseProcess } from "../ports/store/lease.ts";
import type { Home } from "./home.ts";
import { readJsonRecord } from "./json/json-file.ts";
import { writePrivately } from "./json/write-privately.ts";

const start = z.object({ by: z.string(), at: z.number(), process: leaseProcess.optional() }).readonly();
const content = z.record(z.string(), start);

/** Who started something here, when (milliseconds since 1970), and in which process, if that matters. */
export type Start = z.infer<typeof start>;

/** What the operators of this home started that provisions automatically: Entra's jobs by `hosted:ID`, stores by `direct:FILE`. */
export interface Starts {
	/** Undefined: not started from here. */
	readonly of: (key: string) => Promise<Start | undefined>;
	readonly record: (key: string, start: Start) => Promise<void>;
	readonly forget: (key: string) => Promise<void>;
}

/** Opens the record of starts of a home. A record that cannot be read counts as empty: it only explains. */
export function openStarts({ state }: Pick<Home, "state">): Starts {
	const file = join(state, "starts.json");
	const read = async () => content.safeParse(await readJsonRecord(file)).data ?? {};
	const write = (starts: z.infer<typeof content>) => writePrivately(file, JSON.stringify(starts));
	return {
		of: async (key) => (await read())[key],
		record: async (key, one) => write({ ...(await read()), [key]: one }),
		async forget(key) {
			const { [key]: known, ...others } = await read();
			if (known !== undefined) await write(others);
		},
	};
}
