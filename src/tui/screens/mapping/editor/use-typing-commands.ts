import { canonicalExpression } from "../../../../mapping/definition/canonical-expression.ts";
import { useShell } from "../../../context/shell-context.ts";
import { useSuspend } from "../../../hooks/use-suspend.ts";
import { useCommands } from "../../../keys/use-keys.ts";
import { type TypingView, typingCommands } from "./editor-commands.ts";
import { keepCaret, withPlainLineEnds } from "./expression/area-edit.ts";
import { editElsewhere, editorCommand } from "./expression/external-editor.ts";
import type { Typing } from "./use-typing.ts";

/** The keys while a field is typed into. `others`: those that concern more than its text. */
export function useTypingCommands(
	typing: Typing,
	others: Pick<TypingView, "save" | "finish" | "leave" | "reference">,
): void {
	const { toast } = useShell();
	const suspendFor = useSuspend();
	const { expression, editExpression } = typing;
	useCommands(
		typingCommands,
		{
			...others,
			suggesting: typing.suggestions.length > 0,
			inExpression: typing.field === "expression",
			mark: typing.mark,
			take: typing.take,
			dismiss: typing.dismiss,
			async external() {
				const command = editorCommand(process.env);
				if (command === undefined) {
					toast.warn("No editor is configured.", "Set VISUAL or EDITOR and restart the console.");
					return;
				}
				toast.clear();
				await suspendFor(async () => {
					const text = withPlainLineEnds(await editElsewhere(command, expression.value));
					editExpression({ value: text, caret: Number.POSITIVE_INFINITY });
				});
			},
			format() {
				const formatted = canonicalExpression(expression.value);
				if (formatted === expression.value) toast.note("The expression is already formatted.");
				else editExpression(keepCaret(expression, formatted));
			},
			stepBack() {
				if (!typing.stepBack()) toast.note("There is no edit to undo.");
			},
		},
		{ active: typing.field !== null },
	);
}
