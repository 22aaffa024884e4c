import { Box, Text } from "ink";
import { Component, type ReactNode } from "react";
import { cleanText } from "../../text/clean-text.ts";
import { errorMessage } from "../../text/error-message.ts";
import type { Command } from "../keys/command.ts";
import { useCommands } from "../keys/use-keys.ts";
import { paint } from "../theme/theme.ts";

/** The key of a screen that crashed. */
export const boundaryCommands: readonly Command<() => void>[] = [
	{
		id: "boundary.retry",
		keys: ["enter"],
		title: "Reopen the screen",
		hint: "reopen",
		where: "on a screen that failed",
		run: (retry) => retry(),
	},
];

/** In place of a screen whose code cannot be loaded, or that failed while it rendered: the error, and that other screens still work. */
export function FailedScreen({
	title,
	error,
	retry,
}: {
	readonly title: string;
	readonly error: unknown;
	/** Loads or renders the screen again. */
	readonly retry: () => void;
}) {
	useCommands(boundaryCommands, retry);
	return (
		<Box flexDirection="column" paddingX={1} paddingTop={1}>
			<Text bold {...paint("bad")}>
				{`✗ The screen "${title}" failed.`}
			</Text>
			<Text>{cleanText(errorMessage(error))}</Text>
			<Text> </Text>
			<Text>Other screens still work. Go to another one, or press Enter to reopen this one.</Text>
		</Box>
	);
}

type Props = { readonly title: string; readonly children: ReactNode };

/** Catches errors while a screen renders, names the screen, and keeps the console running. */
export class ScreenBoundary extends Component<Props, { readonly error: Error | null }> {
	override state: { readonly error: Error | null } = { error: null };

	static getDerivedStateFromError(error: unknown): { readonly error: Error } {
		return { error: error instanceof Error ? error : new Error(String(error)) };
	}

	override render() {
		const { error } = this.state;
		if (error === null) return this.props.children;
		return (
			<FailedScreen title={this.props.title} error={error} retry={() => this.setState({ error: null })} />
		);
	}
}
