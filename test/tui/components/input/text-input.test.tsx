import { Text } from "ink";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { TextInput, type TextInputProps } from "../../../../src/tui/components/input/text-input.tsx";
import { KeyRoot } from "../../../../src/tui/keys/key-root.tsx";
import { useCommands } from "../../../../src/tui/keys/use-keys.ts";
import { draw } from "../../render-console.tsx";

const around = [
	{ id: "around.tab", keys: ["tab" as const], title: "Around", run: (tell: () => void) => tell() },
];

function Field(props: Partial<TextInputProps> & { readonly begin?: string }) {
	const [value, setValue] = useState(props.begin ?? "");
	const [tabs, setTabs] = useState(0);
	useCommands(around, () => setTabs(tabs + 1));
	return (
		<>
			<TextInput focused width={12} {...props} value={value} onChange={setValue} />
			<Text>{`[${value}] tabs ${tabs}`}</Text>
		</>
	);
}

const open = (props: Parameters<typeof Field>[0] = {}) =>
	draw(
		<KeyRoot ready>
			<Field {...props} />
		</KeyRoot>,
	);

describe("a text input", () => {
	it("takes typed text of any script, letter by letter or all at once", async () => {
		const app = await open();
		await app.press("a", "é");
		await app.type("字👩‍👩‍👧b");
		await app.see("[aé字👩‍👩‍👧b]");
	});

	it("edits at the caret, by characters as readers see them", async () => {
		const app = await open({ begin: "a👩‍👩‍👧c" });
		await app.press("left", "backspace");
		await app.see("[ac]");
		await app.type("b");
		await app.see("[abc]");
		await app.press("home");
		await app.type(">");
		await app.press("end");
		await app.type("<");
		await app.see("[>abc<]");
		await app.press("ctrl+u");
		await app.see("[]");
	});

	it("deletes words", async () => {
		const app = await open({ begin: "one two  " });
		await app.press("ctrl+w");
		await app.see("[one ]");
	});

	it("takes pasted text whole, without control characters and line ends", async () => {
		const app = await open();
		await app.paste("su\u001B[31mABC\r\nsecond\n");
		await app.see("[suABC second]");
	});

	it("scrolls text that is longer than its place, and takes exactly that place", async () => {
		const app = await open({ begin: "abcdefghijklmnopqrstuvwxyz" });
		await app.see("pqrstuvwxyz");
		expect(app.frame()).not.toContain("abcdefghijklmnopqrstuvwxyz\n");
		await app.press("home");
		await app.see("abcdefghijk");
	});

	it("shows secrets as dots", async () => {
		const app = await open({ begin: "secret", masked: true });
		await app.see("••••••");
		expect(app.lines()[0]).not.toContain("secret");
	});

	it("leaves Tab to what is around, and hears nothing without the focus", async () => {
		const app = await open();
		await app.press("tab");
		await app.see("tabs 1");
		const idle = await open({ focused: false });
		await idle.type("x");
		await idle.see("[]");
	});

	it("submits and cancels", async () => {
		const heard: string[] = [];
		const app = await open({ onSubmit: () => heard.push("submit"), onCancel: () => heard.push("cancel") });
		await app.press("enter", "escape");
		expect(heard).toEqual(["submit", "cancel"]);
	});
});
