import type { Command } from "commander";
import { UsageError } from "../../options/usage-error.ts";
import type { ExitCode } from "../../output/exit-code.ts";
import type { Streams } from "../../output/streams.ts";

type Flags = {
	readonly input?: string;
	readonly json?: boolean;
	readonly taken?: readonly string[];
	readonly entraStrict?: boolean;
	readonly batch?: string;
	readonly width?: string;
};

/** Adds `expression check|eval|explain|format`. None of them needs a profile. */
export function addExpressionCommands(
	program: Command,
	streams: Streams,
	done: (code: ExitCode) => void,
): void {
	const expression = program
		.command("expression")
		.description("Check, evaluate, explain and format expressions of attribute mappings.");

	withInput(expression.command("check"))
		.description("Say what is wrong with an expression, with line and column.")
		.argument("<expression>", "the expression")
		.action(async (text: string, flags: Flags) => {
			const { checkExpression } = await import("./expression.ts");
			done(checkExpression(text, optionsOf(flags), streams));
		});

	withWorld(withInput(expression.command("eval")))
		.description("Evaluate an expression, or a file of them.")
		.argument("[expression]", "the expression")
		.option(
			"--batch <file>",
			'file (- for standard input) of lines {"expression", "input"}: prints one JSON outcome for each',
		)
		.action(async (text: string | undefined, flags: Flags) => {
			const { batch } = flags;
			if ((text === undefined) === (batch === undefined)) {
				throw new UsageError("expression eval takes either an expression or --batch with a file.");
			}
			if (batch !== undefined) {
				if (flags.input !== undefined) {
					throw new UsageError("--input has no use with --batch: each line of the file has its input.");
				}
				const { evalBatch } = await import("./batch.ts");
				done(await evalBatch(batch, optionsOf(flags), streams));
			} else if (text !== undefined) {
				const { evalExpression } = await import("./expression.ts");
				done(evalExpression(text, optionsOf(flags), streams));
			}
		});

	withWorld(withInput(expression.command("explain")))
		.description("Show the value of every part of an expression.")
		.argument("<expression>", "the expression")
		.action(async (text: string, flags: Flags) => {
			const { explainExpression } = await import("./expression.ts");
			done(explainExpression(text, optionsOf(flags), streams));
		});

	expression
		.command("format")
		.description("Print an expression with names as documented and regular spaces.")
		.argument("<expression>", "the expression")
		.option("--width <columns>", "break calls that are longer than this into lines")
		.option("--json", "print the outcome as JSON")
		.action(async (text: string, flags: Flags) => {
			const { formatExpression } = await import("./expression.ts");
			const width = flags.width === undefined ? {} : { width: wholeNumber("--width", flags.width) };
			done(formatExpression(text, { ...optionsOf(flags), ...width }, streams));
		});
}

function withInput(command: Command): Command {
	return command
		.option("--input <json|@file>", "attributes of a user as a JSON object, or @ and a file with one")
		.option("--json", "print the outcome as JSON");
}

function withWorld(command: Command): Command {
	return command
		.option("--taken <value...>", "values that the target has already, for SelectUniqueValue")
		.option("--entra-strict", "fail where Entra would, such as on a null in the condition of IIF");
}

function optionsOf({ json, input, taken, entraStrict }: Flags) {
	return {
		json: json === true,
		...(input === undefined ? {} : { input }),
		...(taken === undefined ? {} : { taken }),
		...(entraStrict === undefined ? {} : { entraStrict }),
	};
}

function wholeNumber(flag: string, text: string): number {
	const value = Number(text);
	if (Number.isInteger(value) && value > 0) return value;
	throw new UsageError(`${flag} takes a whole number, not "${text}".`);
}
