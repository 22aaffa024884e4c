import { Text } from "ink";
import { useSyncExternalStore } from "react";
import type { DeviceCode, SignInCode } from "../../app/source/device-sign-ins.ts";
import { Dialog } from "../components/dialog/dialog.tsx";
import { useShell } from "../context/shell-context.ts";
import { useNow } from "../hooks/use-now.ts";
import { keyFor } from "../keys/key-table.ts";
import { useCommands } from "../keys/use-keys.ts";
import { wrapText } from "../text/fit-text.ts";
import { duration } from "../text/show-time.ts";
import { deviceCodeCommands } from "./device-code-commands.ts";

/** Cells of the dialog, with its frame. */
const width = 64;

/** The page and the code of a sign-in that waits for a person, on top of any screen. Nothing while none waits. */
export function DeviceCodeDialog({ signInCode }: { readonly signInCode: SignInCode }) {
	const code = useSyncExternalStore(signInCode.subscribe, signInCode.current);
	return code === null ? null : (
		<Dialog title="Sign in to Entra ID" width={width}>
			<Content code={code} />
		</Dialog>
	);
}

function Content({ code: { url, code, expires, cancel } }: { readonly code: DeviceCode }) {
	const { copy } = useShell();
	const now = useNow(1000);
	useCommands(deviceCodeCommands, {
		copyCode: () => copy(code, "the code"),
		copyUrl: () => copy(url, "the address"),
		cancel,
	});
	const address = wrapText(url, width - 6).join("\n  ");
	return (
		<>
			<Text>Open this page in a browser, on any device:</Text>
			<Text bold>{`  ${address}`}</Text>
			<Text>and enter this code:</Text>
			<Text bold>{`  ${code}`}</Text>
			<Text
				dimColor
			>{`Waiting for you to sign in; the code expires in ${duration((expires - now) / 1000)}.`}</Text>
			<Text dimColor>
				{keyFor("copy")} copies the code, {keyFor("copyPart")} the address, Esc cancels.
			</Text>
		</>
	);
}
