import type { Command } from "../keys/command.ts";

/** What the keys of a sign-in with a device code act on. */
export type DeviceCodeView = {
	readonly copyCode: () => void;
	readonly copyUrl: () => void;
	readonly cancel: () => void;
};

/** The keys while a sign-in with a device code waits for a person. */
export const deviceCodeCommands: readonly Command<DeviceCodeView>[] = [
	{
		id: "signIn.copyCode",
		means: "copy",
		title: "Copy the code",
		hint: "copy code",
		where: "during sign-in with a device code",
		run: ({ copyCode }) => copyCode(),
	},
	{
		id: "signIn.copyUrl",
		means: "copyPart",
		title: "Copy the address of the page",
		hint: "copy address",
		where: "during sign-in with a device code",
		run: ({ copyUrl }) => copyUrl(),
	},
	{
		id: "signIn.cancel",
		keys: ["escape"],
		title: "Cancel the sign-in",
		hint: "cancel",
		where: "during sign-in with a device code",
		run: ({ cancel }) => cancel(),
	},
];
