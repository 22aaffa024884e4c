import { type ReactElement, useEffect, useState } from "react";
import { describe, expect, it } from "vitest";
import { type Loaded, useLoad } from "../../../src/tui/hooks/use-load.ts";
import { draw } from "../render-console.tsx";

type Seen = Pick<Loaded<string, string>, "value" | "of" | "loading" | "failed"> & { readonly on: string };

/** Reads that are answered by hand, and what each render saw. */
type HandReads = {
	readonly reads: Map<string, PromiseWithResolvers<string>>;
	readonly seen: Seen[];
	ask: (on: string) => void;
};

function Reader({ hand, on }: { readonly hand: HandReads; readonly on: string }): null {
	const { value, of, loading, failed } = useLoad(
		on,
		(asked) => {
			const read = Promise.withResolvers<string>();
			hand.reads.set(asked, read);
			return read.promise;
		},
		{ quiet: true },
	);
	hand.seen.push({ on, value, of, loading, failed });
	return null;
}

function Asking({ hand }: { readonly hand: HandReads }): ReactElement {
	const [on, setOn] = useState("Ada");
	useEffect(() => {
		hand.ask = setOn;
	}, [hand]);
	return <Reader hand={hand} on={on} />;
}

async function open() {
	const hand: HandReads = { reads: new Map(), seen: [], ask: () => undefined };
	const app = await draw(<Asking hand={hand} />);
	return {
		...hand,
		/** Reads another one, once the read has begun: what was rendered for it until then. */
		async askFor(on: string): Promise<readonly Seen[]> {
			hand.ask(on);
			await app.until(() => expect(hand.reads.has(on)).toBe(true));
			return hand.seen.filter((one) => one.on === on);
		},
		sees: (last: Partial<Seen>) => app.until(() => expect(hand.seen.at(-1)).toMatchObject(last)),
	};
}

describe("useLoad", () => {
	it("is loading from the first render for something else, and says what its value was read for", async () => {
		const { reads, askFor, sees } = await open();
		reads.get("Ada")?.resolve("ada@example.com");
		await sees({ on: "Ada", value: "ada@example.com", of: "Ada", loading: false, failed: null });
		const whileReading = await askFor("Ben");
		expect(whileReading).not.toEqual([]);
		for (const one of whileReading)
			expect(one).toEqual({ on: "Ben", value: "ada@example.com", of: "Ada", loading: true, failed: null });
		reads.get("Ben")?.resolve("ben@example.com");
		await sees({ on: "Ben", value: "ben@example.com", of: "Ben", loading: false, failed: null });
	});

	it("shows a failure of one read with no other", async () => {
		const { reads, askFor, sees } = await open();
		reads.get("Ada")?.reject(new Error("the directory is away"));
		await sees({ on: "Ada", loading: false, failed: "the directory is away" });
		for (const one of await askFor("Ben")) expect(one).toMatchObject({ loading: true, failed: null });
	});
});
