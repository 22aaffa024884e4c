import { Box, Text } from "ink";
import { useState } from "react";
import { describe, it } from "vitest";
import { Dialog } from "../../../src/tui/components/dialog/dialog.tsx";
import { TextInput } from "../../../src/tui/components/input/text-input.tsx";
import type { Command } from "../../../src/tui/keys/command.ts";
import { KeyRoot } from "../../../src/tui/keys/key-root.tsx";
import { useCommands } from "../../../src/tui/keys/use-keys.ts";
import { draw } from "../render-console.tsx";

const commands: readonly Command<() => void>[] = [
	{
		id: "test.count",
		keys: [",", "."],
		title: "Count",
		run: (count) => count(),
	},
];

function Counting() {
	const [count, setCount] = useState(0);
	useCommands(commands, () => setCount((before) => before + 1));
	return <Text>{`counted ${count}`}</Text>;
}

function Field({ name }: { readonly name: string }) {
	const [value, setValue] = useState("");
	return (
		<>
			<TextInput value={value} onChange={setValue} focused width={20} />
			<Text>{`${name}=[${value}]`}</Text>
		</>
	);
}

describe("pasted text", () => {
	it("runs no command where no text is typed", async () => {
		const app = await draw(
			<KeyRoot ready>
				<Counting />
			</KeyRoot>,
		);
		await app.paste(",.,.,");
		await app.press(",");
		await app.see("counted 1");
	});

	it("goes to the topmost input alone", async () => {
		const app = await draw(
			<KeyRoot ready>
				<Box height={10} width={60} flexDirection="column">
					<Field name="below" />
					<Dialog title="Over it" width={30}>
						<Field name="above" />
					</Dialog>
				</Box>
			</KeyRoot>,
		);
		await app.paste("text");
		await app.see("above=[text]");
		await app.see("below=[]");
	});

	it("keeps its place among the keys around it", async () => {
		const app = await draw(
			<KeyRoot ready>
				<Field name="field" />
			</KeyRoot>,
		);
		await app.type("a\u001B[200~ pasted \u001B[201~b");
		await app.see("field=[a pasted b]");
	});
});
