import { Text } from "ink";
import { use, useState, useSyncExternalStore } from "react";
import { describe, it } from "vitest";
import type { Command } from "../../../src/tui/keys/command.ts";
import { KeyRoot } from "../../../src/tui/keys/key-root.tsx";
import { KeyBoardContext, useCommands } from "../../../src/tui/keys/use-keys.ts";
import { draw } from "../render-console.tsx";

type Switch = { readonly count: number; readonly change: () => void };

/** Two commands of which each press leaves the other, as a key that marks and unmarks. */
const commands: readonly Command<Switch>[] = [
	{
		id: "test.on",
		keys: ["."],
		title: "On",
		when: ({ count }) => count % 2 === 0,
		run: ({ change }) => change(),
	},
	{
		id: "test.off",
		keys: ["."],
		title: "Off",
		when: ({ count }) => count % 2 === 1,
		run: ({ change }) => change(),
	},
];

function Switching() {
	const board = use(KeyBoardContext);
	const [count, setCount] = useState(0);
	useCommands(commands, { count, change: () => setCount((before) => before + 1) });
	const possible = useSyncExternalStore(board.subscribe, board.possible);
	return <Text>{`pressed ${count}, next ${possible.map(({ title }) => title).join()}.`}</Text>;
}

describe("keys that arrive together", () => {
	it("are all carried out, however many there are and whatever each changes", async () => {
		const app = await draw(
			<KeyRoot ready>
				<Switching />
			</KeyRoot>,
		);
		await app.type(".".repeat(301));
		await app.see("pressed 301, next Off.");
	});
});
